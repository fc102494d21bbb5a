mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name        = "cruddur-test"
  zones       = ["ca-central-1a", "ca-central-1b"]
  kms_key_arn = "arn:aws:kms:ca-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
}

run "two_zones_with_a_way_out_each" {
  command = plan

  assert {
    condition     = length(aws_subnet.private) == 2 && length(aws_subnet.database) == 2 && length(aws_nat_gateway.this) == 2
    error_message = "two zones, each with subnets and a NAT gateway, are the default"
  }

  assert {
    condition     = aws_subnet.public["ca-central-1a"].cidr_block == "10.0.0.0/20" && aws_subnet.database["ca-central-1b"].cidr_block == "10.0.144.0/20"
    error_message = "the network is divided otherwise than documented"
  }

  assert {
    condition     = alltrue([for subnet in concat(values(aws_subnet.public), values(aws_subnet.private), values(aws_subnet.database)) : subnet.map_public_ip_on_launch == false])
    error_message = "a subnet gives out public addresses"
  }
}

run "one_way_out_for_three_zones" {
  command = plan

  variables {
    zones        = ["ca-central-1a", "ca-central-1b", "ca-central-1d"]
    nat_gateways = "one"
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 1 && length(aws_route.nat) == 3
    error_message = "all zones leave by one NAT gateway"
  }
}

run "everything_is_logged" {
  command = plan

  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL" && aws_cloudwatch_log_group.flow.kms_key_id == var.kms_key_arn
    error_message = "flow logs must have all traffic and be encrypted"
  }
}
