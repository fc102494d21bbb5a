variable "environment" {
  description = "The environment, as it is written in the parameters' paths: /cruddur/<environment>/<service>."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}[a-z0-9]$", var.environment))
    error_message = "environment must be 3 to 16 lower-case letters, digits and hyphens, such as production."
  }
}

variable "emails" {
  description = "Who is told of alarms. Each address gets a mail in which to say yes."
  type        = set(string)

  validation {
    condition     = length(var.emails) > 0 && alltrue([for email in var.emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", email))])
    error_message = "emails must be one or more addresses, such as operators@example.com: alarms that nobody gets are none."
  }
}

variable "load_balancer_arn_suffix" {
  description = "The load balancer: the output arn_suffix of the module alb."
  type        = string

  validation {
    condition     = startswith(var.load_balancer_arn_suffix, "app/")
    error_message = "load_balancer_arn_suffix must be the end of a load balancer's ARN, which begins with app/."
  }
}

variable "services" {
  description = "The services behind it, by name, as the modules ecs-cluster and ecs-service give them out."
  type = map(object({
    cluster_name            = string
    service_name            = string
    target_group_arn_suffix = string
  }))

  validation {
    condition     = length(var.services) > 0 && alltrue([for service in values(var.services) : startswith(service.target_group_arn_suffix, "targetgroup/")])
    error_message = "services must name one service or more, each with the end of its target group's ARN, which begins with targetgroup/."
  }
}

variable "database_identifier" {
  description = "The database: the output identifier of the module rds."
  type        = string
}

variable "uploads_api_id" {
  description = "The API that grants leave to upload: the output api_id of the module media."
  type        = string
}

variable "live_api_id" {
  description = "The WebSocket API: the output live_api_id of the module messaging."
  type        = string
}

variable "trace_sample_ratio" {
  description = "The part of traces that is kept: 1 for all, 0.1 for a tenth."
  type        = number
  default     = 0.1

  validation {
    condition     = var.trace_sample_ratio >= 0 && var.trace_sample_ratio <= 1
    error_message = "trace_sample_ratio must be from 0 to 1."
  }
}

variable "kms_key_arn" {
  description = "The key that encrypts the topic."
  type        = string

  validation {
    condition     = can(regex("^arn:[\\w-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, such as the output arn of the module key."
  }
}
