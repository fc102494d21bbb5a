output "alarm_topic_arn" {
  description = "Who is told: give it to the modules that have alarms of their own."
  value       = aws_sns_topic.alarms.arn
}

output "dashboard_name" {
  description = "The dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}

output "settings" {
  description = "What the services must be told of it: give it to the module ssm."
  value       = { trace_sample_ratio = tostring(var.trace_sample_ratio) }
}
