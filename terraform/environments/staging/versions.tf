terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.20, < 7.0"
    }
  }

  # The bucket is told on the command line: terraform init
  # -backend-config="bucket=<the output state_bucket of terraform/bootstrap>"
  # -backend-config="region=<its region>"
  backend "s3" {
    key          = "staging/terraform.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = {
      Project     = "cruddur"
      Environment = "staging"
    }
  }
}
