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

module "vpc" {
  source = "../../modules/vpc"

  name         = "cruddur-example"
  cidr         = "10.20.0.0/16"
  zones        = ["ca-central-1a", "ca-central-1b", "ca-central-1d"]
  nat_gateways = "one"
  kms_key_arn  = module.key.arn
}

output "vpc_id" {
  description = "The network."
  value       = module.vpc.vpc_id
}

output "private_subnet_ids" {
  description = "Subnets for services."
  value       = module.vpc.private_subnet_ids
}
