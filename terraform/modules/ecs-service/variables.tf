variable "environment" {
  description = "The environment, as it is written in the parameters' paths: /cruddur/<environment>/<service>."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}[a-z0-9]$", var.environment))
    error_message = "environment must be 3 to 16 lower-case letters, digits and hyphens, such as production."
  }
}

variable "service" {
  description = "The service's name, as it is written in the parameters' paths: backend or messaging."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,14}$", var.service))
    error_message = "service must be 2 to 15 lower-case letters and digits, such as backend."
  }
}

variable "image" {
  description = "The container image, by digest: a tag could mean something else tomorrow."
  type        = string

  validation {
    condition     = can(regex("@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image must end with its digest: repository@sha256:<64 hexadecimal digits>."
  }
}

variable "command" {
  description = "What the container runs instead of its own command."
  type        = list(string)
  default     = null
}

variable "architecture" {
  description = "ARM64, which costs less, or X86_64."
  type        = string
  default     = "ARM64"

  validation {
    condition     = contains(["ARM64", "X86_64"], var.architecture)
    error_message = "architecture must be ARM64 or X86_64."
  }
}

variable "cpu" {
  description = "CPU units of a task: 1024 are one processor."
  type        = number
  default     = 512

  validation {
    condition     = contains([256, 512, 1024, 2048, 4096], var.cpu)
    error_message = "cpu must be one of 256, 512, 1024, 2048, 4096."
  }
}

variable "memory" {
  description = "Memory of a task in MiB: two to eight times its CPU units."
  type        = number
  default     = 1024

  validation {
    condition     = var.memory >= 2 * var.cpu && var.memory <= 8 * var.cpu && var.memory % 512 == 0
    error_message = "memory must be from two to eight times cpu, in steps of 512."
  }
}

variable "tasks" {
  description = "The least and the most tasks that autoscaling runs."
  type = object({
    min = number
    max = number
  })

  validation {
    condition     = var.tasks.min >= 1 && var.tasks.max >= var.tasks.min
    error_message = "tasks.min must be 1 or more and tasks.max no less than it; 2 or more for a service that must survive the loss of a zone."
  }
}

variable "target_cpu_percent" {
  description = "The use of CPU that autoscaling aims at."
  type        = number
  default     = 60

  validation {
    condition     = var.target_cpu_percent >= 20 && var.target_cpu_percent <= 90
    error_message = "target_cpu_percent must be from 20 to 90."
  }
}

variable "target_requests_per_task" {
  description = "The requests a minute and task that autoscaling aims at."
  type        = number
  default     = 3000

  validation {
    condition     = var.target_requests_per_task >= 100
    error_message = "target_requests_per_task must be 100 or more a minute."
  }
}

variable "vpc_id" {
  description = "The network."
  type        = string

  validation {
    condition     = startswith(var.vpc_id, "vpc-")
    error_message = "vpc_id must be the identifier of a network, which begins with vpc-."
  }
}

variable "subnet_ids" {
  description = "Private subnets, one a zone."
  type        = list(string)

  validation {
    condition     = length(distinct(var.subnet_ids)) >= 2
    error_message = "subnet_ids must name subnets in two availability zones or more."
  }
}

variable "cluster" {
  description = "The cluster, as the module ecs-cluster gives it out."
  type = object({
    arn           = string
    name          = string
    namespace_arn = string
  })
}

variable "load_balancer" {
  description = "The load balancer, as the module alb gives it out, and which paths come here. Rules are tried from the lowest priority."
  type = object({
    listener_arn      = string
    arn_suffix        = string
    security_group_id = string
    priority          = number
    paths             = list(string)
  })

  validation {
    condition     = length(var.load_balancer.paths) >= 1 && length(var.load_balancer.paths) <= 5 && alltrue([for path in var.load_balancer.paths : startswith(path, "/")])
    error_message = "load_balancer.paths must be 1 to 5 patterns that begin with a slash, such as /api/*."
  }

  validation {
    condition     = var.load_balancer.priority >= 1 && var.load_balancer.priority <= 50000
    error_message = "load_balancer.priority must be from 1 to 50000, and no other service's."
  }
}

variable "drain_seconds" {
  description = "How long a stopping task goes on serving while the load balancer notices. The service's own setting drain_delay must say the same: see the output settings."
  type        = number
  default     = 20

  validation {
    condition     = var.drain_seconds >= 15 && var.drain_seconds <= 60
    error_message = "drain_seconds must be from 15, two health checks of the load balancer, to 60."
  }
}

variable "database" {
  description = "The database that the service logs in to by IAM: its resource identifier and the user. null for none."
  type = object({
    resource_id = string
    user        = string
  })
  default = null
}

variable "task_policies" {
  description = "What else the service may do on AWS: policies in JSON, by name."
  type        = map(string)
  default     = {}
}

variable "directory_port" {
  description = "A second port on which the service answers other services and nobody else, by Service Connect under its name: backend's directory. null for none."
  type        = number
  default     = null

  validation {
    condition     = var.directory_port == null || try(var.directory_port >= 1024 && var.directory_port <= 65535 && var.directory_port != 4567, false)
    error_message = "directory_port must be from 1024 to 65535, and not 4567, which the load balancer reaches."
  }
}

variable "calls" {
  description = "Other services whose second port this one calls, by name: messaging asks backend."
  type = map(object({
    security_group_id = string
    port              = number
  }))
  default = {}
}

variable "collector_image" {
  description = "The OpenTelemetry collector beside the service, by digest."
  type        = string

  validation {
    condition     = can(regex("@sha256:[0-9a-f]{64}$", var.collector_image))
    error_message = "collector_image must end with its digest: repository@sha256:<64 hexadecimal digits>."
  }
}

variable "honeycomb_key_arn" {
  description = "The parameter with Honeycomb's key. null sends traces to X-Ray alone."
  type        = string
  default     = null

  validation {
    condition     = var.honeycomb_key_arn == null || can(regex("^arn:[\\w-]+:ssm:.*:parameter/", var.honeycomb_key_arn))
    error_message = "honeycomb_key_arn must be the ARN of a parameter in SSM, or null."
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
  description = "The key that encrypts the service's logs and secrets."
  type        = string

  validation {
    condition     = can(regex("^arn:[\\w-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, such as the output arn of the module key."
  }
}
