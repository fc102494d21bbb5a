# Who is told, and of what. Functions, queues and streams have their alarms
# where they are made (modules lambda and messaging), and tell the same topic.

locals {
  name = "cruddur-${var.environment}"
  # Where the collectors beside the services put the product's own metrics.
  own = "Cruddur/${var.environment}"
}

resource "aws_sns_topic" "alarms" {
  name              = "${local.name}-alarms"
  display_name      = "Cruddur ${var.environment}"
  kms_master_key_id = var.kms_key_arn
}

# Each address is asked once whether it wants this.
resource "aws_sns_topic_subscription" "email" {
  for_each = var.emails

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = each.key
}

# X-Ray's own sampling, for what asks it. The services decide by the trace's id,
# by the same part: the setting trace_sample_ratio.
resource "aws_xray_sampling_rule" "this" {
  rule_name      = local.name
  priority       = 1000
  version        = 1
  reservoir_size = 1
  fixed_rate     = var.trace_sample_ratio
  host           = "*"
  http_method    = "*"
  url_path       = "*"
  service_name   = "*"
  service_type   = "*"
  resource_arn   = "*"
}
