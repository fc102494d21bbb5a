mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name                     = "cruddur-test"
  production               = true
  domain                   = "cruddur.example.com"
  certificate_arn          = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
  load_balancer            = { arn = "arn:aws:elasticloadbalancing:ca-central-1:123456789012:loadbalancer/app/x/1", dns_name = "internal-x.ca-central-1.elb.amazonaws.com", origin_protocol = "https-only" }
  uploads_endpoint         = "https://uploads.execute-api.ca-central-1.amazonaws.com"
  live_endpoint            = "wss://live.execute-api.ca-central-1.amazonaws.com"
  media_bucket_domain_name = "media.s3.ca-central-1.amazonaws.com"
  connect_sources          = ["https://cognito-idp.ca-central-1.amazonaws.com"]
  site_config              = { environment = "test", region = "ca-central-1", user_pool_id = "ca-central-1_Test", user_pool_client_id = "client" }
  log_bucket_arn           = "arn:aws:s3:::logs"
  kms_key_arn              = "arn:aws:kms:ca-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  public_keys              = { first = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n" }
}

run "photos_need_a_signature" {
  command = plan

  assert {
    condition     = length(aws_cloudfront_key_group.photos) == 1 && toset(keys(aws_cloudfront_public_key.photos)) == toset(["first"])
    error_message = "the keys are registered, in a group"
  }

  assert {
    condition     = aws_cloudfront_cache_policy.photos.max_ttl == 300
    error_message = "what is deleted is gone within five minutes"
  }
}

run "without_a_key_photos_are_closed" {
  command = plan

  variables {
    public_keys = {}
  }

  assert {
    condition = [for behaviour in aws_cloudfront_distribution.this.ordered_cache_behavior :
    [for function in behaviour.function_association : function.event_type] if behaviour.path_pattern == "/media/photos/*"] == [["viewer-request"]]
    error_message = "a function refuses photos before anything is looked for"
  }

  assert {
    condition     = output.key_ids == null
    error_message = "no key signs"
  }
}

run "served_over_tls_alone" {
  command = plan

  assert {
    condition     = aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021" && aws_cloudfront_distribution.this.http_version == "http2and3"
    error_message = "TLS 1.2 or newer, HTTP/2 and HTTP/3"
  }

  assert {
    condition = alltrue([for behaviour in concat(aws_cloudfront_distribution.this.ordered_cache_behavior, aws_cloudfront_distribution.this.default_cache_behavior) :
    contains(["https-only", "redirect-to-https"], behaviour.viewer_protocol_policy)])
    error_message = "nothing is served in clear"
  }

  assert {
    condition     = aws_cloudfront_vpc_origin.backend.vpc_origin_endpoint_config[0].origin_protocol_policy == "https-only"
    error_message = "the load balancer is spoken to over TLS"
  }
}

run "texts_are_counted_not_blocked" {
  command = plan

  assert {
    condition     = length([for rule in aws_wafv2_web_acl.this.rule : rule if endswith(rule.name, "-api")]) == 2 && length([for rule in aws_wafv2_web_acl.this.rule : rule if endswith(rule.name, "-rest")]) == 2
    error_message = "groups that read texts are there twice, for the API and for the rest"
  }
}

run "staging_may_do_without_a_domain" {
  command = plan

  variables {
    production      = false
    domain          = null
    certificate_arn = null
    load_balancer   = { arn = "arn:aws:elasticloadbalancing:ca-central-1:123456789012:loadbalancer/app/x/1", dns_name = "internal-x.ca-central-1.elb.amazonaws.com", origin_protocol = "http-only" }
  }

  assert {
    condition     = aws_cloudfront_distribution.this.viewer_certificate[0].cloudfront_default_certificate
    error_message = "CloudFront's own name has CloudFront's own certificate"
  }
}
