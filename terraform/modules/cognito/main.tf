# Accounts: people sign up and in by mail address and password, in their
# browser, which no password leaves (SRP). The local stack makes the same pool
# (dev/internal/provision/identity.go).

data "aws_region" "this" {}

resource "aws_cognito_user_pool" "this" {
  name                     = var.name
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]
  deletion_protection      = var.production ? "ACTIVE" : "INACTIVE"
  mfa_configuration        = "OFF"

  username_configuration {
    case_sensitive = false
  }

  dynamic "schema" {
    for_each = toset(["email", "name", "preferred_username"])

    content {
      name                = schema.value
      attribute_data_type = "String"
      mutable             = true
      required            = true

      string_attribute_constraints {
        min_length = "1"
        max_length = schema.value == "email" ? "254" : "128"
      }
    }
  }

  password_policy {
    minimum_length                   = 8
    require_lowercase                = true
    require_uppercase                = true
    require_numbers                  = true
    require_symbols                  = true
    temporary_password_validity_days = 7
  }

  admin_create_user_config {
    allow_admin_create_user_only = false
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }

  # A new address counts when it is confirmed; until then the old one does.
  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }

  verification_message_template {
    default_email_option = "CONFIRM_WITH_CODE"
    email_subject        = "Your code for Cruddur"
    email_message        = "Your code is {####}."
  }

  email_configuration {
    email_sending_account = var.mail == null ? "COGNITO_DEFAULT" : "DEVELOPER"
    source_arn            = try(var.mail.identity_arn, null)
    from_email_address    = try(var.mail.from, null)
  }
}

# The site's client has no secret: a browser could not keep it.
resource "aws_cognito_user_pool_client" "site" {
  name         = "site"
  user_pool_id = aws_cognito_user_pool.this.id

  generate_secret               = false
  explicit_auth_flows           = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
  prevent_user_existence_errors = "ENABLED"
  enable_token_revocation       = true

  access_token_validity  = var.access_token_minutes
  id_token_validity      = var.access_token_minutes
  refresh_token_validity = var.refresh_token_days

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }
}
