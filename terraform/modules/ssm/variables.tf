variable "environment" {
  description = "The environment, as it is written in the parameters' paths: /cruddur/<environment>/<service>."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}[a-z0-9]$", var.environment))
    error_message = "environment must be 3 to 16 lower-case letters, digits and hyphens, such as production."
  }
}

variable "service" {
  description = "Whose settings they are: backend, messaging, media or observability."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,14}$", var.service))
    error_message = "service must be 2 to 15 lower-case letters and digits, such as backend."
  }
}

variable "settings" {
  description = "What anybody may know, by name. The service's package settings says which there are."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.settings) : can(regex("^[a-z][a-z0-9_]*$", name))])
    error_message = "settings must have names of lower-case letters, digits and underscores, such as token_issuer."
  }

  validation {
    condition     = alltrue([for value in values(var.settings) : length(value) > 0 && length(value) <= 4096])
    error_message = "settings must have values of 1 to 4096 characters: leave out what is to have its default."
  }

  validation {
    condition     = alltrue([for name in keys(var.settings) : !can(regex("password|secret|private_key|database_url|token$", name))])
    error_message = "settings must hold no secret, and the state file shows them: give what is called password, secret, private_key, database_url or token to secrets."
  }
}

variable "secrets" {
  description = "What nobody may know, by name. It reaches SSM and no state file, whenever its version is raised. null for secrets that are set by the CLI."
  type        = map(string)
  default     = null
  ephemeral   = true
}

variable "secret_versions" {
  description = "The names of all secrets, each with a number: raise it to write the secret anew."
  type        = map(number)
  default     = {}

  validation {
    condition     = alltrue([for name, version in var.secret_versions : can(regex("^[a-z][a-z0-9_]*$", name)) && version >= 1 && floor(version) == version])
    error_message = "secret_versions must have names of lower-case letters, digits and underscores, and whole numbers from 1."
  }

  validation {
    condition     = length(setintersection(keys(var.secret_versions), keys(var.settings))) == 0
    error_message = "secret_versions names something that is in settings too: it is either a secret or not."
  }
}

variable "kms_key_arn" {
  description = "The key that encrypts secrets."
  type        = string

  validation {
    condition     = can(regex("^arn:[\\w-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, such as the output arn of the module key."
  }
}
