variable "environment" {
  description = "The environment, as it is written in the parameters' paths: /cruddur/<environment>/<service>."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}[a-z0-9]$", var.environment))
    error_message = "environment must be 3 to 16 lower-case letters, digits and hyphens, such as production."
  }
}

variable "production" {
  description = "Whether people depend on it: then the table can't be deleted by mistake."
  type        = bool
}

variable "site_origins" {
  description = "The addresses at which browsers know the site, from which files may be posted."
  type        = list(string)

  validation {
    condition     = length(var.site_origins) > 0 && alltrue([for origin in var.site_origins : can(regex("^https://[a-z0-9.-]+$", origin))])
    error_message = "site_origins must be one or more addresses without a path, such as https://cruddur.example.com."
  }
}

variable "distribution_arn" {
  description = "The CloudFront distribution that serves pictures, and nobody else: the output arn of the module cloudfront."
  type        = string

  validation {
    condition     = can(regex("^arn:[\\w-]+:cloudfront:", var.distribution_arn))
    error_message = "distribution_arn must be the ARN of a CloudFront distribution."
  }
}

variable "token_issuer" {
  description = "Whose access tokens count: the setting token_issuer of the module cognito."
  type        = string

  validation {
    condition     = can(regex("^https://[^/]+/.+[^/]$", var.token_issuer))
    error_message = "token_issuer must be the address of a user pool, without a slash at its end."
  }
}

variable "token_client_id" {
  description = "The client for which they are made: the setting token_client_id of the module cognito."
  type        = string

  validation {
    condition     = length(var.token_client_id) > 0
    error_message = "token_client_id must name the site's client: an empty audience would let in no token, or any."
  }
}

variable "packages" {
  description = "The functions' zip files in S3, as the module lambda takes them."
  type = object({
    presign = object({
      bucket = string
      key    = string
    })
    resize = object({
      bucket = string
      key    = string
    })
  })
}

variable "resize_concurrency" {
  description = "How many pictures are worked on at once at most; others wait."
  type        = number
  default     = 50

  validation {
    condition     = var.resize_concurrency >= 1 && var.resize_concurrency <= 500
    error_message = "resize_concurrency must be from 1 to 500: other functions need their share of the account's."
  }
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
  description = "The key that encrypts uploads, pictures, grants, logs and secrets."
  type        = string

  validation {
    condition     = can(regex("^arn:[\\w-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, such as the output arn of the module key."
  }
}
