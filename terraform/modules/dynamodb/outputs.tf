output "name" {
  description = "The table's name."
  value       = aws_dynamodb_table.this.name
}

output "arn" {
  description = "The table's ARN."
  value       = aws_dynamodb_table.this.arn
}

output "stream_arn" {
  description = "The ARN of the stream; null without one."
  value       = var.stream ? aws_dynamodb_table.this.stream_arn : null
}
