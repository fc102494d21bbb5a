terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.20, < 7.0"
    }
  }
}

provider "aws" {
  region = "ca-central-1"

  default_tags {
    tags = { Project = "cruddur" }
  }
}

module "key" {
  source = "../../modules/key"

  name = "cruddur-example"
}

resource "aws_sns_topic" "alarms" {
  name              = "cruddur-example-alarms"
  kms_master_key_id = module.key.arn
}

module "messaging" {
  source = "../../modules/messaging"

  environment     = "example"
  production      = false
  site_url        = "https://cruddur.example.com"
  kms_key_arn     = module.key.arn
  alarm_topic_arn = aws_sns_topic.alarms.arn

  token_settings = {
    token_issuer    = "https://cognito-idp.ca-central-1.amazonaws.com/ca-central-1_Example"
    token_jwks_url  = "https://cognito-idp.ca-central-1.amazonaws.com/ca-central-1_Example/.well-known/jwks.json"
    token_client_id = "1example23456789"
  }

  packages = { for function in ["stream", "live", "push"] : function => {
    bucket = "cruddur-example-packages"
    key    = "${function}/0000000000000000000000000000000000000000000000000000000000000000.zip"
  } }
}

output "settings" {
  description = "What service and functions must be told."
  value       = module.messaging.settings
}
