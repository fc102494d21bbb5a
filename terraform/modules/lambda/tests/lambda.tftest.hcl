mock_provider "aws" {
  source = "../../mocks"
}

variables {
  environment     = "test"
  service         = "media"
  function        = "resize"
  package         = { bucket = "packages", key = "media/resize/0000000000000000000000000000000000000000000000000000000000000000.zip" }
  kms_key_arn     = "arn:aws:kms:ca-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  alarm_topic_arn = "arn:aws:sns:ca-central-1:123456789012:alarms"
}

run "told_where_its_settings_are" {
  command = plan

  assert {
    condition     = aws_lambda_function.this.environment[0].variables["CRUDDUR_PARAMETERS_PATH"] == "/cruddur/test/media"
    error_message = "the function is told where its settings are"
  }

  assert {
    condition     = aws_lambda_function.this.architectures[0] == "arm64" && aws_lambda_function.this.runtime == "provided.al2023" && aws_lambda_function.this.reserved_concurrent_executions == 50
    error_message = "a static program on ARM, of which 50 run at most, is the default"
  }
}

run "nothing_is_lost_unseen" {
  command = plan

  assert {
    condition     = aws_sqs_queue.dead_letters.message_retention_seconds == 1209600 && aws_sqs_queue.dead_letters.kms_master_key_id == var.kms_key_arn
    error_message = "dead letters are kept as long as possible, encrypted"
  }

  assert {
    condition     = alltrue([for alarm in [aws_cloudwatch_metric_alarm.errors, aws_cloudwatch_metric_alarm.throttles, aws_cloudwatch_metric_alarm.dead_letters] : contains(alarm.alarm_actions, var.alarm_topic_arn) && strcontains(alarm.alarm_description, "docs/runbook.md#")])
    error_message = "each alarm tells somebody, and where to read on"
  }
}
