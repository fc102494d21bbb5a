mock_provider "aws" {
  source = "../../mocks"
}

variables {
  zone_id       = "Z0123456789ABCDEFGHIJ"
  domain        = "cruddur.example.com"
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
