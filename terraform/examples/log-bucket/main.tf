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

module "logs" {
  source = "../../modules/log-bucket"

  name           = "cruddur-example"
  retention_days = 30
}

output "bucket" {
  description = "The bucket."
  value       = module.logs.bucket
}
