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

module "accounts" {
  source = "../../modules/cognito"

  name       = "cruddur-example"
  production = false
}

output "settings" {
  description = "What the services must be told."
  value       = module.accounts.settings
}
