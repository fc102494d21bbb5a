variable "name" {
  description = "Prefix of all names, such as cruddur-production."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 24 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen, such as cruddur-production."
  }
}

variable "production" {
  description = "Whether people depend on it: then it has a name of its own, and TLS from end to end."
  type        = bool
}

variable "domain" {
  description = "The name at which people know the site. null for the name that CloudFront gives."
  type        = string
  default     = null

  validation {
    condition     = var.domain == null || can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain must be a name in lower case, without https:// or a dot at its end, such as cruddur.example.com."
  }

  validation {
    condition     = var.domain != null || !var.production
    error_message = "domain is missing: production has a name of its own, because only under one is it TLS 1.2 or newer from end to end."
  }
}

variable "certificate_arn" {
  description = "The certificate of the domain, in us-east-1: the output certificate_arn of the module dns."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn == null || can(regex("^arn:[\\w-]+:acm:us-east-1:", var.certificate_arn))
    error_message = "certificate_arn must be the ARN of a certificate in us-east-1: CloudFront takes no others."
  }

  validation {
    condition     = (var.certificate_arn == null) == (var.domain == null)
    error_message = "certificate_arn and domain go together: give both, or neither."
  }
}

variable "load_balancer" {
  description = "The load balancer, as the module alb gives it out."
  type = object({
    arn             = string
    dns_name        = string
    origin_protocol = string
  })

  validation {
    condition     = contains(["http-only", "https-only"], var.load_balancer.origin_protocol)
    error_message = "load_balancer.origin_protocol must be http-only or https-only."
  }

  validation {
    condition     = var.load_balancer.origin_protocol == "https-only" || !var.production
    error_message = "load_balancer.origin_protocol must be https-only in production: give the load balancer a certificate."
  }
}

variable "uploads_endpoint" {
  description = "The API that grants leave to upload: the output api_endpoint of the module media."
  type        = string

  validation {
    condition     = can(regex("^https://[^/]+$", var.uploads_endpoint))
    error_message = "uploads_endpoint must be an address without a path that begins with https://."
  }
}

variable "live_endpoint" {
  description = "The WebSocket API: the output live_endpoint of the module messaging. Its stage is the path /live."
  type        = string

  validation {
    condition     = can(regex("^(https|wss)://[^/]+$", var.live_endpoint))
    error_message = "live_endpoint must be an address without a path that begins with wss:// or https://."
  }
}

variable "media_bucket_domain_name" {
  description = "The bucket of pictures: the output media_bucket_domain_name of the module media."
  type        = string

  validation {
    condition     = can(regex("\\.s3\\.[a-z0-9-]+\\.amazonaws\\.com$", var.media_bucket_domain_name))
    error_message = "media_bucket_domain_name must be the regional name of a bucket, which ends with .s3.<region>.amazonaws.com."
  }
}

variable "public_keys" {
  description = "The keys whose signatures open photos, by their names, in PEM: the output public_keys of the module photo-keys. Without one photos are closed."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in values(var.public_keys) : startswith(key, "-----BEGIN PUBLIC KEY-----\n") && endswith(key, "-----END PUBLIC KEY-----\n")])
    error_message = "public_keys must be public keys in PEM, with a newline at their end, as cruddur keys writes them."
  }

  validation {
    condition     = length(var.public_keys) <= 5
    error_message = "public_keys must be 5 at most: a group of CloudFront's takes no more. Drop old ones by cruddur keys retire."
  }
}

variable "connect_sources" {
  description = "What else the site's scripts may talk to: Cognito, and the bucket of uploads."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for source in var.connect_sources : can(regex("^https://[a-z0-9.-]+$", source))])
    error_message = "connect_sources must be addresses without a path that begin with https://, and have no asterisk."
  }
}

variable "site_config" {
  description = "What the site must know of its environment, which it finds in config.json."
  type = object({
    environment         = string
    region              = string
    user_pool_id        = string
    user_pool_client_id = string
    # Where the site traces what it does: the services' trace_sample_ratio.
    traces = optional(object({ sample_ratio = number }))
  })
}

variable "requests_per_address" {
  description = "How many requests one address may make in five minutes. Many people may share one."
  type        = number
  default     = 5000

  validation {
    condition     = var.requests_per_address >= 500 && var.requests_per_address <= 1000000
    error_message = "requests_per_address must be from 500, which one busy reader makes, to 1000000."
  }
}

variable "price_class" {
  description = "Where CloudFront serves from: PriceClass_100 (America and Europe), PriceClass_200 or PriceClass_All."
  type        = string
  default     = "PriceClass_100"

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.price_class)
    error_message = "price_class must be PriceClass_100, PriceClass_200 or PriceClass_All."
  }
}

variable "log_bucket_arn" {
  description = "The bucket of access logs: the output arn of the module log-bucket."
  type        = string

  validation {
    condition     = can(regex("^arn:[\\w-]+:s3:::[^/]+$", var.log_bucket_arn))
    error_message = "log_bucket_arn must be the ARN of a bucket, without a path."
  }
}

variable "kms_key_arn" {
  description = "The key that encrypts the site's bucket."
  type        = string

  validation {
    condition     = can(regex("^arn:[\\w-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, such as the output arn of the module key."
  }
}
