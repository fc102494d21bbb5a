mock_provider "aws" {
  source = "../../mocks"
}

variables {
  domain = "cruddur.example.com"
  zone   = "example.com"
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
