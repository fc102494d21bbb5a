output "plan_role_arn" {
  description = "The role of pull requests."
  value       = aws_iam_role.this["plan"].arn
}

output "apply_role_arn" {
  description = "The role of deployments."
  value       = aws_iam_role.this["apply"].arn
}
