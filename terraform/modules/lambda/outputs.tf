output "name" {
  description = "The function's name."
  value       = aws_lambda_function.this.function_name
}

output "arn" {
  description = "The function's ARN."
  value       = aws_lambda_function.this.arn
}

output "invoke_arn" {
  description = "What API Gateway calls."
  value       = aws_lambda_function.this.invoke_arn
}

output "role_name" {
  description = "The role that the function acts in."
  value       = aws_iam_role.this.name
}

output "dead_letters_arn" {
  description = "The queue of what failed for good."
  value       = aws_sqs_queue.dead_letters.arn
}

output "dead_letters_url" {
  description = "The same queue, as programs address it."
  value       = aws_sqs_queue.dead_letters.url
}

output "log_group_name" {
  description = "Where the function's logs are."
  value       = aws_cloudwatch_log_group.this.name
}
