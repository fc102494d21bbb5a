mock_provider "aws" {
  source = "../../mocks"
}

variables {
  environment      = "test"
  production       = true
  site_origins     = ["https://cruddur.example.com"]
  distribution_arn = "arn:aws:cloudfront::123456789012:distribution/E1"
  token_issuer     = "https://cognito-idp.ca-central-1.amazonaws.com/ca-central-1_Test"
  token_client_id  = "client"
  kms_key_arn      = "arn:aws:kms:ca-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  alarm_topic_arn  = "arn:aws:sns:ca-central-1:123456789012:alarms"

  packages = {
    presign = { bucket = "packages", key = "presign/0000000000000000000000000000000000000000000000000000000000000000.zip" }
    resize  = { bucket = "packages", key = "resize/0000000000000000000000000000000000000000000000000000000000000000.zip" }
  }
}

run "private_and_forgetful" {
  command = plan

  assert {
    condition     = aws_s3_bucket.this["uploads"].bucket == "cruddur-test-uploads-123456789012-ca-central-1" && aws_s3_bucket.this["media"].bucket == "cruddur-test-media-123456789012-ca-central-1"
    error_message = "names of buckets have account and region in them"
  }

  assert {
    condition = alltrue([for block in aws_s3_bucket_public_access_block.this :
    block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets])
    error_message = "nothing is public"
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.this["uploads"].rule : rule.expiration[0].days if length(rule.expiration) > 0] == [1]
    error_message = "uploads are deleted after a day"
  }

  assert {
    condition     = alltrue([for rule in aws_s3_bucket_lifecycle_configuration.this["media"].rule : length(rule.expiration) == 0])
    error_message = "pictures live as long as their cruds: no rule deletes them"
  }

  assert {
    condition     = alltrue([for config in aws_s3_bucket_server_side_encryption_configuration.this : one(config.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == var.kms_key_arn])
    error_message = "both buckets are encrypted with the environment's key"
  }
}

run "uploads_come_from_the_site" {
  command = plan

  assert {
    condition     = one(aws_s3_bucket_cors_configuration.uploads.cors_rule).allowed_origins == toset(var.site_origins) && one(aws_s3_bucket_cors_configuration.uploads.cors_rule).allowed_methods == toset(["POST"])
    error_message = "only the site's pages post"
  }

  assert {
    condition     = aws_s3_bucket_notification.uploads.lambda_function[0].filter_prefix == "incoming/" && aws_lambda_permission.uploads.source_account == "123456789012"
    error_message = "resize is called for what comes in, by this account's bucket alone"
  }
}

run "leave_is_for_those_with_a_token" {
  command = plan

  assert {
    condition     = toset(keys(aws_apigatewayv2_route.this)) == toset(["POST /uploads", "GET /uploads/{id}"]) && alltrue([for route in aws_apigatewayv2_route.this : route.authorization_type == "JWT"])
    error_message = "every route asks for a token"
  }

  assert {
    condition     = aws_apigatewayv2_authorizer.access_token.jwt_configuration[0].issuer == var.token_issuer && aws_apigatewayv2_authorizer.access_token.jwt_configuration[0].audience == toset(["client"])
    error_message = "only the pool's tokens for the site count"
  }
}
