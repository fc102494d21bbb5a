variable "name" {
  description = "Prefix of all names, such as cruddur-production."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 24 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen, such as cruddur-production."
  }
}

variable "cidr" {
  description = "The network's addresses: private ones, from /16 to /20."
  type        = string
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && try(cidrhost(var.cidr, 0) == split("/", var.cidr)[0], false)
    error_message = "cidr must be an IPv4 block that begins at its first address, such as 10.0.0.0/16."
  }

  validation {
    condition     = try(tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 20, false)
    error_message = "cidr must be from /16, the most that a VPC takes, to /20, the least that twelve subnets need."
  }

  validation {
    condition     = can(regex("^(10\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|192\\.168\\.)", var.cidr))
    error_message = "cidr must be of private addresses: in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16."
  }
}

variable "zones" {
  description = "The availability zones that get subnets. Named, so that a new zone of AWS moves nothing."
  type        = list(string)

  validation {
    condition     = contains([2, 3], length(distinct(var.zones))) && length(var.zones) == length(distinct(var.zones))
    error_message = "zones must name 2 or 3 different zones: load balancer and database need two, and each group of subnets has room for 3."
  }

  validation {
    condition     = alltrue([for zone in var.zones : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9][a-z]$", zone))])
    error_message = "zones must be names such as ca-central-1a."
  }
}

variable "nat_gateways" {
  description = "one: a single way out, cheap, which goes down with its zone. one_per_zone: as many as zones."
  type        = string
  default     = "one_per_zone"

  validation {
    condition     = contains(["one", "one_per_zone"], var.nat_gateways)
    error_message = "nat_gateways must be one or one_per_zone."
  }
}

variable "flow_log_retention_days" {
  description = "Days that flow logs are kept."
  type        = number
  default     = 365

  validation {
    condition     = contains([30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.flow_log_retention_days)
    error_message = "flow_log_retention_days must be one of 30, 60, 90, 120, 150, 180, 365, 400, 545, 731: CloudWatch Logs knows no others."
  }
}

variable "kms_key_arn" {
  description = "The key that encrypts flow logs."
  type        = string

  validation {
    condition     = can(regex("^arn:[\\w-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, such as the output arn of the module key."
  }
}
