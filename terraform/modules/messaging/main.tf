# Conversations, and the sockets on which they arrive, but for the service
# itself. dev/infrastructure has the same for the local stack.

data "aws_region" "this" {}

locals {
  name   = "cruddur-${var.environment}"
  region = data.aws_region.this.region

  push_seconds = 30
}

module "conversations" {
  source = "../dynamodb"

  name        = "${local.name}-conversations"
  production  = var.production
  kms_key_arn = var.kms_key_arn
  stream      = true
  indexes     = { inbox = { partition_key = "pk", sort_key = "last_message_at", sort_by_number = true } }
}

module "connections" {
  source = "../dynamodb"

  name        = "${local.name}-live"
  production  = var.production
  kms_key_arn = var.kms_key_arn
}

module "stream" {
  source = "../lambda"

  environment        = var.environment
  service            = "stream"
  function           = "stream"
  package            = var.packages.stream
  memory             = 256
  timeout_seconds    = 60
  policies           = { inboxes = data.aws_iam_policy_document.stream.json, push = data.aws_iam_policy_document.push.json }
  alarm_topic_arn    = var.alarm_topic_arn
  log_retention_days = var.log_retention_days
  kms_key_arn        = var.kms_key_arn
}

module "live" {
  source = "../lambda"

  environment        = var.environment
  service            = "live"
  function           = "live"
  package            = var.packages.live
  memory             = 256
  timeout_seconds    = 10
  policies           = { connections = data.aws_iam_policy_document.live.json, push = data.aws_iam_policy_document.push.json }
  alarm_topic_arn    = var.alarm_topic_arn
  log_retention_days = var.log_retention_days
  kms_key_arn        = var.kms_key_arn
}

module "push" {
  source = "../lambda"

  environment        = var.environment
  service            = "push"
  function           = "push"
  package            = var.packages.push
  memory             = 256
  timeout_seconds    = local.push_seconds
  policies           = { events = data.aws_iam_policy_document.events.json, push = data.aws_iam_policy_document.push.json }
  alarm_topic_arn    = var.alarm_topic_arn
  log_retention_days = var.log_retention_days
  kms_key_arn        = var.kms_key_arn
}
