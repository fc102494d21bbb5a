output "state_bucket" {
  description = "Where Terraform's state is: terraform init -backend-config=\"bucket=<this>\"."
  value       = aws_s3_bucket.this["state"].bucket
}

output "packages_bucket" {
  description = "Where the deployment puts the functions' packages."
  value       = aws_s3_bucket.this["packages"].bucket
}

output "repository_urls" {
  description = "Where the deployment pushes images to."
  value       = module.images.repository_urls
}

output "roles" {
  description = "The roles of GitHub Actions, by environment."
  value       = { for name, roles in module.github : name => { plan = roles.plan_role_arn, apply = roles.apply_role_arn } }
}
