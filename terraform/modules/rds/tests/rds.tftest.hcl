mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name                      = "cruddur-test"
  production                = true
  vpc_id                    = "vpc-1"
  subnet_ids                = ["subnet-1", "subnet-2"]
  kms_key_arn               = "arn:aws:kms:ca-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  client_security_group_ids = { backend = "sg-1" }
}

run "production_survives" {
  command = plan

  assert {
    condition     = aws_db_instance.primary.multi_az && aws_db_instance.primary.deletion_protection && !aws_db_instance.primary.skip_final_snapshot && aws_db_instance.primary.backup_retention_period >= 7
    error_message = "production has a standby, backups, and a last snapshot"
  }
}

run "private_and_encrypted" {
  command = plan

  assert {
    condition     = aws_db_instance.primary.publicly_accessible == false && aws_db_instance.primary.storage_encrypted && aws_db_instance.primary.kms_key_id == var.kms_key_arn
    error_message = "the database is private and encrypted with our key"
  }

  assert {
    condition     = contains([for parameter in aws_db_parameter_group.this.parameter : "${parameter.name}=${parameter.value}"], "rds.force_ssl=1")
    error_message = "TLS is forced"
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.client) == 1 && aws_vpc_security_group_ingress_rule.client["backend"].referenced_security_group_id == "sg-1"
    error_message = "only the services that are named come in"
  }
}

run "no_password_of_ours" {
  command = plan

  assert {
    condition     = aws_db_instance.primary.manage_master_user_password && aws_db_instance.primary.iam_database_authentication_enabled && aws_db_instance.primary.password == null
    error_message = "RDS keeps the one password; services log in by IAM"
  }
}

run "replicas" {
  command = plan

  variables {
    replicas = 2
  }

  assert {
    condition     = length(aws_db_instance.replica) == 2 && alltrue([for replica in aws_db_instance.replica : replica.storage_encrypted && !replica.publicly_accessible && replica.iam_database_authentication_enabled])
    error_message = "replicas are as private and encrypted as the primary"
  }
}

run "staging_can_be_destroyed" {
  command = plan

  variables {
    production  = false
    multi_az    = false
    backup_days = 1
  }

  assert {
    condition     = aws_db_instance.primary.skip_final_snapshot && !aws_db_instance.primary.deletion_protection
    error_message = "terraform destroy must work in staging"
  }
}
