output "security_group_id" {
  description = "The tasks' security group: databases and other services let it in."
  value       = aws_security_group.this.id
}

output "task_role_arn" {
  description = "The role that the service acts in."
  value       = aws_iam_role.task.arn
}

output "task_definition_arn" {
  description = "The task that runs, for one-off tasks such as migrations."
  value       = aws_ecs_task_definition.this.arn
}

output "service_name" {
  description = "The service in the cluster."
  value       = aws_ecs_service.this.name
}

output "target_group_arn_suffix" {
  description = "The target group as CloudWatch's metrics name it."
  value       = aws_lb_target_group.this.arn_suffix
}

output "log_group_name" {
  description = "Where the service's logs are."
  value       = aws_cloudwatch_log_group.this.name
}

output "directory" {
  description = "What other services need to call its second port; null without one."
  value = var.directory_port == null ? null : {
    url  = "http://${var.service}:${var.directory_port}"
    call = { security_group_id = aws_security_group.this.id, port = var.directory_port }
  }
}

output "settings" {
  description = "Settings that must agree with what is made here: give them to the module ssm."
  value = merge({
    drain_delay    = "${var.drain_seconds}s"
    listen_address = ":${local.port}"
  }, var.directory_port == null ? {} : { directory_listen_address = ":${var.directory_port}" })
}

output "telemetry_settings" {
  description = "Where the collector is, for services that send traces and metrics: give them to the module ssm."
  value       = { environment = var.environment, otlp_endpoint = "http://127.0.0.1:4318" }
}
