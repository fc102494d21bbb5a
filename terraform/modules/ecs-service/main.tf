# One service on Fargate: the program, and a collector of traces and metrics
# beside it. It reads its settings from SSM by itself, so none are here.

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  name            = "cruddur-${var.environment}-${var.service}"
  parameters_path = "/cruddur/${var.environment}/${var.service}"
  account         = data.aws_caller_identity.this.account_id
  partition       = data.aws_partition.this.partition
  region          = data.aws_region.this.region

  # The services listen here unless they are told otherwise.
  port = 4567
  # Requests in flight have 20 seconds to finish (platform/httpserver); then
  # 5 for traces to leave, before the container is killed.
  finish_seconds = 20
  stop_seconds   = var.drain_seconds + local.finish_seconds + 5
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_338: How long logs of people's requests are kept is a choice; a year is too long by default.
  name              = "/${local.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_ecs_task_definition" "this" {
  family                   = local.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = tostring(var.cpu)
  memory                   = tostring(var.memory)
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn
  container_definitions    = jsonencode([local.program, local.collector])

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.architecture
  }
}

resource "aws_ecs_service" "this" {
  name            = var.service
  cluster         = var.cluster.arn
  task_definition = aws_ecs_task_definition.this.arn
  launch_type     = "FARGATE"
  desired_count   = var.tasks.min
  propagate_tags  = "SERVICE"

  availability_zone_rebalancing      = "ENABLED"
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  enable_execute_command             = false
  enable_ecs_managed_tags            = true
  # A task connects to the database and reads its settings before it is ready.
  health_check_grace_period_seconds = 60
  # `terraform apply` ends when the rollout has: well, or rolled back.
  wait_for_steady_state = true

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [aws_security_group.this.id]
    assign_public_ip = false
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.this.arn
    container_name   = var.service
    container_port   = local.port
  }

  service_connect_configuration {
    enabled   = true
    namespace = var.cluster.namespace_arn

    # Without a port for others it only calls them.
    dynamic "service" {
      for_each = var.directory_port[*]

      content {
        port_name      = "directory"
        discovery_name = var.service

        client_alias {
          dns_name = var.service
          port     = service.value
        }
      }
    }
  }

  lifecycle {
    # Autoscaling decides it.
    ignore_changes = [desired_count]
  }

  depends_on = [aws_lb_listener_rule.this, aws_iam_role_policy.task, aws_iam_role_policy.execution]
}
