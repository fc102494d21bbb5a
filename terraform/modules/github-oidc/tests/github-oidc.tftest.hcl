mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name              = "cruddur-test"
  repository        = "cruddur/cruddur"
  environment       = "test"
  state_bucket_arn  = "arn:aws:s3:::cruddur-state"
  apply_policy_arns = { deploy = "arn:aws:iam::123456789012:policy/deploy" }
}

run "two_roles_of_one_hour" {
  command = plan

  assert {
    condition     = aws_iam_role.this["plan"].name == "cruddur-test-plan" && aws_iam_role.this["apply"].name == "cruddur-test-apply" && aws_iam_role.this["apply"].max_session_duration == 3600
    error_message = "there is a role to plan and one to apply, for an hour"
  }

  assert {
    condition     = length(aws_iam_role_policy_attachment.apply) == 1 && aws_iam_role_policy_attachment.apply["deploy"].role == "cruddur-test-apply"
    error_message = "what applying may do, planning may not"
  }
}

run "bound_to_repository_and_environment" {
  command = plan

  assert {
    condition = anytrue([for condition in data.aws_iam_policy_document.trust["apply"].statement[0].condition :
      condition.test == "StringEquals" && endswith(condition.variable, ":sub") && tolist(condition.values) == tolist(["repo:cruddur/cruddur:environment:test"])
    ])
    error_message = "only the environment's jobs may apply"
  }
}

run "planning_only_looks_up" {
  command = plan

  assert {
    condition = alltrue([for action in flatten(data.aws_iam_policy_document.lookups.statement[*].actions) :
      can(regex("^(ec2|route53):(Describe|Get|List)", action)) && !strcontains(action, "*")
    ])
    error_message = "planning reads where things are, and nothing that is in them"
  }
}
