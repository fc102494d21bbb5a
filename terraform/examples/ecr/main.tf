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

module "images" {
  source = "../../modules/ecr"

  names       = ["backend", "messaging"]
  kms_key_arn = module.key.arn
}

output "repository_urls" {
  description = "Where images are pushed to."
  value       = module.images.repository_urls
}
