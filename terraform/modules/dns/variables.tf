variable "domain" {
  description = "The name at which people know the site, such as cruddur.example.com."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.domain)) && length(var.domain) <= 57
    error_message = "domain must be a name in lower case of at most 57 characters, without https:// or a dot at its end, such as cruddur.example.com: certificates take no longer ones."
  }

  validation {
    condition     = var.domain == var.zone || endswith(var.domain, ".${var.zone}")
    error_message = "domain must be zone or end with it: records can be made in the zone alone."
  }
}

variable "zone" {
  description = "The hosted zone in Route 53 in which the records are made, such as example.com."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.zone))
    error_message = "zone must be the name of a public hosted zone in Route 53, without a dot at its end, such as example.com."
  }
}
