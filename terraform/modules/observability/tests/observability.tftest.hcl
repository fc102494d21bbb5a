mock_provider "aws" {
  source = "../../mocks"
}

variables {
  environment              = "test"
  emails                   = ["operators@example.com"]
  load_balancer_arn_suffix = "app/cruddur-test/1"
  services                 = { backend = { cluster_name = "cruddur-test", service_name = "backend", target_group_arn_suffix = "targetgroup/cruddur-test-backend/1" } }
  database_identifier      = "cruddur-test"
  uploads_api_id           = "uploads"
  live_api_id              = "live"
  kms_key_arn              = "arn:aws:kms:ca-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
}

run "the_promise_is_watched" {
  command = plan

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["purge-late"].metric_name == "cruddur.purge.lag" && aws_cloudwatch_metric_alarm.this["purge-late"].threshold == 60 && aws_cloudwatch_metric_alarm.this["purge-late"].namespace == "Cruddur/test"
    error_message = "what has expired is deleted within a minute"
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["purge-silent"].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.this["backend-down"].treat_missing_data == "breaching"
    error_message = "silence is an alarm where somebody must be heard"
  }
}

run "every_alarm_has_a_page" {
  command = plan

  assert {
    condition     = alltrue([for alarm in merge(aws_cloudwatch_metric_alarm.this, { for name, alarm in aws_cloudwatch_metric_alarm.errors : "${name}-errors" => alarm }) : strcontains(alarm.alarm_description, " docs/runbook.md#")])
    error_message = "each alarm says where to read on"
  }
}

run "somebody_is_told" {
  command = plan

  assert {
    condition     = aws_sns_topic.alarms.kms_master_key_id == var.kms_key_arn && toset(keys(aws_sns_topic_subscription.email)) == var.emails
    error_message = "alarms go to the operators, encrypted"
  }

  assert {
    condition     = aws_xray_sampling_rule.this.fixed_rate == 0.1 && output.settings.trace_sample_ratio == "0.1"
    error_message = "X-Ray and the services keep the same part of traces"
  }
}
