mock_provider "aws" {
  source = "../../mocks"
}

variables {
  domain        = "cruddur.example.com"
  zone          = "example.com"
  distribution  = { domain_name = "d1.cloudfront.net", hosted_zone_id = "Z2FDTNDATAQYW2" }
  load_balancer = { dns_name = "internal-cruddur.ca-central-1.elb.amazonaws.com", zone_id = "Z1" }
}

run "names_lead_where_they_should" {
  command = plan

  assert {
    condition     = toset(keys(aws_route53_record.site)) == toset(["A", "AAAA"]) && alltrue([for record in aws_route53_record.site : record.alias[0].name == "d1.cloudfront.net"])
    error_message = "the site's name leads to CloudFront, by both kinds of address"
  }

  assert {
    condition     = aws_route53_record.origin.name == "origin.cruddur.example.com" && aws_route53_record.origin.alias[0].name == var.load_balancer.dns_name
    error_message = "CloudFront has a name for the load balancer"
  }
}

run "certificates_are_for_the_names" {
  command = plan

  assert {
    condition     = aws_acm_certificate.site.domain_name == "cruddur.example.com" && aws_acm_certificate.site.validation_method == "DNS"
    error_message = "the site has its certificate"
  }

  assert {
    condition     = aws_acm_certificate.origin.domain_name == "cruddur.example.com" && aws_acm_certificate.origin.subject_alternative_names == toset(["origin.cruddur.example.com"])
    error_message = "the load balancer answers under the viewers' name and its own"
  }
}
