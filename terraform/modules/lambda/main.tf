# One function: a static Go program on provided.al2023, which reads its
# settings from SSM by itself. What fails for good ends in a queue, and
# somebody is told.

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  name            = "cruddur-${var.environment}-${var.function}"
  parameters_path = "/cruddur/${var.environment}/${var.service}"
  account         = data.aws_caller_identity.this.account_id
  partition       = data.aws_partition.this.partition
  region          = data.aws_region.this.region
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_117: It reaches nothing in the network, and would reach AWS the slower from inside.
  #checkov:skip=CKV_AWS_173: The environment holds a path and names, no secret.
  #checkov:skip=CKV_AWS_272: The package is named by its content's hash, in a bucket that only the deployment writes.
  function_name = local.name
  description   = "${var.function} of ${var.service}"
  role          = aws_iam_role.this.arn

  package_type  = "Zip"
  s3_bucket     = var.package.bucket
  s3_key        = var.package.key
  runtime       = "provided.al2023"
  handler       = "bootstrap"
  architectures = [var.architecture]

  memory_size                    = var.memory
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = var.concurrency

  environment {
    variables = {
      CRUDDUR_PARAMETERS_PATH = local.parameters_path
      OTEL_SERVICE_NAME       = var.function
    }
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.dead_letters.arn
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.this.name
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [aws_iam_role_policy.basics]
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_338: How long logs of people's requests are kept is a choice; a year is too long by default.
  name              = "/aws/lambda/${local.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_sqs_queue" "dead_letters" {
  name                              = "${local.name}-dead-letters"
  message_retention_seconds         = 1209600 # the longest, 14 days
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = 3600
}
