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

# As in an environment: from TF_VAR_database_url, never from a file.
variable "database_url" {
  description = "How the backend reaches its database."
  type        = string
  default     = "postgres://backend@database.example.com/cruddur?sslmode=verify-full"
  ephemeral   = true
}

module "backend" {
  source = "../../modules/ssm"

  environment     = "example"
  service         = "backend"
  kms_key_arn     = module.key.arn
  secrets         = { database_url = var.database_url }
  secret_versions = { database_url = 1 }

  settings = {
    site_url        = "https://cruddur.example.com"
    token_client_id = "1example23456789"
    token_issuer    = "https://cognito-idp.ca-central-1.amazonaws.com/ca-central-1_Example"
    token_jwks_url  = "https://cognito-idp.ca-central-1.amazonaws.com/ca-central-1_Example/.well-known/jwks.json"
  }
}

output "names" {
  description = "All parameters."
  value       = module.backend.names
}
