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

module "messages" {
  source = "../../modules/dynamodb"

  name        = "cruddur-example-messages"
  production  = false
  kms_key_arn = module.key.arn
  stream      = true
  indexes     = { inbox = { partition_key = "pk", sort_key = "last_message_at", sort_by_number = true } }
}

output "stream_arn" {
  description = "The stream of changes."
  value       = module.messages.stream_arn
}
