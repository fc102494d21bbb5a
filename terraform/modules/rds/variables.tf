variable "name" {
  description = "Prefix of all names, such as cruddur-production."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 24 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen, such as cruddur-production."
  }
}

variable "production" {
  description = "Whether people depend on it: then it must be in two zones, keep backups for 7 days or more, and can't be deleted by mistake."
  type        = bool
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
  description = "Database subnets, one a zone."
  type        = list(string)

  validation {
    condition     = length(distinct(var.subnet_ids)) >= 2
    error_message = "subnet_ids must name subnets in two availability zones or more."
  }
}

variable "kms_key_arn" {
  description = "The key that encrypts data, backups, performance data and the break-glass password."
  type        = string

  validation {
    condition     = can(regex("^arn:[\\w-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, such as the output arn of the module key."
  }
}

variable "engine_version" {
  description = "PostgreSQL's major version. Minor ones follow by themselves, in the maintenance window."
  type        = string
  default     = "17"
  nullable    = false

  validation {
    condition     = contains(["16", "17", "18"], var.engine_version)
    error_message = "engine_version must be a major version of PostgreSQL that Cruddur is tested with: 16, 17 or 18."
  }
}

variable "instance_class" {
  description = "The size of primary and replicas."
  type        = string
  default     = "db.t4g.medium"

  validation {
    condition     = can(regex("^db\\.[a-z0-9]+\\.[a-z0-9]+$", var.instance_class))
    error_message = "instance_class must be a class of RDS, such as db.t4g.medium."
  }
}

variable "storage_gb" {
  description = "How much storage there is at first, and how far it may grow by itself."
  type = object({
    initial = number
    most    = number
  })
  default = { initial = 50, most = 500 }

  validation {
    condition     = var.storage_gb.initial >= 20 && var.storage_gb.most > var.storage_gb.initial
    error_message = "storage_gb.initial must be 20 or more, and storage_gb.most more than it."
  }
}

variable "multi_az" {
  description = "Whether a standby in another zone takes over when the primary fails."
  type        = bool
  default     = true

  validation {
    condition     = var.multi_az || !var.production
    error_message = "multi_az must be true: production has a standby in another zone."
  }
}

variable "replicas" {
  description = "How many read replicas there are."
  type        = number
  default     = 0

  validation {
    condition     = var.replicas >= 0 && var.replicas <= 5 && floor(var.replicas) == var.replicas
    error_message = "replicas must be a whole number from 0 to 5."
  }
}

variable "backup_days" {
  description = "Days that one can go back to. What has expired lives on in backups for as long: the site says so."
  type        = number
  default     = 7

  validation {
    condition     = var.backup_days >= 1 && var.backup_days <= 35
    error_message = "backup_days must be from 1 to 35: without backups a mistake is for ever."
  }

  validation {
    condition     = var.backup_days >= 7 || !var.production
    error_message = "backup_days must be 7 or more in production."
  }
}

variable "client_security_group_ids" {
  description = "Who may connect: security groups, by name."
  type        = map(string)

  validation {
    condition     = length(var.client_security_group_ids) > 0 && alltrue([for id in values(var.client_security_group_ids) : startswith(id, "sg-")])
    error_message = "client_security_group_ids must name one security group or more, whose identifiers begin with sg-."
  }
}
