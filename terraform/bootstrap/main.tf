# What an account needs before its first environment: where Terraform's state
# and the functions' packages are, where images are, and who may deploy. Applied
# once, by a person.

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  # Names of buckets are shared with the whole world, so the account is in them.
  buckets = { for name in ["state", "packages"] : name => "cruddur-${name}-${local.account}-${var.region}" }
}

module "key" {
  source = "../modules/key"

  name = "cruddur"
}

module "images" {
  source = "../modules/ecr"

  names       = ["backend", "messaging"]
  kms_key_arn = module.key.arn
}
