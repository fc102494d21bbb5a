mock_provider "aws" {
  source = "../../mocks"
}

variables {
  names       = ["backend", "messaging"]
  kms_key_arn = "arn:aws:kms:ca-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
}

run "tags_stay" {
  command = plan

  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : repository.image_tag_mutability == "IMMUTABLE" && repository.image_scanning_configuration[0].scan_on_push])
    error_message = "tags stay what they were, and images are scanned"
  }

  assert {
    condition     = aws_ecr_repository.this["backend"].name == "cruddur/backend" && jsondecode(aws_ecr_lifecycle_policy.this["backend"].policy).rules[1].selection.countNumber == 50
    error_message = "repositories are below cruddur/ and keep 50 images"
  }
}
