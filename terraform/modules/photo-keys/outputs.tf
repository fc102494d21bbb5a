output "public_keys" {
  description = "The keys that are there, by their names: for the module cloudfront. None until cruddur keys create has run."
  value       = { for key in local.keys : key.name => key.public_key }
}

output "parameter_name" {
  description = "Where they are."
  value       = aws_ssm_parameter.public_keys.name
}
