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

resource "aws_security_group" "client" {
  name        = "cruddur-example-client"
  description = "A service"
  vpc_id      = module.vpc.vpc_id
}

module "rds" {
  source = "../../modules/rds"

  name                      = "cruddur-example"
  production                = false
  multi_az                  = false
  replicas                  = 1
  vpc_id                    = module.vpc.vpc_id
  subnet_ids                = module.vpc.database_subnet_ids
  kms_key_arn               = module.key.arn
  client_security_group_ids = { backend = aws_security_group.client.id }
}

output "address" {
  description = "The primary's host name."
  value       = module.rds.address
}

output "breakglass_secret_arn" {
  description = "Where the administrator's password is."
  value       = module.rds.breakglass_secret_arn
}
