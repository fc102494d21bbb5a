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

module "media" {
  source = "../../modules/media"

  environment      = "example"
  production       = false
  site_origins     = ["https://cruddur.example.com"]
  distribution_arn = "arn:aws:cloudfront::123456789012:distribution/EXAMPLE1234567"
  token_issuer     = "https://cognito-idp.ca-central-1.amazonaws.com/ca-central-1_Example"
  token_client_id  = "1example23456789"
  kms_key_arn      = module.key.arn
  alarm_topic_arn  = aws_sns_topic.alarms.arn

  packages = {
    presign = { bucket = "cruddur-example-packages", key = "presign/0000000000000000000000000000000000000000000000000000000000000000.zip" }
    resize  = { bucket = "cruddur-example-packages", key = "resize/0000000000000000000000000000000000000000000000000000000000000000.zip" }
  }
}

output "settings" {
  description = "What the functions must be told."
  value       = module.media.settings
}
