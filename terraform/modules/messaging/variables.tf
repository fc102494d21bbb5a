variable "environment" {
  description = "The environment, as it is written in the parameters' paths: /cruddur/<environment>/<service>."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}[a-z0-9]$", var.environment))
    error_message = "environment must be 3 to 16 lower-case letters, digits and hyphens, such as production."
  }
}

variable "production" {
  description = "Whether people depend on it: then the tables can't be deleted by mistake."
  type        = bool
}

variable "site_url" {
  description = "The address at which people know the site."
  type        = string

  validation {
    condition     = can(regex("^https://[a-z0-9.-]+$", var.site_url))
    error_message = "site_url must be an address without a path or a slash at its end, such as https://cruddur.example.com."
  }
}

variable "token_settings" {
  description = "Whose access tokens count: the output settings of the module cognito."
  type = object({
    token_issuer    = string
    token_jwks_url  = string
    token_client_id = string
  })

  validation {
    condition     = startswith(var.token_settings.token_jwks_url, "https://") && startswith(var.token_settings.token_issuer, "https://")
    error_message = "token_settings must have addresses that begin with https:// in token_issuer and token_jwks_url: keys that come in clear could be anybody's."
  }
}

variable "packages" {
  description = "The functions' zip files in S3, as the module lambda takes them."
  type = object({
    stream = object({
      bucket = string
      key    = string
    })
    live = object({
      bucket = string
      key    = string
    })
    push = object({
      bucket = string
      key    = string
    })
  })
}

variable "alarm_topic_arn" {
  description = "Who is told when something fails."
  type        = string

  validation {
    condition     = can(regex("^arn:[\\w-]+:sns:", var.alarm_topic_arn))
    error_message = "alarm_topic_arn must be the ARN of a topic in SNS: an alarm that tells nobody is none."
  }
}

variable "log_retention_days" {
  description = "Days that logs are kept."
  type        = number
  default     = 90

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731: CloudWatch Logs knows no others."
  }
}

variable "kms_key_arn" {
  description = "The key that encrypts tables, queues, logs and secrets."
  type        = string

  validation {
    condition     = can(regex("^arn:[\\w-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, such as the output arn of the module key."
  }
}
