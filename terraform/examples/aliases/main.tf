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

module "aliases" {
  source = "../../modules/aliases"

  zone_id       = "Z0123456789ABCDEFGHIJ"
  domain        = "cruddur.example.com"
  distribution  = { domain_name = "d111111abcdef8.cloudfront.net", hosted_zone_id = "Z2FDTNDATAQYW2" }
  load_balancer = { dns_name = "internal-cruddur-example-1.ca-central-1.elb.amazonaws.com", zone_id = "ZQSVJUPU6J1EY" }
}

output "names" {
  description = "The names that lead somewhere."
  value       = module.aliases.names
}
