variable "environment" {
  description = "The environment, as it is written in the parameters' paths: /cruddur/<environment>/<service>."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}[a-z0-9]$", var.environment))
    error_message = "environment must be 3 to 16 lower-case letters, digits and hyphens, such as production."
  }
}

variable "production" {
  description = "Whether people depend on it: then it has a domain, a standby, backups and TLS from end to end, and can't be deleted by mistake."
  type        = bool
}

variable "domain" {
  description = "The name at which people know the site, such as cruddur.example.com. null for the name that CloudFront gives, and mail by Cognito, 50 a day."
  type        = string
  default     = null

  validation {
    condition     = var.domain != null || !var.production
    error_message = "domain is missing: production has a name of its own. Write domain and zone, such as cruddur.example.com and example.com."
  }
}

variable "zone" {
  description = "The hosted zone in Route 53 in which the domain's records are made, such as example.com."
  type        = string
  default     = null

  validation {
    condition     = (var.zone == null) == (var.domain == null)
    error_message = "zone and domain go together: a domain's records are made in a hosted zone of Route 53, such as example.com."
  }
}

variable "cidr" {
  description = "The network's addresses."
  type        = string
  default     = "10.0.0.0/16"
}

variable "zones" {
  description = "The availability zones, two or three."
  type        = list(string)
}

variable "nat_gateways" {
  description = "one: a single way out, cheap, which goes down with its zone. one_per_zone: as many as zones."
  type        = string
  default     = "one_per_zone"
}

variable "database" {
  description = "The size of the database, and how safe it is: as the module rds takes it."
  type = object({
    instance_class = string
    storage_gb     = object({ initial = number, most = number })
    multi_az       = bool
    replicas       = optional(number, 0)
    engine_version = optional(string)
    backup_days    = optional(number, 7)
  })
}

variable "services" {
  description = "The size of the services: as the module ecs-service takes it."
  type = object({
    backend   = object({ cpu = number, memory = number, tasks = object({ min = number, max = number }) })
    messaging = object({ cpu = number, memory = number, tasks = object({ min = number, max = number }) })
  })

  validation {
    condition     = !var.production || min(var.services.backend.tasks.min, var.services.messaging.tasks.min) >= 2
    error_message = "services must have tasks.min of 2 or more in production: one task goes down with its zone."
  }
}

variable "images" {
  description = "The container images, by digest: those of the services, and the OpenTelemetry collector's."
  type = object({
    backend   = string
    messaging = string
    collector = string
  })
}

variable "packages" {
  description = "The functions' zip files in S3: presign, resize, stream, live and push."
  type = map(object({
    bucket = string
    key    = string
  }))

  validation {
    condition     = toset(keys(var.packages)) == toset(["presign", "resize", "stream", "live", "push"])
    error_message = "packages must name presign, resize, stream, live and push, and nothing else."
  }
}

variable "secrets" {
  description = "Secrets of the backend, by name: rollbar_token, log_user_key. They reach SSM, and no state file."
  type        = map(string)
  default     = {}
  ephemeral   = true
}

variable "secret_versions" {
  description = "The names of these secrets, each with a number: raise it to write the secret anew."
  type        = map(number)
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.secret_versions), ["log_user_key", "rollbar_token"])) == 0
    error_message = "secret_versions may name log_user_key and rollbar_token: the backend knows no other secrets from outside."
  }
}

variable "honeycomb" {
  description = "Whether traces go to Honeycomb too. Its key is set by the CLI, in /cruddur/<environment>/observability/honeycomb_key."
  type        = bool
  default     = false
}

variable "emails" {
  description = "Who is told of alarms."
  type        = set(string)
}

variable "trace_sample_ratio" {
  description = "The part of traces that is kept."
  type        = number
  default     = 0.1
}

variable "resize_concurrency" {
  description = "How many pictures are worked on at once at most."
  type        = number
  default     = 50
}

variable "requests_per_address" {
  description = "How many requests one address may make in five minutes."
  type        = number
  default     = 5000
}

variable "price_class" {
  description = "Where CloudFront serves from."
  type        = string
  default     = "PriceClass_100"
}

variable "log_retention_days" {
  description = "Days that logs are kept."
  type        = number
  default     = 90
}
