mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name        = "cruddur-test"
  kms_key_arn = "arn:aws:kms:ca-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
}

run "watched" {
  command = plan

  assert {
    condition     = one(aws_ecs_cluster.this.setting).value == "enhanced"
    error_message = "container insights show each task"
  }

  assert {
    condition     = aws_ecs_cluster.this.configuration[0].execute_command_configuration[0].log_configuration[0].cloud_watch_encryption_enabled
    error_message = "sessions are logged and encrypted"
  }
}
