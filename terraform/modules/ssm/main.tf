# The settings of one service, where it reads them: below
# /cruddur/<environment>/<service>.

locals {
  path = "/cruddur/${var.environment}/${var.service}"
}

resource "aws_ssm_parameter" "setting" {
  #checkov:skip=CKV2_AWS_34: These are no secrets; secrets are below, encrypted.
  for_each = var.settings

  name        = "${local.path}/${each.key}"
  description = "Setting of ${var.service}"
  type        = "String"
  value       = each.value
}

# Written, never read: the value is in no plan and no state. A secret that is
# not given is made with a text that no service takes for one; set it by
# `aws ssm put-parameter --overwrite --key-id`, as README.md shows, which
# Terraform leaves alone.
resource "aws_ssm_parameter" "secret" {
  for_each = var.secret_versions

  name             = "${local.path}/${each.key}"
  description      = "Secret of ${var.service}"
  type             = "SecureString"
  key_id           = var.kms_key_arn
  value_wo         = try(var.secrets[each.key], "not set yet")
  value_wo_version = each.value
}
