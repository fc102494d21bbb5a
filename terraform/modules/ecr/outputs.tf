output "repository_urls" {
  description = "Where images are pushed to, by name."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.repository_url }
}

output "repository_arns" {
  description = "The repositories' ARNs, by name."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.arn }
}
