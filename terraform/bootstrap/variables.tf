variable "region" {
  description = "Where state, packages and images are: the region of the environments, such as ca-central-1."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be a region of AWS, such as ca-central-1."
  }
}

variable "repository" {
  description = "The repository on GitHub whose workflows may deploy, as owner/name."
  type        = string
}

variable "environments" {
  description = "The environments that they may deploy to, as they are called in GitHub."
  type        = set(string)
  default     = ["production", "staging"]

  validation {
    condition     = length(var.environments) > 0 && alltrue([for name in var.environments : can(regex("^[a-z][a-z0-9-]{1,8}[a-z0-9]$", name))])
    error_message = "environments must name one environment or more, each of 3 to 10 lower-case letters, digits and hyphens, such as production."
  }
}
