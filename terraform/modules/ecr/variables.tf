variable "names" {
  description = "The images that get a repository, below cruddur/."
  type        = set(string)

  validation {
    condition     = length(var.names) > 0 && alltrue([for name in var.names : can(regex("^[a-z][a-z0-9-]{1,30}$", name))])
    error_message = "names must be one or more names of lower-case letters, digits and hyphens, such as backend."
  }
}

variable "keep_images" {
  description = "How many images of each are kept: as far back one can roll."
  type        = number
  default     = 50

  validation {
    condition     = var.keep_images >= 10 && var.keep_images <= 1000
    error_message = "keep_images must be from 10 to 1000: fewer leave nothing to roll back to."
  }
}

variable "kms_key_arn" {
  description = "The key that encrypts images."
  type        = string

  validation {
    condition     = can(regex("^arn:[\\w-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, such as the output arn of the module key."
  }
}
