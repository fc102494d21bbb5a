# A record that fails is tried again for six hours, which outlasts most
# troubles of AWS. It is reported by its number, and batches are split to find
# it, so that its neighbours don't wait for it.
resource "aws_lambda_event_source_mapping" "stream" {
  function_name     = module.stream.arn
  event_source_arn  = module.conversations.stream_arn
  starting_position = "LATEST"
  batch_size        = 100

  bisect_batch_on_function_error = true
  function_response_types        = ["ReportBatchItemFailures"]
  maximum_retry_attempts         = 10000
  maximum_record_age_in_seconds  = 21600

  # Messages, and nothing else of the table.
  filter_criteria {
    filter {
      pattern = jsonencode({ dynamodb = { Keys = { sk = { S = [{ prefix = "MSG#" }] } } } })
    }
  }

  destination_config {
    on_failure {
      destination_arn = module.stream.dead_letters_arn
    }
  }
}

# What other services tell open windows.
resource "aws_sqs_queue" "push" {
  name                              = "${local.name}-push"
  visibility_timeout_seconds        = 6 * local.push_seconds
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = 3600

  redrive_policy = jsonencode({ deadLetterTargetArn = module.push.dead_letters_arn, maxReceiveCount = 3 })
}

resource "aws_lambda_event_source_mapping" "push" {
  function_name           = module.push.arn
  event_source_arn        = aws_sqs_queue.push.arn
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]
}

resource "aws_cloudwatch_metric_alarm" "stream_late" {
  alarm_name          = "${local.name}-stream-late"
  alarm_description   = "Messages wait to be seen in inboxes. docs/runbook.md#stream-late"
  namespace           = "AWS/Lambda"
  metric_name         = "IteratorAge"
  dimensions          = { FunctionName = module.stream.name }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 5
  threshold           = 60000 # milliseconds
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "push_late" {
  alarm_name          = "${local.name}-push-late"
  alarm_description   = "Notifications wait to be pushed. docs/runbook.md#push-late"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = aws_sqs_queue.push.name }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 5
  threshold           = 300
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]
}
