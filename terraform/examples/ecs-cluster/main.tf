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

module "cluster" {
  source = "../../modules/ecs-cluster"

  name        = "cruddur-example"
  kms_key_arn = module.key.arn
}

output "cluster" {
  description = "The cluster."
  value       = module.cluster.name
}
