data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:ecs:${local.region}:${local.account}:*"]
    }
  }
}

# What ECS does to start a task.
resource "aws_iam_role" "execution" {
  name               = "${local.name}-execution"
  description        = "Starts tasks of ${var.service} in ${var.environment}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "execution" {
  #checkov:skip=CKV_AWS_356: Logging in to ECR is for no repository in particular.
  statement {
    sid       = "LogInToECR"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    sid       = "PullImages"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = ["arn:${local.partition}:ecr:${local.region}:${local.account}:repository/cruddur/*"]
  }

  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
  }

  dynamic "statement" {
    for_each = var.honeycomb_key_arn[*]

    content {
      sid       = "ReadHoneycombsKey"
      actions   = ["ssm:GetParameters"]
      resources = [statement.value]
    }
  }

  dynamic "statement" {
    for_each = var.honeycomb_key_arn[*]

    content {
      sid       = "DecryptHoneycombsKey"
      actions   = ["kms:Decrypt"]
      resources = [var.kms_key_arn]

      condition {
        test     = "StringEquals"
        variable = "kms:EncryptionContext:PARAMETER_ARN"
        values   = [statement.value]
      }
    }
  }
}

resource "aws_iam_role_policy" "execution" {
  name   = "start"
  role   = aws_iam_role.execution.name
  policy = data.aws_iam_policy_document.execution.json
}

# What the service itself does.
resource "aws_iam_role" "task" {
  name               = "${local.name}-task"
  description        = "What ${var.service} does in ${var.environment}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "task" {
  #checkov:skip=CKV_AWS_356: Traces and sampling rules have no resource.
  statement {
    sid       = "ReadItsSettings"
    actions   = ["ssm:GetParametersByPath"]
    resources = [for path in [local.parameters_path, "${local.parameters_path}/*"] : "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter${path}"]
  }

  statement {
    sid       = "DecryptItsSecrets"
    actions   = ["kms:Decrypt"]
    resources = [var.kms_key_arn]

    condition {
      test     = "ArnLike"
      variable = "kms:EncryptionContext:PARAMETER_ARN"
      values   = ["arn:${local.partition}:ssm:${local.region}:${local.account}:parameter${local.parameters_path}/*"]
    }
  }

  # The collector uses the task's role, like every container in it.
  statement {
    sid       = "SendTraces"
    actions   = ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"]
    resources = ["*"]
  }

  statement {
    sid       = "SendMetrics"
    actions   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
  }

  dynamic "statement" {
    for_each = var.database[*]

    content {
      sid       = "LogInToTheDatabase"
      actions   = ["rds-db:connect"]
      resources = ["arn:${local.partition}:rds-db:${local.region}:${local.account}:dbuser:${statement.value.resource_id}/${statement.value.user}"]
    }
  }
}

resource "aws_iam_role_policy" "task" {
  name   = "basics"
  role   = aws_iam_role.task.name
  policy = data.aws_iam_policy_document.task.json
}

resource "aws_iam_role_policy" "more" {
  for_each = var.task_policies

  name   = each.key
  role   = aws_iam_role.task.name
  policy = each.value
}
