locals {
  # The key of the tables, which DynamoDB uses in the caller's name.
  table_key = { actions = ["kms:Decrypt", "kms:GenerateDataKey"], via = "dynamodb.${local.region}.amazonaws.com" }
}

# What it takes to tell somebody's open windows something: to know their
# connections, to post to them, and to forget the ones that are gone.
data "aws_iam_policy_document" "push" {
  statement {
    sid       = "KnowTheConnections"
    actions   = ["dynamodb:DeleteItem", "dynamodb:Query"]
    resources = [module.connections.arn]
  }

  statement {
    sid       = "Push"
    actions   = ["execute-api:ManageConnections"]
    resources = [for method in ["DELETE", "POST"] : "${aws_apigatewayv2_api.live.execution_arn}/${aws_apigatewayv2_stage.live.name}/${method}/@connections/*"]
  }

  statement {
    sid       = "UseTheTablesKey"
    actions   = local.table_key.actions
    resources = [var.kms_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [local.table_key.via]
    }
  }
}

data "aws_iam_policy_document" "stream" {
  statement {
    sid       = "MoveInboxes"
    actions   = ["dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:UpdateItem"]
    resources = [module.conversations.arn]
  }

  statement {
    sid       = "ReadTheStream"
    actions   = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"]
    resources = ["${module.conversations.arn}/stream/*"]
  }
}

data "aws_iam_policy_document" "live" {
  statement {
    sid       = "KeepConnections"
    actions   = ["dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [module.connections.arn]
  }
}

data "aws_iam_policy_document" "events" {
  statement {
    sid       = "TakeEvents"
    actions   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    resources = [aws_sqs_queue.push.arn]
  }
}

# What the service does; pictures come by the module media.
data "aws_iam_policy_document" "service" {
  source_policy_documents = [data.aws_iam_policy_document.push.json]

  statement {
    sid = "KeepConversations"
    actions = [
      "dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:DescribeTable",
      "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem",
    ]
    resources = [module.conversations.arn]
  }

  statement {
    sid       = "ListInboxes"
    actions   = ["dynamodb:Query"]
    resources = ["${module.conversations.arn}/index/*"]
  }
}
