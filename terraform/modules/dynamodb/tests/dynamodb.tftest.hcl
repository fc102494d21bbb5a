mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name        = "cruddur-test-messages"
  production  = true
  kms_key_arn = "arn:aws:kms:ca-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
}

run "safe_and_forgetful" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.this.point_in_time_recovery[0].enabled && aws_dynamodb_table.this.server_side_encryption[0].enabled && aws_dynamodb_table.this.deletion_protection_enabled
    error_message = "the table is encrypted, can be restored, and can't be deleted by mistake"
  }

  assert {
    condition     = aws_dynamodb_table.this.ttl[0].enabled && aws_dynamodb_table.this.ttl[0].attribute_name == "expires_at"
    error_message = "items expire by expires_at"
  }
}

run "index_and_stream" {
  command = plan

  variables {
    stream  = true
    indexes = { inbox = { partition_key = "pk", sort_key = "last_message_at", sort_by_number = true } }
  }

  assert {
    condition     = toset([for attribute in aws_dynamodb_table.this.attribute : attribute.name]) == toset(["pk", "sk", "last_message_at"])
    error_message = "all keys, and they alone, are declared"
  }

  assert {
    condition     = { for attribute in aws_dynamodb_table.this.attribute : attribute.name => attribute.type } == { pk = "S", sk = "S", last_message_at = "N" }
    error_message = "keys are strings, but for those that are numbers"
  }

  assert {
    condition     = aws_dynamodb_table.this.stream_view_type == "NEW_AND_OLD_IMAGES"
    error_message = "the stream has both images"
  }
}
