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

module "dns" {
  source = "../../modules/dns"

  domain = "cruddur.example.com"
  zone   = "example.com"
}

output "certificate_arn" {
  description = "The site's certificate."
  value       = module.dns.certificate_arn
}
