# The private load balancer behind CloudFront's VPC origin. It knows no
# service: each brings its own rule (module ecs-service), and whatever none of
# them takes is answered with 404.

locals {
  tls  = var.certificate_arn != null
  port = local.tls ? 443 : 80
}

resource "aws_lb" "this" {
  #checkov:skip=CKV2_AWS_28: The firewall is at CloudFront, the only way here.
  #checkov:skip=CKV_AWS_150: Production is protected; what else there is may be taken down.
  name               = var.name
  internal           = true
  load_balancer_type = "application"
  subnets            = var.subnet_ids
  security_groups    = [aws_security_group.this.id]
  idle_timeout       = var.idle_timeout_seconds

  drop_invalid_header_fields = true
  desync_mitigation_mode     = "strictest"
  enable_deletion_protection = var.production

  access_logs {
    enabled = true
    bucket  = var.log_bucket
    prefix  = "alb"
  }
}

resource "aws_lb_listener" "this" {
  #checkov:skip=CKV_AWS_2: Plain HTTP only without a domain, inside the network, from CloudFront; production refuses it.
  #checkov:skip=CKV_AWS_103: The same; with a certificate the policy below wants TLS 1.2 or 1.3.
  #checkov:skip=CKV2_AWS_20: Nobody comes here with a browser who could be redirected.
  load_balancer_arn = aws_lb.this.arn
  port              = local.port
  protocol          = local.tls ? "HTTPS" : "HTTP"
  certificate_arn   = var.certificate_arn
  ssl_policy        = local.tls ? "ELBSecurityPolicy-TLS13-1-2-Res-2021-06" : null

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "application/problem+json"
      status_code  = "404"
      message_body = jsonencode({ type = "about:blank", title = "Not Found", status = 404, code = "not_found" })
    }
  }
}
