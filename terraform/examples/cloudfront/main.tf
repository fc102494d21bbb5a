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

module "logs" {
  source = "../../modules/log-bucket"

  name = "cruddur-example"
}

module "edge" {
  source = "../../modules/cloudfront"

  name                     = "cruddur-example"
  production               = true
  domain                   = "cruddur.example.com"
  certificate_arn          = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
  uploads_endpoint         = "https://uploads1234.execute-api.ca-central-1.amazonaws.com"
  live_endpoint            = "wss://live123456.execute-api.ca-central-1.amazonaws.com"
  media_bucket_domain_name = "cruddur-example-media.s3.ca-central-1.amazonaws.com"
  connect_sources          = ["https://cognito-idp.ca-central-1.amazonaws.com", "https://cruddur-example-uploads.s3.ca-central-1.amazonaws.com"]
  log_bucket_arn           = module.logs.arn
  kms_key_arn              = module.key.arn

  load_balancer = {
    arn             = "arn:aws:elasticloadbalancing:ca-central-1:123456789012:loadbalancer/app/cruddur-example/1234567890123456"
    dns_name        = "internal-cruddur-example-1.ca-central-1.elb.amazonaws.com"
    origin_protocol = "https-only"
  }

  site_config = {
    environment         = "example"
    region              = "ca-central-1"
    user_pool_id        = "ca-central-1_Example"
    user_pool_client_id = "1example23456789"
  }

  # A key of nobody's.
  public_keys = {
    example = <<-EOT
      -----BEGIN PUBLIC KEY-----
      MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA5geu/R3n64kK8mPdkVpB
      ZkaQI/KOJfsYAC0jZGv2vGl4dK1RvNxSZnFacG2O8sSG4uamwp4k3dHR9JNGsWX8
      aYDL7nph2/7UZ/V/uUFyKjwektF23T/H5HQSXp8QrNxoBYlAJtWKYZPWH0eD1mXf
      W2n2N0fzDpkw+Kkh1K4336Jt7bVoXyYR2Rv6xjwuCqrqLPB31f+CxmH2HWU4x2T8
      TUlIiM/G8OWJRn+rsvBA6mIMOCeRVQr98a1C7z5NEcN+852CFiLPyFt6ffUGhl/e
      OfyKob+jD8ZxzYccYGwEV4MbJHMquVoYxt9TfheXnny9sy+duLyW50V+oXboVxvi
      PwIDAQAB
      -----END PUBLIC KEY-----
    EOT
  }
}

output "site_url" {
  description = "Where the site is."
  value       = module.edge.site_url
}
