mock_provider "aws" {
  source = "../../mocks"
}

variables {
  environment     = "test"
  service         = "backend"
  kms_key_arn     = "arn:aws:kms:ca-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  settings        = { site_url = "https://cruddur.test", log_level = "info" }
  secrets         = { database_url = "postgres://a:b@c/d" }
  secret_versions = { database_url = 1, rollbar_key = 1 }
}

run "where_services_look" {
  command = plan

  assert {
    condition     = aws_ssm_parameter.setting["site_url"].name == "/cruddur/test/backend/site_url" && aws_ssm_parameter.setting["site_url"].value == "https://cruddur.test"
    error_message = "settings are below the service's path"
  }

  assert {
    condition     = output.path == "/cruddur/test/backend" && output.names == tolist(["database_url", "log_level", "rollbar_key", "site_url"])
    error_message = "the path and all names are given out"
  }
}

run "secrets_are_in_no_state" {
  command = plan

  assert {
    condition     = alltrue([for secret in aws_ssm_parameter.secret : secret.type == "SecureString" && secret.key_id == var.kms_key_arn])
    error_message = "secrets are encrypted with our key and written without being kept"
  }
}
