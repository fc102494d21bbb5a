mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name = "cruddur-test"
}

run "private_and_forgetful" {
  command = plan

  assert {
    condition     = aws_s3_bucket.this.bucket == "cruddur-test-logs-123456789012-ca-central-1"
    error_message = "the bucket's name must have account and region in it"
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls, aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls, aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    error_message = "logs must not be public"
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this.rule[0].expiration[0].days == 90
    error_message = "logs are deleted after 90 days"
  }
}
