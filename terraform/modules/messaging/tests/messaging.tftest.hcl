mock_provider "aws" {
  source = "../../mocks"
}

variables {
  environment     = "test"
  production      = true
  site_url        = "https://cruddur.example.com"
  kms_key_arn     = "arn:aws:kms:ca-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  alarm_topic_arn = "arn:aws:sns:ca-central-1:123456789012:alarms"

  token_settings = {
    token_issuer    = "https://cognito-idp.ca-central-1.amazonaws.com/ca-central-1_Test"
    token_jwks_url  = "https://cognito-idp.ca-central-1.amazonaws.com/ca-central-1_Test/.well-known/jwks.json"
    token_client_id = "client"
  }

  packages = {
    stream = { bucket = "packages", key = "stream/0000000000000000000000000000000000000000000000000000000000000000.zip" }
    live   = { bucket = "packages", key = "live/0000000000000000000000000000000000000000000000000000000000000000.zip" }
    push   = { bucket = "packages", key = "push/0000000000000000000000000000000000000000000000000000000000000000.zip" }
  }
}

run "no_message_is_lost" {
  command = plan

  assert {
    condition     = aws_lambda_event_source_mapping.stream.bisect_batch_on_function_error && contains(aws_lambda_event_source_mapping.stream.function_response_types, "ReportBatchItemFailures")
    error_message = "a record that fails is found, and its neighbours don't wait for it"
  }

  assert {
    condition     = aws_lambda_event_source_mapping.stream.maximum_record_age_in_seconds == 21600 && aws_lambda_event_source_mapping.stream.maximum_retry_attempts == 10000
    error_message = "a record is tried again for six hours, and not for ever"
  }

  assert {
    condition     = jsondecode(one(aws_lambda_event_source_mapping.stream.filter_criteria[0].filter).pattern) == { dynamodb = { Keys = { sk = { S = [{ prefix = "MSG#" }] } } } }
    error_message = "only messages wake the function up"
  }
}

run "events_are_tried_three_times" {
  command = plan

  assert {
    condition     = aws_sqs_queue.push.name == "cruddur-test-push" && aws_sqs_queue.push.visibility_timeout_seconds == 180 && aws_sqs_queue.push.kms_master_key_id == var.kms_key_arn
    error_message = "an event stays hidden for six times as long as the function may take, encrypted"
  }

  assert {
    condition     = contains(aws_lambda_event_source_mapping.push.function_response_types, "ReportBatchItemFailures")
    error_message = "events that were pushed aren't pushed again because of one that wasn't"
  }
}

run "windows_say_who_they_are" {
  command = plan

  assert {
    condition     = { for key, route in aws_apigatewayv2_route.this : key => route.authorization_type } == { "$connect" = "CUSTOM", "$default" = "NONE", "$disconnect" = "NONE" }
    error_message = "who connects is asked for a token"
  }

  assert {
    condition     = aws_apigatewayv2_authorizer.access_token.identity_sources == toset(["route.request.header.Sec-WebSocket-Protocol"])
    error_message = "the token is in no address"
  }
}

run "somebody_is_told" {
  command = plan

  assert {
    condition     = alltrue([for alarm in [aws_cloudwatch_metric_alarm.stream_late, aws_cloudwatch_metric_alarm.push_late] : contains(alarm.alarm_actions, var.alarm_topic_arn) && strcontains(alarm.alarm_description, "docs/runbook.md#")])
    error_message = "each alarm tells somebody, and where to read on"
  }
}
