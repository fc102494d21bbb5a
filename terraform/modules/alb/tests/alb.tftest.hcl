mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name            = "cruddur-test"
  vpc_id          = "vpc-1"
  subnet_ids      = ["subnet-1", "subnet-2"]
  log_bucket      = "logs"
  production      = true
  certificate_arn = "arn:aws:acm:ca-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
}

run "production_is_private_and_encrypted" {
  command = plan

  assert {
    condition     = aws_lb.this.internal && aws_lb.this.drop_invalid_header_fields && aws_lb.this.enable_deletion_protection
    error_message = "the load balancer must be private, strict with headers, and safe from deletion"
  }

  assert {
    condition     = aws_lb_listener.this.protocol == "HTTPS" && aws_lb_listener.this.port == 443 && aws_lb_listener.this.ssl_policy == "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
    error_message = "only TLS 1.2 and 1.3 are spoken"
  }

  assert {
    condition     = aws_lb.this.access_logs[0].enabled && aws_lb.this.access_logs[0].prefix == "alb"
    error_message = "access is logged"
  }
}

run "only_cloudfront_comes_in" {
  command = plan

  assert {
    condition     = aws_vpc_security_group_ingress_rule.cloudfront.prefix_list_id == "pl-38a64351" && aws_vpc_security_group_ingress_rule.cloudfront.from_port == 443
    error_message = "the one rule lets CloudFront's list in"
  }
}

run "staging_may_do_without_a_domain" {
  command = plan

  variables {
    production      = false
    certificate_arn = null
  }

  assert {
    condition     = aws_lb_listener.this.protocol == "HTTP" && aws_lb_listener.this.port == 80 && output.origin_protocol == "http-only"
    error_message = "without a certificate CloudFront speaks HTTP with it"
  }
}
