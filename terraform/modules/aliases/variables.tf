variable "zone_id" {
  description = "The hosted zone: the output zone_id of the module dns."
  type        = string

  validation {
    condition     = can(regex("^Z[A-Z0-9]+$", var.zone_id))
    error_message = "zone_id must be the identifier of a hosted zone, which begins with Z."
  }
}

variable "domain" {
  description = "The name at which people know the site, such as cruddur.example.com."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain must be a name in lower case, without https:// or a dot at its end, such as cruddur.example.com."
  }
}

variable "distribution" {
  description = "The distribution that serves the site, as the module cloudfront gives it out."
  type = object({
    domain_name    = string
    hosted_zone_id = string
  })
}

variable "load_balancer" {
  description = "The load balancer behind it, as the module alb gives it out."
  type = object({
    dns_name = string
    zone_id  = string
  })
}
