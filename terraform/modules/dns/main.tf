# The site's name: its zone, certificates, and leave to send mail under it. The
# zone is there already; whoever registered the domain has it.

data "aws_route53_zone" "this" {
  name         = var.zone
  private_zone = false
}

locals {
  # What CloudFront calls the load balancer, whose certificate it checks.
  origin = "origin.${var.domain}"
}

# CloudFront takes certificates of this one region only.
resource "aws_acm_certificate" "site" {
  region = "us-east-1"

  domain_name       = var.domain
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

# The load balancer is asked under both names: the viewers', which CloudFront
# passes on, and its own.
resource "aws_acm_certificate" "origin" {
  domain_name               = var.domain
  subject_alternative_names = [local.origin]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

# An account proves a name by the same record in every region, so these serve
# both certificates.
resource "aws_route53_record" "proof" {
  for_each = toset([var.domain, local.origin])

  zone_id = data.aws_route53_zone.this.zone_id
  name    = one([for option in aws_acm_certificate.origin.domain_validation_options : option.resource_record_name if option.domain_name == each.key])
  type    = one([for option in aws_acm_certificate.origin.domain_validation_options : option.resource_record_type if option.domain_name == each.key])
  records = [one([for option in aws_acm_certificate.origin.domain_validation_options : option.resource_record_value if option.domain_name == each.key])]
  ttl     = 300
}

resource "aws_acm_certificate_validation" "site" {
  region = "us-east-1"

  certificate_arn         = aws_acm_certificate.site.arn
  validation_record_fqdns = [aws_route53_record.proof[var.domain].fqdn]
}

resource "aws_acm_certificate_validation" "origin" {
  certificate_arn         = aws_acm_certificate.origin.arn
  validation_record_fqdns = [for record in aws_route53_record.proof : record.fqdn]
}
