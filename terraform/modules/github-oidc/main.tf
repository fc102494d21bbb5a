# Two roles for GitHub Actions, without a key that lives longer than a job:
# any pull request of the repository may plan, from the state; only jobs of the
# environment, behind its reviewers, may apply. The provider itself is one an
# account, made by terraform/bootstrap.

data "aws_iam_openid_connect_provider" "github" {
  url = "https://token.actions.githubusercontent.com"
}

locals {
  issuer = "token.actions.githubusercontent.com"
  subjects = {
    plan  = ["repo:${var.repository}:pull_request", "repo:${var.repository}:ref:refs/heads/main"]
    apply = ["repo:${var.repository}:environment:${var.environment}"]
  }
  state = "${var.state_bucket_arn}/${var.environment}/terraform.tfstate"
}

data "aws_iam_policy_document" "trust" {
  for_each = local.subjects

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [data.aws_iam_openid_connect_provider.github.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }

    # Equal, not like: no asterisk could match another repository.
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = each.value
    }
  }
}

resource "aws_iam_role" "this" {
  for_each = local.subjects

  name                 = "${var.name}-${each.key}"
  description          = "GitHub Actions of ${var.repository}: ${each.key} ${var.environment}"
  assume_role_policy   = data.aws_iam_policy_document.trust[each.key].json
  max_session_duration = 3600
}

data "aws_iam_policy_document" "state" {
  for_each = local.subjects

  statement {
    sid       = "FindTheState"
    actions   = ["s3:ListBucket"]
    resources = [var.state_bucket_arn]

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["${var.environment}/*"]
    }
  }

  statement {
    sid       = "UseTheState"
    actions   = each.key == "apply" ? ["s3:GetObject", "s3:PutObject"] : ["s3:GetObject"]
    resources = [local.state]
  }

  # A plan locks too, lest an apply changes what it reads.
  statement {
    sid       = "LockTheState"
    actions   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    resources = ["${local.state}.tflock"]
  }

  dynamic "statement" {
    for_each = var.state_key_arn[*]

    content {
      sid       = "UseTheStatesKey"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [statement.value]

      condition {
        test     = "StringLike"
        variable = "kms:ViaService"
        values   = ["s3.*.amazonaws.com"]
      }
    }
  }
}

resource "aws_iam_role_policy" "state" {
  for_each = local.subjects

  name   = "state"
  role   = aws_iam_role.this[each.key].name
  policy = data.aws_iam_policy_document.state[each.key].json
}

# A plan compares the configuration with the state, without asking AWS about
# each resource (-refresh=false): asking would need every secret in the clear,
# because the provider decrypts the parameters it asks for, and whoever opens a
# pull request could then have them printed. So all that is left to read is what
# data sources look up, and none of that holds anything of people.
data "aws_iam_policy_document" "lookups" {
  #checkov:skip=CKV_AWS_356: What is listed is of no resource in particular.
  statement {
    sid       = "FindTheZone"
    actions   = ["route53:GetHostedZone", "route53:ListHostedZones", "route53:ListHostedZonesByName", "route53:ListTagsForResource"]
    resources = ["*"]
  }

  statement {
    sid       = "FindCloudFrontsAddresses"
    actions   = ["ec2:DescribeManagedPrefixLists", "ec2:GetManagedPrefixListEntries"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "lookups" {
  name   = "lookups"
  role   = aws_iam_role.this["plan"].name
  policy = data.aws_iam_policy_document.lookups.json
}

resource "aws_iam_role_policy_attachment" "apply" {
  for_each = var.apply_policy_arns

  role       = aws_iam_role.this["apply"].name
  policy_arn = each.value
}
