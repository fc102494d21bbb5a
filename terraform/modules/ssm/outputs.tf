output "path" {
  description = "Where the settings are: the service's CRUDDUR_PARAMETERS_PATH."
  value       = local.path
}

output "secret_arns" {
  description = "The ARNs of the secrets, by name."
  value       = { for name, secret in aws_ssm_parameter.secret : name => secret.arn }
}

output "names" {
  description = "All parameters, for comparison with what the service reads."
  value       = sort(concat(keys(var.settings), keys(var.secret_versions)))
}
