variable "name" {
  description = "Prefix of all names, such as cruddur-production."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 24 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen, such as cruddur-production."
  }
}

variable "retention_days" {
  description = "Days that access logs are kept."
  type        = number
  default     = 90

  validation {
    condition     = var.retention_days >= 1 && var.retention_days <= 3650
    error_message = "retention_days must be from 1 to 3650."
  }
}
