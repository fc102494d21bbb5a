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

module "observability" {
  source = "../../modules/observability"

  environment              = "example"
  emails                   = ["operators@example.com"]
  load_balancer_arn_suffix = "app/cruddur-example/1234567890123456"
  database_identifier      = "cruddur-example"
  uploads_api_id           = "uploads123"
  live_api_id              = "live123456"
  kms_key_arn              = module.key.arn

  services = { for service in ["backend", "messaging"] : service => {
    cluster_name            = "cruddur-example"
    service_name            = service
    target_group_arn_suffix = "targetgroup/cruddur-example-${service}/1234567890123456"
  } }
}

output "alarm_topic_arn" {
  description = "Who is told."
  value       = module.observability.alarm_topic_arn
}
