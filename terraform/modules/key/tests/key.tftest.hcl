mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name = "cruddur-test"
}

run "turns_every_year" {
  command = plan

  assert {
    condition     = aws_kms_key.this.enable_key_rotation && aws_kms_key.this.deletion_window_in_days == 30
    error_message = "the key must be rotated, and be gone no sooner than after 30 days"
  }

  assert {
    condition     = aws_kms_alias.this.name == "alias/cruddur-test"
    error_message = "the key is found by its name"
  }
}
