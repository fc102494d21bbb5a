variable "name" {
  description = "Prefix of all names, such as cruddur-production."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 24 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen, such as cruddur-production."
  }
}

variable "deletion_window_days" {
  description = "Days that a deleted key can still be brought back."
  type        = number
  default     = 30

  validation {
    condition     = var.deletion_window_days >= 7 && var.deletion_window_days <= 30
    error_message = "deletion_window_days must be from 7 to 30: AWS keeps a deleted key no shorter and no longer."
  }
}
