variable "environment" {
  description = "The environment, as it is written in the parameters' paths: /cruddur/<environment>/<service>."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}[a-z0-9]$", var.environment))
    error_message = "environment must be 3 to 16 lower-case letters, digits and hyphens, such as production."
  }
}

variable "service" {
  description = "Whose settings the function reads: media, or the function's own name if it has settings of its own."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,14}$", var.service))
    error_message = "service must be 2 to 15 lower-case letters and digits, such as media."
  }
}

variable "function" {
  description = "The function's name, such as resize."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,20}$", var.function))
    error_message = "function must be 2 to 21 lower-case letters, digits and hyphens, such as resize."
  }
}

variable "package" {
  description = "The zip file with the program bootstrap, in S3. Its key has the content's hash in it: other code has another key."
  type = object({
    bucket = string
    key    = string
  })

  validation {
    condition     = can(regex("[0-9a-f]{40,64}\\.zip$", var.package.key))
    error_message = "package.key must end with the content's hash and .zip, such as media/resize/<sha256>.zip: else new code would not be noticed."
  }
}

variable "architecture" {
  description = "arm64, which costs less, or x86_64, which resize needs for its fast path."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "memory" {
  description = "Memory in MB. Processor time grows with it."
  type        = number
  default     = 256

  validation {
    condition     = var.memory >= 128 && var.memory <= 10240
    error_message = "memory must be from 128 to 10240."
  }
}

variable "timeout_seconds" {
  description = "How long one call may take."
  type        = number
  default     = 15

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 900
    error_message = "timeout_seconds must be from 1 to 900."
  }
}

variable "concurrency" {
  description = "How many calls run at once at most, so that one function can't take the account's whole share."
  type        = number
  default     = 50

  validation {
    condition     = var.concurrency >= 1 && var.concurrency <= 900
    error_message = "concurrency must be from 1 to 900: an account has 1000, and 100 stay for what has no limit."
  }
}

variable "policies" {
  description = "What else the function may do: policies in JSON, by name. Its settings, logs, traces and dead letters it may use already."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for policy in values(var.policies) : can(jsondecode(policy).Statement)])
    error_message = "policies must be policies in JSON, such as the output json of aws_iam_policy_document."
  }
}

variable "alarm_topic_arn" {
  description = "Who is told when the function fails."
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
  description = "The key that encrypts logs, dead letters and the service's secrets."
  type        = string

  validation {
    condition     = can(regex("^arn:[\\w-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, such as the output arn of the module key."
  }
}
