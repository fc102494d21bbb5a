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

module "github" {
  source = "../../modules/github-oidc"

  name              = "cruddur-example"
  repository        = "cruddur/cruddur"
  environment       = "example"
  state_bucket_arn  = "arn:aws:s3:::cruddur-example-state"
  apply_policy_arns = { deploy = "arn:aws:iam::123456789012:policy/cruddur-deploy" }
}

output "apply_role_arn" {
  description = "The role of deployments."
  value       = module.github.apply_role_arn
}
