variable "name" {
  description = "Prefix of all names, such as cruddur-production."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 24 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen, such as cruddur-production."
  }
}

variable "production" {
  description = "Whether people depend on it: then the pool can't be deleted by mistake, and mail is sent by SES."
  type        = bool
}

variable "mail" {
  description = "The identity in SES that mail is sent by, and the sender. null sends Cognito's own mail, 50 a day: enough to try it."
  type = object({
    identity_arn = string
    from         = string
  })
  default = null

  validation {
    condition     = var.mail == null || can(regex("^arn:[\\w-]+:ses:.*:identity/", var.mail.identity_arn)) && can(regex("@", var.mail.from))
    error_message = "mail.identity_arn must be the ARN of an identity in SES, and mail.from an address, such as \"Cruddur <hello@example.com>\"."
  }

  validation {
    condition     = var.mail != null || !var.production
    error_message = "mail is missing: Cognito itself sends 50 mails a day, and in production the fifty-first person could not sign up."
  }
}

variable "access_token_minutes" {
  description = "How long an access token lives, and so how soon a suspension bites."
  type        = number
  default     = 15

  validation {
    condition     = var.access_token_minutes >= 5 && var.access_token_minutes <= 60
    error_message = "access_token_minutes must be from 5, the least that Cognito takes, to 60: a suspended person keeps the token for as long."
  }
}

variable "refresh_token_days" {
  description = "After how many days without a visit one must sign in again."
  type        = number
  default     = 30

  validation {
    condition     = var.refresh_token_days >= 1 && var.refresh_token_days <= 365
    error_message = "refresh_token_days must be from 1 to 365."
  }
}
