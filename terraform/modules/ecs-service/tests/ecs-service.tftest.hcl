mock_provider "aws" {
  source = "../../mocks"

  # Containers are known only with these.
  mock_resource "aws_cloudwatch_log_group" {
    override_during = plan
    defaults = {
      arn = "arn:aws:logs:ca-central-1:123456789012:log-group:mock"
    }
  }
}

variables {
  environment     = "test"
  service         = "backend"
  image           = "123456789012.dkr.ecr.ca-central-1.amazonaws.com/cruddur/backend@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  collector_image = "public.ecr.aws/aws-observability/aws-otel-collector@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  vpc_id          = "vpc-1"
  subnet_ids      = ["subnet-1", "subnet-2"]
  kms_key_arn     = "arn:aws:kms:ca-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  tasks           = { min = 2, max = 6 }
  cluster         = { arn = "arn:aws:ecs:ca-central-1:123456789012:cluster/cruddur-test", name = "cruddur-test", namespace_arn = "arn:aws:servicediscovery:ca-central-1:123456789012:namespace/ns-1" }
  load_balancer = {
    listener_arn      = "arn:aws:elasticloadbalancing:ca-central-1:123456789012:listener/app/x/1/2"
    arn_suffix        = "app/x/1"
    security_group_id = "sg-1"
    priority          = 200
    paths             = ["/api/*"]
  }
}

run "stops_as_the_service_does" {
  command = plan

  assert {
    condition     = aws_lb_target_group.this.deregistration_delay == "40" && jsondecode(aws_ecs_task_definition.this.container_definitions)[0].stopTimeout == 45
    error_message = "20 seconds of draining and 20 for requests in flight must fit into the stop"
  }

  assert {
    condition     = output.settings.drain_delay == "20s" && output.settings.listen_address == ":4567"
    error_message = "the service must be told the same"
  }

  assert {
    condition     = aws_lb_target_group.this.health_check[0].path == "/api/ready" && aws_lb_target_group.this.health_check[0].interval * aws_lb_target_group.this.health_check[0].unhealthy_threshold <= var.drain_seconds
    error_message = "the load balancer must notice while the service still serves"
  }
}

run "rolls_back" {
  command = plan

  assert {
    condition     = aws_ecs_service.this.deployment_circuit_breaker[0].enable && aws_ecs_service.this.deployment_circuit_breaker[0].rollback
    error_message = "a deployment that does not get well is rolled back"
  }

  assert {
    condition     = aws_ecs_service.this.deployment_minimum_healthy_percent == 100
    error_message = "no task stops before its successor serves"
  }
}

run "locked_in" {
  command = plan

  assert {
    condition     = alltrue([for container in jsondecode(aws_ecs_task_definition.this.container_definitions) : container.readonlyRootFilesystem && container.user == "65532:65532" && container.linuxParameters.capabilities.drop[0] == "ALL"])
    error_message = "containers can't write their file system, aren't root, and have no capabilities"
  }

  assert {
    condition     = aws_ecs_service.this.network_configuration[0].assign_public_ip == false && aws_ecs_service.this.enable_execute_command == false
    error_message = "tasks have no public address and no way in"
  }

  assert {
    condition     = aws_ecs_task_definition.this.runtime_platform[0].cpu_architecture == "ARM64"
    error_message = "ARM64 is the default"
  }
}

run "settings_by_path" {
  command = plan

  assert {
    condition     = contains(jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment, { name = "CRUDDUR_PARAMETERS_PATH", value = "/cruddur/test/backend" })
    error_message = "the service is told where its settings are"
  }
}

run "others_call_the_second_port" {
  command = plan

  variables {
    directory_port = 4568
    calls          = { other = { security_group_id = "sg-2", port = 4568 } }
  }

  assert {
    condition     = aws_ecs_service.this.service_connect_configuration[0].service[0].port_name == "directory" && aws_ecs_service.this.service_connect_configuration[0].service[0].client_alias[0].port == 4568
    error_message = "others find the second port by the service's name, and it alone"
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.calls["other"].from_port == 4568 && output.settings.directory_listen_address == ":4568"
    error_message = "who calls is let in there, and the service listens"
  }
}
