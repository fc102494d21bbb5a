# GitHub Actions act in roles, without a key that lives longer than a job: one to
# plan and one to apply for each environment.
resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

module "github" {
  source   = "../modules/github-oidc"
  for_each = var.environments

  name             = "github-${each.key}"
  repository       = var.repository
  environment      = each.key
  state_bucket_arn = aws_s3_bucket.this["state"].arn
  state_key_arn    = module.key.arn

  apply_policy_arns = {
    services = "arn:${local.partition}:iam::aws:policy/PowerUserAccess"
    roles    = aws_iam_policy.roles.arn
  }

  # It looks the provider up.
  depends_on = [aws_iam_openid_connect_provider.github]
}

# PowerUserAccess stops at IAM. Of that a deployment needs the roles of the
# product, and may hand them to what they are for. Its own roles are called
# otherwise: a deployment that could change them could do everything.
resource "aws_iam_policy" "roles" {
  name        = "cruddur-roles"
  description = "Roles of the product, and nobody else's"
  policy      = data.aws_iam_policy_document.roles.json
}

data "aws_iam_policy_document" "roles" {
  statement {
    sid = "MakeTheProductsRoles"
    actions = [
      "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:GetRole",
      "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListRolePolicies", "iam:PutRolePolicy",
      "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription",
    ]
    resources = local.roles
  }

  statement {
    sid       = "HandThemOver"
    actions   = ["iam:PassRole"]
    resources = local.roles

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com", "monitoring.rds.amazonaws.com", "vpc-flow-logs.amazonaws.com"]
    }
  }
}

locals {
  roles = [for environment in var.environments : "arn:${local.partition}:iam::${local.account}:role/cruddur-${environment}-*"]
}
