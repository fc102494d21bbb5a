# How pictures get in: leave is granted by an API, the browser posts the file
# to a bucket, and a function makes of it what is served. dev/infrastructure
# has the same for the local stack.

data "aws_caller_identity" "this" {}
data "aws_region" "this" {}

locals {
  name    = "cruddur-${var.environment}"
  account = data.aws_caller_identity.this.account_id
  region  = data.aws_region.this.region
  # Names of buckets are shared with the whole world, so the account is in it.
  buckets = { for name in ["uploads", "media"] : name => "${local.name}-${name}-${local.account}-${local.region}" }
}

module "grants" {
  source = "../dynamodb"

  name        = "${local.name}-uploads"
  sort_key    = null
  production  = var.production
  kms_key_arn = var.kms_key_arn
}

module "presign" {
  source = "../lambda"

  environment        = var.environment
  service            = "media"
  function           = "presign"
  package            = var.packages.presign
  memory             = 256
  timeout_seconds    = 10
  policies           = { pictures = data.aws_iam_policy_document.presign.json }
  alarm_topic_arn    = var.alarm_topic_arn
  log_retention_days = var.log_retention_days
  kms_key_arn        = var.kms_key_arn
}

module "resize" {
  source = "../lambda"

  environment = var.environment
  service     = "media"
  function    = "resize"
  package     = var.packages.resize
  # Its fast path is of x86-64.
  architecture       = "x86_64"
  memory             = 512
  timeout_seconds    = 60
  concurrency        = var.resize_concurrency
  policies           = { pictures = data.aws_iam_policy_document.resize.json }
  alarm_topic_arn    = var.alarm_topic_arn
  log_retention_days = var.log_retention_days
  kms_key_arn        = var.kms_key_arn
}
