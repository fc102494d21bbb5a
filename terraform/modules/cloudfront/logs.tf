# Who asked for what, without queries, where signatures are, and without
# cookies. CloudFront's logs are delivered from us-east-1.
resource "aws_cloudwatch_log_delivery_source" "access" {
  region = "us-east-1"

  name         = "${var.name}-cloudfront"
  log_type     = "ACCESS_LOGS"
  resource_arn = aws_cloudfront_distribution.this.arn
}

resource "aws_cloudwatch_log_delivery_destination" "access" {
  region = "us-east-1"

  name          = "${var.name}-cloudfront"
  output_format = "json"

  delivery_destination_configuration {
    destination_resource_arn = "${var.log_bucket_arn}/cloudfront"
  }
}

resource "aws_cloudwatch_log_delivery" "access" {
  region = "us-east-1"

  delivery_source_name     = aws_cloudwatch_log_delivery_source.access.name
  delivery_destination_arn = aws_cloudwatch_log_delivery_destination.access.arn

  record_fields = [
    "timestamp", "x-edge-location", "x-edge-request-id", "c-ip", "cs-method", "cs(Host)", "cs-uri-stem", "cs-protocol",
    "cs-protocol-version", "ssl-protocol", "cs(User-Agent)", "sc-status", "sc-bytes", "x-edge-result-type", "time-taken",
  ]
}
