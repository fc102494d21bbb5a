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

module "cluster" {
  source = "../../modules/ecs-cluster"

  name        = "cruddur-example"
  kms_key_arn = module.key.arn
}

locals {
  digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
}

module "backend" {
  source = "../../modules/ecs-service"

  environment       = "example"
  service           = "backend"
  image             = "123456789012.dkr.ecr.ca-central-1.amazonaws.com/cruddur/backend@${local.digest}"
  collector_image   = "public.ecr.aws/aws-observability/aws-otel-collector@${local.digest}"
  honeycomb_key_arn = "arn:aws:ssm:ca-central-1:123456789012:parameter/cruddur/example/observability/honeycomb_key"
  vpc_id            = module.vpc.vpc_id
  subnet_ids        = module.vpc.private_subnet_ids
  kms_key_arn       = module.key.arn
  tasks             = { min = 2, max = 8 }
  cluster           = module.cluster
  database          = { resource_id = "db-EXAMPLE", user = "backend" }

  load_balancer = {
    listener_arn      = module.alb.listener_arn
    arn_suffix        = module.alb.arn_suffix
    security_group_id = module.alb.security_group_id
    priority          = 200
    paths             = ["/api/*"]
  }
}

output "settings" {
  description = "What the service must be told."
  value       = module.backend.settings
}
