package rules

import (
	"encoding/json"
	"maps"
	"math"
	"net/netip"
	"regexp"
	"strings"
)

var (
	cidrBlock = text{"a CIDR block, such as 10.0.0.0/16", func(s string) bool {
		prefix, err := netip.ParsePrefix(s)
		return err == nil && prefix.Masked() == prefix
	}}
	arn            = text{"an ARN", regexp.MustCompile(`^arn:[\w-]+:`).MatchString}
	jsonDocument   = text{"a JSON document", func(s string) bool { return json.Valid([]byte(s)) }}
	balancerName   = matching(`^[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$`, "a name of at most 32 letters, digits and hyphens, without one at an end")
	bucketName     = matching(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`, "a bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots")
	roleName       = matching(`^[\w+=,.@-]{1,64}$`, "a role's name: at most 64 letters, digits and +=,.@-_")
	functionName   = matching(`^[\w-]{1,64}$`, "a function's name: at most 64 letters, digits, hyphens and underscores")
	queueName      = matching(`^[\w-]{1,80}(\.fifo)?$`, "a queue's name: at most 80 letters, digits, hyphens and underscores")
	tableName      = matching(`^[\w.-]{3,255}$`, "a table's name: 3 to 255 letters, digits, dots, hyphens and underscores")
	databaseName   = matching(`^[a-z]([a-z0-9]|-[a-z0-9])*$`, "an identifier of lower-case letters, digits and single hyphens")
	parameterName  = matching(`^/?[\w.-]+(/[\w.-]+)*$`, "a parameter's name: letters, digits, dots, hyphens and underscores between slashes")
	repositoryName = matching(`^[a-z0-9]+([._/-][a-z0-9]+)*$`, "a repository's name in lower case")
	groupText      = matching(`^[a-zA-Z0-9 ._:/()#,@\[\]+=&;{}!$*-]{1,255}$`, "a description of ASCII letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*")
	groupName      = text{groupText.want + " that does not begin with sg-", func(s string) bool {
		return groupText.ok(s) && !strings.HasPrefix(s, "sg-")
	}}
	aliasName  = matching(`^alias/[\w/-]+$`, "a key's alias, which begins with alias/")
	rateOrCron = matching(`^(rate|cron|at)\(.+\)$`, "a schedule: rate(…), cron(…) or at(…)")
)

func matching(pattern, want string) text {
	return text{want, regexp.MustCompile(pattern).MatchString}
}

// handwritten are the rules that no public data has, from the documentation of
// the provider and of AWS.
func handwritten() Rules {
	all := Rules{}
	for _, part := range []Rules{network(), compute(), data(), edge(), gateway(), identity(), operations()} {
		maps.Copy(all, part)
	}
	return all
}

func network() Rules {
	peer := [][]string{{"cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"}}
	ports := map[string][2]float64{"from_port": {-1, 65535}, "to_port": {-1, 65535}}
	return Rules{
		"aws_vpc": {
			atMostOne: [][]string{{"cidr_block", "ipv4_netmask_length"}},
			texts:     map[string]text{"cidr_block": cidrBlock},
		},
		"aws_subnet": {
			atMostOne: [][]string{{"availability_zone", "availability_zone_id"}},
			texts:     map[string]text{"cidr_block": cidrBlock},
		},
		"aws_route": {
			exactlyOne: [][]string{
				{"destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"},
				{"gateway_id", "nat_gateway_id", "vpc_endpoint_id", "egress_only_gateway_id", "transit_gateway_id", "network_interface_id", "vpc_peering_connection_id"},
			},
			texts: map[string]text{"destination_cidr_block": cidrBlock},
		},
		"aws_route_table_association":         {exactlyOne: [][]string{{"subnet_id", "gateway_id"}}},
		"aws_security_group":                  {atMostOne: [][]string{{"name", "name_prefix"}}, texts: map[string]text{"name": groupName, "description": groupText}},
		"aws_vpc_security_group_ingress_rule": {exactlyOne: peer, Replaces: []string{"security_group_id"}, ranges: ports, texts: map[string]text{"cidr_ipv4": cidrBlock, "description": groupText}, check: allPorts},
		"aws_vpc_security_group_egress_rule":  {exactlyOne: peer, Replaces: []string{"security_group_id"}, ranges: ports, texts: map[string]text{"cidr_ipv4": cidrBlock, "description": groupText}, check: allPorts},
		"aws_vpc_endpoint":                    {check: endpointParts, texts: map[string]text{"policy": jsonDocument}},
		"aws_flow_log":                        {exactlyOne: [][]string{{"vpc_id", "subnet_id", "eni_id", "transit_gateway_id", "transit_gateway_attachment_id", "regional_nat_gateway_id"}}, check: flowLogRole},
		"aws_lb": {
			atMostOne: [][]string{{"name", "name_prefix"}, {"subnets", "subnet_mapping"}},
			Replaces:  []string{"internal", "load_balancer_type"},
			ranges:    map[string][2]float64{"idle_timeout": {1, 4000}},
			texts:     map[string]text{"name": balancerName},
			Enums: map[string][]string{
				"load_balancer_type":         {"application", "gateway", "network"},
				"desync_mitigation_mode":     {"monitor", "defensive", "strictest"},
				"xff_header_processing_mode": {"append", "preserve", "remove"},
			},
			check: twoSubnets,
		},
		"aws_lb_listener": {
			ranges: map[string][2]float64{"port": {1, 65535}},
			check:  listenerCertificate,
		},
		"aws_lb_target_group": {
			atMostOne: [][]string{{"name", "name_prefix"}},
			ranges: map[string][2]float64{
				"port": {1, 65535}, "deregistration_delay": {0, 3600}, "slow_start": {0, 900},
				"health_check.interval": {5, 300}, "health_check.timeout": {2, 120},
				"health_check.healthy_threshold": {2, 10}, "health_check.unhealthy_threshold": {2, 10},
			},
			texts: map[string]text{"name": balancerName},
			check: healthCheckTimes,
		},
		"aws_lb_listener_rule": {ranges: map[string][2]float64{"priority": {1, 50000}}},
	}
}

func compute() Rules {
	return Rules{
		"aws_ecs_cluster":         {texts: map[string]text{"name": matching(`^[\w-]{1,255}$`, "a cluster's name")}, Enums: map[string][]string{"setting.name": {"containerInsights"}, "setting.value": {"disabled", "enabled", "enhanced"}}},
		"aws_ecs_task_definition": {check: taskDefinition},
		"aws_ecs_service": {
			atMostOne: [][]string{{"launch_type", "capacity_provider_strategy"}},
			ranges:    map[string][2]float64{"desired_count": {0, 5000}, "deployment_minimum_healthy_percent": {0, 100}, "deployment_maximum_percent": {100, 200}},
		},
		"aws_appautoscaling_policy": {},
		"aws_appautoscaling_target": {check: minimumBelowMaximum},
		"aws_lambda_function": {
			exactlyOne: [][]string{{"filename", "image_uri", "s3_bucket"}},
			ranges:     map[string][2]float64{"memory_size": {128, 10240}, "timeout": {1, 900}, "reserved_concurrent_executions": {-1, math.MaxInt32}, "ephemeral_storage.size": {512, 10240}},
			texts:      map[string]text{"function_name": functionName, "role": arn},
			Enums:      map[string][]string{"tracing_config.mode": {"Active", "PassThrough"}},
			check:      functionPackage,
		},
		"aws_lambda_permission": {texts: map[string]text{
			"action": matching(`^lambda:\w+$`, "an action of Lambda's"), "source_arn": arn,
			"source_account": matching(`^\d{12}$`, "an account's number"),
		}},
		"aws_lambda_event_source_mapping": {
			ranges: map[string][2]float64{"batch_size": {1, 10000}, "maximum_batching_window_in_seconds": {0, 300}, "maximum_retry_attempts": {-1, 10000}, "maximum_record_age_in_seconds": {-1, 604800}, "parallelization_factor": {1, 10}},
			Enums:  map[string][]string{"starting_position": {"AT_TIMESTAMP", "LATEST", "TRIM_HORIZON"}, "function_response_types": {"ReportBatchItemFailures"}},
			check:  sourceMapping,
		},
		"aws_ecr_repository":       {texts: map[string]text{"name": repositoryName}},
		"aws_ecr_lifecycle_policy": {Replaces: []string{"repository"}, texts: map[string]text{"policy": jsonDocument}},
		"aws_scheduler_schedule":   {texts: map[string]text{"schedule_expression": rateOrCron}},
	}
}

func data() Rules {
	bucket := &Rule{Replaces: []string{"bucket"}}
	return Rules{
		"aws_db_instance": {
			atMostOne: [][]string{
				{"manage_master_user_password", "password", "password_wo"},
				{"identifier", "identifier_prefix"},
				{"replicate_source_db", "db_name"},
				{"replicate_source_db", "username"},
			},
			Replaces: []string{"username", "engine"},
			ranges: map[string][2]float64{
				"backup_retention_period": {0, 35}, "allocated_storage": {20, 65536}, "port": {1150, 65535},
				"monitoring_interval": {0, 60},
			},
			texts: map[string]text{"identifier": databaseName, "kms_key_id": arn},
			Enums: map[string][]string{"storage_type": {"gp2", "gp3", "io1", "io2", "standard"}, "enabled_cloudwatch_logs_exports": {"postgresql", "upgrade", "iam-db-auth-error"}, "engine": {"postgres"}},
			check: databaseInstance,
		},
		"aws_db_subnet_group":    {check: twoSubnetIDs},
		"aws_db_parameter_group": {Enums: map[string][]string{"parameter.apply_method": {"immediate", "pending-reboot"}}},
		"aws_dynamodb_table": {
			Replaces: []string{"hash_key", "range_key"},
			texts:    map[string]text{"name": tableName},
			Enums:    map[string][]string{"attribute.type": {"B", "N", "S"}, "stream_view_type": {"", "KEYS_ONLY", "NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE"}, "global_secondary_index.projection_type": {"ALL", "INCLUDE", "KEYS_ONLY"}},
			check:    tableKeys,
		},
		"aws_s3_bucket":                                      {atMostOne: [][]string{{"bucket", "bucket_prefix"}}, texts: map[string]text{"bucket": bucketName}},
		"aws_s3_bucket_policy":                               {Replaces: []string{"bucket"}, texts: map[string]text{"policy": jsonDocument}},
		"aws_s3_bucket_public_access_block":                  bucket,
		"aws_s3_bucket_versioning":                           {Replaces: []string{"bucket"}, Enums: map[string][]string{"versioning_configuration.status": {"Disabled", "Enabled", "Suspended"}}},
		"aws_s3_bucket_ownership_controls":                   {Replaces: []string{"bucket"}, Enums: map[string][]string{"rule.object_ownership": {"BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"}}},
		"aws_s3_bucket_server_side_encryption_configuration": {Replaces: []string{"bucket"}, Enums: map[string][]string{"rule.apply_server_side_encryption_by_default.sse_algorithm": {"AES256", "aws:kms", "aws:kms:dsse"}}},
		"aws_s3_bucket_cors_configuration":                   {Replaces: []string{"bucket"}, Enums: map[string][]string{"cors_rule.allowed_methods": {"DELETE", "GET", "HEAD", "POST", "PUT"}}},
		"aws_s3_bucket_lifecycle_configuration":              {Replaces: []string{"bucket"}, Enums: map[string][]string{"rule.status": {"Disabled", "Enabled"}}},
		"aws_s3_bucket_notification":                         bucket,
		"aws_sqs_queue": {
			atMostOne: [][]string{{"name", "name_prefix"}, {"kms_master_key_id", "sqs_managed_sse_enabled"}},
			ranges:    map[string][2]float64{"message_retention_seconds": {60, 1209600}, "visibility_timeout_seconds": {0, 43200}, "delay_seconds": {0, 900}, "receive_wait_time_seconds": {0, 20}},
			texts:     map[string]text{"name": queueName, "policy": jsonDocument, "redrive_policy": jsonDocument},
		},
		"aws_sqs_queue_policy": {texts: map[string]text{"policy": jsonDocument}},
		"aws_ssm_parameter": {
			exactlyOne: [][]string{{"value", "insecure_value", "value_wo"}},
			texts:      map[string]text{"name": parameterName},
			Enums:      map[string][]string{"type": {"SecureString", "String", "StringList"}},
			check:      secretParameter,
		},
	}
}
