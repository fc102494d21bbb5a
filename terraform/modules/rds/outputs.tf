output "identifier" {
  description = "The primary, as CloudWatch's metrics name it."
  value       = aws_db_instance.primary.identifier
}

output "resource_id" {
  description = "The primary, as permissions to log in name it."
  value       = aws_db_instance.primary.resource_id
}

output "address" {
  description = "The primary's host name."
  value       = aws_db_instance.primary.address
}

output "replica_addresses" {
  description = "The host names of the replicas."
  value       = aws_db_instance.replica[*].address
}

output "database" {
  description = "The database's name."
  value       = aws_db_instance.primary.db_name
}

output "breakglass_secret_arn" {
  description = "Where the administrator's password is, for the day when nothing else helps."
  value       = aws_db_instance.primary.master_user_secret[0].secret_arn
}

output "security_group_id" {
  description = "The database's security group."
  value       = aws_security_group.this.id
}
