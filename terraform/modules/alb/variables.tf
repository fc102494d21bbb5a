variable "name" {
  description = "Prefix of all names, such as cruddur-production."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 24 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen, such as cruddur-production."
  }
}

variable "vpc_id" {
  description = "The network."
  type        = string

  validation {
    condition     = startswith(var.vpc_id, "vpc-")
    error_message = "vpc_id must be the identifier of a network, which begins with vpc-."
  }
}

variable "subnet_ids" {
  description = "Private subnets, one a zone."
  type        = list(string)

  validation {
    condition     = length(distinct(var.subnet_ids)) >= 2
    error_message = "subnet_ids must name subnets in two availability zones or more."
  }
}

variable "certificate_arn" {
  description = "The certificate of the name that viewers use. null serves plain HTTP behind CloudFront, for environments without a domain."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn == null || can(regex("^arn:[\\w-]+:acm:", var.certificate_arn))
    error_message = "certificate_arn must be the ARN of a certificate in ACM, or null."
  }

  validation {
    condition     = !var.production || var.certificate_arn != null
    error_message = "certificate_arn is missing: production is served over TLS from end to end."
  }
}

variable "production" {
  description = "Whether people depend on it: then it can't be deleted by mistake, and plain HTTP is refused."
  type        = bool
}

variable "log_bucket" {
  description = "The bucket of access logs, such as the output bucket of the module log-bucket."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.log_bucket))
    error_message = "log_bucket must be the name of a bucket, not its ARN or address."
  }
}

variable "idle_timeout_seconds" {
  description = "After how many quiet seconds a connection is closed. Shorter than the services' own, 120: else they would close one just as the load balancer uses it."
  type        = number
  default     = 60

  validation {
    condition     = var.idle_timeout_seconds >= 1 && var.idle_timeout_seconds < 120
    error_message = "idle_timeout_seconds must be from 1 to 119: the services keep quiet connections for 120 seconds."
  }
}
