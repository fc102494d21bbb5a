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

module "photo_keys" {
  source = "../../modules/photo-keys"

  environment = "example"
}

output "parameter_name" {
  description = "Where the keys are."
  value       = module.photo_keys.parameter_name
}
