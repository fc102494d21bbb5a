mock_provider "aws" {
  source = "../../mocks"
}

variables {
  environment = "test"
}

run "the_place_is_made_empty" {
  command = plan

  assert {
    condition     = aws_ssm_parameter.public_keys.name == "/cruddur/test/edge/media_public_keys" && output.parameter_name == "/cruddur/test/edge/media_public_keys"
    error_message = "the keys are where cruddur keys writes them"
  }

  assert {
    condition     = length(output.public_keys) == 0
    error_message = "there is no key before one is made"
  }
}
