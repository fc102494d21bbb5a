variable "name" {
  description = "Prefix of all names, such as cruddur-production."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 24 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen, such as cruddur-production."
  }
}

variable "kms_key_arn" {
  description = "The key that encrypts what is typed and shown in sessions of ECS Exec."
  type        = string

  validation {
    condition     = can(regex("^arn:[\\w-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, such as the output arn of the module key."
  }
}

variable "log_retention_days" {
  description = "Days that sessions are kept."
  type        = number
  default     = 365

  validation {
    condition     = contains([30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days must be one of 30, 60, 90, 120, 150, 180, 365, 400, 545, 731: CloudWatch Logs knows no others."
  }
}
