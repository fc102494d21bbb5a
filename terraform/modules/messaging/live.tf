# One socket for each open window. The token comes as a subprotocol, so that it
# is in no address, and the function itself says who may connect.
resource "aws_apigatewayv2_api" "live" {
  name                       = "${local.name}-live"
  description                = "Open windows"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}

resource "aws_apigatewayv2_authorizer" "access_token" {
  api_id           = aws_apigatewayv2_api.live.id
  name             = "access-token"
  authorizer_type  = "REQUEST"
  authorizer_uri   = module.live.invoke_arn
  identity_sources = ["route.request.header.Sec-WebSocket-Protocol"]
}

resource "aws_apigatewayv2_integration" "live" {
  api_id             = aws_apigatewayv2_api.live.id
  integration_type   = "AWS_PROXY"
  integration_method = "POST"
  integration_uri    = module.live.invoke_arn
}

resource "aws_apigatewayv2_route" "this" {
  #checkov:skip=CKV_AWS_309: Who may be there is asked once, at $connect; the other routes are of sockets that are open.
  for_each = toset(["$connect", "$default", "$disconnect"])

  api_id             = aws_apigatewayv2_api.live.id
  route_key          = each.key
  target             = "integrations/${aws_apigatewayv2_integration.live.id}"
  authorization_type = each.key == "$connect" ? "CUSTOM" : "NONE"
  authorizer_id      = each.key == "$connect" ? aws_apigatewayv2_authorizer.access_token.id : null

  route_response_selection_expression = each.key == "$default" ? "$default" : null
}

# What the function returns goes back to who sent the frame.
resource "aws_apigatewayv2_route_response" "default" {
  api_id             = aws_apigatewayv2_api.live.id
  route_id           = aws_apigatewayv2_route.this["$default"].id
  route_response_key = "$default"
}

resource "aws_apigatewayv2_stage" "live" {
  #checkov:skip=CKV_AWS_76: A WebSocket API writes logs only in a role of the whole account's; the function logs who connects.
  #checkov:skip=CKV2_AWS_51: Browsers have no client certificates.
  api_id      = aws_apigatewayv2_api.live.id
  name        = "live"
  auto_deploy = true

  default_route_settings {
    throttling_burst_limit   = 1000
    throttling_rate_limit    = 500
    detailed_metrics_enabled = true
  }

  # Which routes there are is part of what is deployed.
  depends_on = [aws_apigatewayv2_route.this, aws_apigatewayv2_route_response.default]
}

resource "aws_lambda_permission" "live" {
  statement_id  = "api-live"
  action        = "lambda:InvokeFunction"
  function_name = module.live.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.live.execution_arn}/*/*"
}
