mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name       = "cruddur-test"
  production = true
  mail       = { identity_arn = "arn:aws:ses:ca-central-1:123456789012:identity/example.com", from = "Cruddur <hello@example.com>" }
}

run "tokens_are_short" {
  command = plan

  assert {
    condition     = aws_cognito_user_pool_client.site.access_token_validity == 15 && aws_cognito_user_pool_client.site.token_validity_units[0].access_token == "minutes"
    error_message = "access tokens live 15 minutes, so that a suspension bites"
  }

  assert {
    condition     = aws_cognito_user_pool_client.site.enable_token_revocation && aws_cognito_user_pool_client.site.generate_secret == false
    error_message = "the site's client has no secret, and its tokens can be taken back"
  }
}

run "passwords_stay_in_the_browser" {
  command = plan

  assert {
    condition     = toset(aws_cognito_user_pool_client.site.explicit_auth_flows) == toset(["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])
    error_message = "only SRP and refreshing are allowed"
  }

  assert {
    condition     = aws_cognito_user_pool_client.site.prevent_user_existence_errors == "ENABLED"
    error_message = "nobody learns from errors who has an account"
  }
}

run "production_sends_mail_by_ses" {
  command = plan

  assert {
    condition     = aws_cognito_user_pool.this.email_configuration[0].email_sending_account == "DEVELOPER" && aws_cognito_user_pool.this.deletion_protection == "ACTIVE"
    error_message = "production sends by SES and keeps its accounts"
  }
}
