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

  name        = "cruddur-example"
  zones       = ["ca-central-1a", "ca-central-1b"]
  kms_key_arn = module.key.arn
}

module "logs" {
  source = "../../modules/log-bucket"

  name = "cruddur-example"
}

module "alb" {
  source = "../../modules/alb"

  name            = "cruddur-example"
  vpc_id          = module.vpc.vpc_id
  subnet_ids      = module.vpc.private_subnet_ids
  log_bucket      = module.logs.bucket
  certificate_arn = "arn:aws:acm:ca-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
  production      = true
}

output "dns_name" {
  description = "The load balancer's private name."
  value       = module.alb.dns_name
}
