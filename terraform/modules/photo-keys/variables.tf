variable "environment" {
  description = "The environment, as it is written in the parameters' paths: /cruddur/<environment>/<service>."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}[a-z0-9]$", var.environment))
    error_message = "environment must be 3 to 16 lower-case letters, digits and hyphens, such as production."
  }
}
