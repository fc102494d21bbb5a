output "arn" {
  description = "The load balancer, for the VPC origin."
  value       = aws_lb.this.arn
}

output "arn_suffix" {
  description = "The load balancer as CloudWatch's metrics name it."
  value       = aws_lb.this.arn_suffix
}

output "dns_name" {
  description = "Its private name."
  value       = aws_lb.this.dns_name
}

output "zone_id" {
  description = "The zone of that name, for aliases."
  value       = aws_lb.this.zone_id
}

output "listener_arn" {
  description = "Where services hang their rules."
  value       = aws_lb_listener.this.arn
}

output "security_group_id" {
  description = "The load balancer's security group."
  value       = aws_security_group.this.id
}

output "origin_protocol" {
  description = "What CloudFront speaks with it: https-only or http-only."
  value       = local.tls ? "https-only" : "http-only"
}
