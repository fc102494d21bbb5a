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

locals {
  hash = "0000000000000000000000000000000000000000000000000000000000000000"
}

# The smallest that works: without a domain, in one of two zones only.
module "cruddur" {
  source = "../../modules/cruddur"

  environment  = "example"
  production   = false
  zones        = ["ca-central-1a", "ca-central-1b"]
  nat_gateways = "one"
  emails       = ["operators@example.com"]
  database     = { instance_class = "db.t4g.micro", storage_gb = { initial = 20, most = 50 }, multi_az = false, backup_days = 1 }

  services = {
    backend   = { cpu = 256, memory = 512, tasks = { min = 1, max = 2 } }
    messaging = { cpu = 256, memory = 512, tasks = { min = 1, max = 2 } }
  }

  images = {
    backend   = "123456789012.dkr.ecr.ca-central-1.amazonaws.com/cruddur/backend@sha256:${local.hash}"
    messaging = "123456789012.dkr.ecr.ca-central-1.amazonaws.com/cruddur/messaging@sha256:${local.hash}"
    collector = "public.ecr.aws/aws-observability/aws-otel-collector@sha256:${local.hash}"
  }

  packages = { for function in ["presign", "resize", "stream", "live", "push"] : function => {
    bucket = "cruddur-example-packages"
    key    = "${function}/${local.hash}.zip"
  } }
}

output "site_url" {
  description = "Where the site is."
  value       = module.cruddur.site_url
}
