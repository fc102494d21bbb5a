# A table that is paid by the request, can be taken back to any second of the
# last 35 days, and forgets.

locals {
  keys = distinct(compact(concat(
    [var.partition_key, var.sort_key],
    flatten([for index in values(var.indexes) : [index.partition_key, index.sort_key]]),
  )))
  numbers = [for index in values(var.indexes) : index.sort_key if index.sort_by_number]
}

resource "aws_dynamodb_table" "this" {
  name                        = var.name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = var.partition_key
  range_key                   = var.sort_key
  deletion_protection_enabled = var.production
  stream_enabled              = var.stream
  stream_view_type            = var.stream ? "NEW_AND_OLD_IMAGES" : null

  dynamic "attribute" {
    for_each = toset(local.keys)

    content {
      name = attribute.value
      type = contains(local.numbers, attribute.value) ? "N" : "S"
    }
  }

  dynamic "global_secondary_index" {
    for_each = var.indexes

    content {
      name            = global_secondary_index.key
      hash_key        = global_secondary_index.value.partition_key
      range_key       = global_secondary_index.value.sort_key
      projection_type = "ALL"
    }
  }

  ttl {
    enabled        = true
    attribute_name = var.ttl_attribute
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.kms_key_arn
  }
}
