output "live_endpoint" {
  description = "The WebSocket API, for CloudFront: its stage is the path /live."
  value       = aws_apigatewayv2_api.live.api_endpoint
}

output "live_api_id" {
  description = "The same API, as CloudWatch's metrics name it."
  value       = aws_apigatewayv2_api.live.id
}

output "push_queue" {
  description = "Where other services put events for open windows."
  value = {
    arn = aws_sqs_queue.push.arn
    url = aws_sqs_queue.push.url
  }
}

output "service_policy" {
  description = "What the messaging service may do, as a policy in JSON; pictures come by the module media."
  value       = data.aws_iam_policy_document.service.json
}

locals {
  push_settings = {
    live_table    = module.connections.name
    live_endpoint = "${replace(aws_apigatewayv2_api.live.api_endpoint, "wss://", "https://")}/${aws_apigatewayv2_stage.live.name}"
  }
}

output "settings" {
  description = "What service and functions must be told, by the name of the service in the module ssm."
  value = {
    messaging = merge(local.push_settings, var.token_settings, {
      conversations_table = module.conversations.name
      site_url            = var.site_url
    })
    stream = merge(local.push_settings, {
      conversations_table   = module.conversations.name
      dead_letter_queue_url = module.stream.dead_letters_url
      site_url              = var.site_url
    })
    live = merge(local.push_settings, var.token_settings)
    push = local.push_settings
  }
}
