output "arn" {
  description = "The cluster."
  value       = aws_ecs_cluster.this.arn
}

output "name" {
  description = "The cluster's name."
  value       = aws_ecs_cluster.this.name
}

output "namespace_arn" {
  description = "The namespace in which services find one another."
  value       = aws_service_discovery_http_namespace.this.arn
}
