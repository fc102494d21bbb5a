output "names" {
  description = "The names that lead somewhere."
  value       = [var.domain, aws_route53_record.origin.name]
}
