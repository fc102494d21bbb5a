resource "aws_lb_target_group" "this" {
  #checkov:skip=CKV_AWS_378: From the load balancer to the task it is plain HTTP, inside private subnets, between two security groups that know only each other.
  name        = substr(local.name, 0, 32)
  vpc_id      = var.vpc_id
  target_type = "ip"
  protocol    = "HTTP"
  port        = local.port

  # As long as a stopping task still serves.
  deregistration_delay = var.drain_seconds + local.finish_seconds
  # New tasks have cold caches and empty pools.
  slow_start                    = 30
  load_balancing_algorithm_type = "round_robin"

  # Readiness, which turns false when the task is told to stop: so requests go
  # elsewhere before it stops listening.
  health_check {
    path                = "/api/ready"
    port                = "traffic-port"
    protocol            = "HTTP"
    matcher             = "200"
    interval            = 7
    timeout             = 4
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_listener_rule" "this" {
  listener_arn = var.load_balancer.listener_arn
  priority     = var.load_balancer.priority

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }

  condition {
    path_pattern {
      values = var.load_balancer.paths
    }
  }
}
