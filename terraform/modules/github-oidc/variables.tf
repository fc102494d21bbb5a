variable "name" {
  description = "Prefix of all names, such as cruddur-production."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 24 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen, such as cruddur-production."
  }
}

variable "repository" {
  description = "The repository whose workflows may act, as owner/name."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "repository must be owner/name, without an asterisk: one repository acts, not all of an owner's."
  }
}

variable "environment" {
  description = "The environment of GitHub whose jobs may apply. Protect it there by required reviewers."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}[a-z0-9]$", var.environment))
    error_message = "environment must be 3 to 16 lower-case letters, digits and hyphens, such as production."
  }
}

variable "state_bucket_arn" {
  description = "The bucket with Terraform's state."
  type        = string

  validation {
    condition     = can(regex("^arn:[\\w-]+:s3:::", var.state_bucket_arn))
    error_message = "state_bucket_arn must be the ARN of a bucket."
  }
}

variable "state_key_arn" {
  description = "The key that encrypts the state. null if S3's own does."
  type        = string
  default     = null

  validation {
    condition     = var.state_key_arn == null || can(regex("^arn:[\\w-]+:kms:", var.state_key_arn))
    error_message = "state_key_arn must be the ARN of a key, such as the output arn of the module key, or null."
  }
}

variable "apply_policy_arns" {
  description = "What applying may do: managed policies, by name."
  type        = map(string)

  validation {
    condition     = length(var.apply_policy_arns) > 0 && alltrue([for arn in values(var.apply_policy_arns) : can(regex("^arn:[\\w-]+:iam::", arn)) && !endswith(arn, "policy/AdministratorAccess")])
    error_message = "apply_policy_arns must name one policy or more, and not AdministratorAccess: a workflow that may do everything can be made to."
  }
}
