terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.20, < 7.0"
    }
  }

  # The first apply is without this block, because the bucket isn't there yet.
  # docs/deploy.md tells how the state moves in afterwards:
  #
  # backend "s3" {
  #   key          = "bootstrap/terraform.tfstate"
  #   encrypt      = true
  #   use_lockfile = true
  # }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { Project = "cruddur" }
  }
}
