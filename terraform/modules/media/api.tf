# Leave to upload is granted to those with an access token, and to nobody else.
resource "aws_apigatewayv2_api" "uploads" {
  name          = "${local.name}-uploads"
  description   = "Leave to upload pictures"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_authorizer" "access_token" {
  api_id           = aws_apigatewayv2_api.uploads.id
  name             = "access-token"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]

  jwt_configuration {
    issuer   = var.token_issuer
    audience = [var.token_client_id]
  }
}

resource "aws_apigatewayv2_integration" "presign" {
  api_id                 = aws_apigatewayv2_api.uploads.id
  integration_type       = "AWS_PROXY"
  integration_uri        = module.presign.arn
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "this" {
  for_each = toset(["POST /uploads", "GET /uploads/{id}"])

  api_id             = aws_apigatewayv2_api.uploads.id
  route_key          = each.key
  target             = "integrations/${aws_apigatewayv2_integration.presign.id}"
  authorization_type = "JWT"
  authorizer_id      = aws_apigatewayv2_authorizer.access_token.id
}

resource "aws_apigatewayv2_stage" "this" {
  api_id      = aws_apigatewayv2_api.uploads.id
  name        = "$default"
  auto_deploy = true

  default_route_settings {
    throttling_burst_limit   = 200
    throttling_rate_limit    = 100
    detailed_metrics_enabled = true
  }

  # No token, no address of a file: who asked for what, and how it ended.
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api.arn
    format = jsonencode({
      request_id       = "$context.requestId", time = "$context.requestTime", route = "$context.routeKey",
      status           = "$context.status", ip = "$context.identity.sourceIp", error = "$context.error.message",
      authorizer_error = "$context.authorizer.error", integration_error = "$context.integrationErrorMessage",
    })
  }
}

resource "aws_cloudwatch_log_group" "api" {
  #checkov:skip=CKV_AWS_338: How long logs of people's requests are kept is a choice; a year is too long by default.
  name              = "/${local.name}/uploads-api"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_lambda_permission" "api" {
  statement_id  = "api-uploads"
  action        = "lambda:InvokeFunction"
  function_name = module.presign.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.uploads.execution_arn}/*/*"
}
