output "certificate_arn" {
  description = "The site's certificate, in us-east-1, once it counts: for the module cloudfront."
  value       = aws_acm_certificate_validation.site.certificate_arn
}

output "origin_certificate_arn" {
  description = "The load balancer's certificate, once it counts: for the module alb."
  value       = aws_acm_certificate_validation.origin.certificate_arn
}

output "mail" {
  description = "Who sends mail: for the module cognito."
  value = {
    identity_arn = aws_sesv2_email_identity.this.arn
    from         = "Cruddur <no-reply@${var.domain}>"
  }
}
