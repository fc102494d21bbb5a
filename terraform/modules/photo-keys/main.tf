# The public halves of the keys whose signatures open photos. `cruddur keys`
# makes keys and writes them here; Terraform makes the place, and reads what is
# in it: private keys are in no state file, and never were on this side.

resource "aws_ssm_parameter" "public_keys" {
  #checkov:skip=CKV2_AWS_34: They are public.
  name        = "/cruddur/${var.environment}/edge/media_public_keys"
  description = "Public keys whose signatures open photos; written by cruddur keys"
  type        = "String"
  tier        = "Intelligent-Tiering"
  value       = "[]"

  lifecycle {
    ignore_changes = [tier, value]
  }
}

locals {
  keys = jsondecode(nonsensitive(aws_ssm_parameter.public_keys.value))
}
