variable "name" {
  description = "The table's name, such as cruddur-production-live."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 48 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen, such as cruddur-production-live."
  }
}

variable "production" {
  description = "Whether people depend on it: then the table can't be deleted by mistake."
  type        = bool
}

variable "kms_key_arn" {
  description = "The key that encrypts the table."
  type        = string

  validation {
    condition     = can(regex("^arn:[\\w-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, such as the output arn of the module key."
  }
}

variable "partition_key" {
  description = "The attribute that tells partitions apart; a string."
  type        = string
  default     = "pk"
}

variable "sort_key" {
  description = "The attribute that orders a partition; a string. null for none."
  type        = string
  default     = "sk"
}

variable "ttl_attribute" {
  description = "The attribute with the second after which an item is deleted, hours later. Until then readers must leave it out themselves."
  type        = string
  default     = "expires_at"

  validation {
    condition     = length(var.ttl_attribute) > 0
    error_message = "ttl_attribute must name an attribute: in Cruddur nothing is kept for ever."
  }
}

variable "indexes" {
  description = "Global secondary indexes with all attributes, by name."
  type = map(object({
    partition_key  = string
    sort_key       = string
    sort_by_number = optional(bool, false)
  }))
  default = {}

  validation {
    condition     = length(var.indexes) <= 20
    error_message = "indexes must be 20 at most."
  }
}

variable "stream" {
  description = "Whether changes are streamed, with the old and the new item."
  type        = bool
  default     = false
}
