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

module "function" {
  source = "../../modules/lambda"

  environment     = "example"
  service         = "messaging"
  function        = "push"
  package         = { bucket = "cruddur-example-packages", key = "messaging/push/0000000000000000000000000000000000000000000000000000000000000000.zip" }
  kms_key_arn     = module.key.arn
  alarm_topic_arn = aws_sns_topic.alarms.arn
}

output "arn" {
  description = "The function."
  value       = module.function.arn
}
