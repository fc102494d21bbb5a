# What format returns is no null, even before it is known: so whether there is a
# certificate is known when everything is planned.
output "certificate_arn" {
  description = "The site's certificate, in us-east-1, once it counts: for the module cloudfront."
  value       = format("%s", aws_acm_certificate_validation.site.certificate_arn)
}

output "origin_certificate_arn" {
  description = "The load balancer's certificate, once it counts: for the module alb."
  value       = format("%s", aws_acm_certificate_validation.origin.certificate_arn)
}

output "zone_id" {
  description = "The hosted zone: for the module aliases."
  value       = data.aws_route53_zone.this.zone_id
}

output "mail" {
  description = "Who sends mail: for the module cognito."
  value = {
    identity_arn = aws_sesv2_email_identity.this.arn
    from         = "Cruddur <no-reply@${var.domain}>"
  }
}
