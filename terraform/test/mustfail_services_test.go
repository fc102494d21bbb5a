package test

import "maps"

const (
	image       = "123456789012.dkr.ecr.ca-central-1.amazonaws.com/cruddur/backend@sha256:0000000000000000000000000000000000000000000000000000000000000000"
	certificate = "arn:aws:acm:ca-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
	badKey      = "kms_key_arn must be the ARN of a key"
	badVPC      = "vpc_id must be the identifier of a network"
	badSubnets  = "subnet_ids must name subnets in two availability zones"
)

func twoSubnets() []string { return []string{"subnet-1", "subnet-2"} }

// rule is how a service hangs at the load balancer, with changes.
func rule(change values) values {
	out := values{
		"listener_arn":      "arn:aws:elasticloadbalancing:ca-central-1:123456789012:listener/app/x/1/2",
		"arn_suffix":        "app/x/1",
		"security_group_id": "sg-1",
		"priority":          200,
		"paths":             []string{"/api/*"},
	}
	maps.Copy(out, change)
	return out
}

func mustFailServices() map[string]refusals {
	return map[string]refusals{
		"alb": {values{
			"name": "cruddur-test", "vpc_id": "vpc-1", "subnet_ids": twoSubnets(), "log_bucket": "logs", "production": true, "certificate_arn": certificate,
		}, wrongNames(map[string]refusal{
			"no network":            {values{"vpc_id": "net-1"}, badVPC},
			"one subnet":            {values{"subnet_ids": []string{"subnet-1"}}, badSubnets},
			"one subnet, twice":     {values{"subnet_ids": []string{"subnet-1", "subnet-1"}}, badSubnets},
			"no certificate":        {values{"certificate_arn": nil}, "certificate_arn is missing: production is served over TLS"},
			"a certificate of IAM":  {values{"certificate_arn": "arn:aws:iam::1:server-certificate/x"}, "certificate_arn must be the ARN of a certificate in ACM"},
			"a bucket's ARN":        {values{"log_bucket": "arn:aws:s3:::logs"}, "log_bucket must be the name of a bucket"},
			"outlives the services": {values{"idle_timeout_seconds": 120}, "idle_timeout_seconds must be from 1 to 119"},
			"production not said":   {values{"production": nil}, `"production" is not set`},
		})},
		"ecs-cluster": {values{"name": "cruddur-test", "kms_key_arn": keyARN}, wrongNames(map[string]refusal{
			"an alias":      {values{"kms_key_arn": "alias/key"}, badKey},
			"odd retention": {values{"log_retention_days": 100}, "log_retention_days must be one of"},
		})},
		"ecs-service": {values{
			"environment": "test", "service": "backend", "image": image, "collector_image": image, "vpc_id": "vpc-1", "subnet_ids": twoSubnets(),
			"kms_key_arn": keyARN, "tasks": values{"min": 2, "max": 6}, "load_balancer": rule(nil),
			"cluster": values{"arn": "arn:aws:ecs:ca-central-1:123456789012:cluster/x", "name": "x", "namespace_arn": "arn:aws:servicediscovery:ca-central-1:123456789012:namespace/ns-1"},
		}, map[string]refusal{
			"environment":          {values{"environment": "Production"}, "environment must be 3 to 16 lower-case letters"},
			"service":              {values{"service": "the-backend"}, "service must be 2 to 15 lower-case letters and digits"},
			"image by tag":         {values{"image": "cruddur/backend:latest"}, "image must end with its digest"},
			"collector by tag":     {values{"collector_image": "aws-otel-collector:v1"}, "collector_image must end with its digest"},
			"architecture":         {values{"architecture": "arm"}, "architecture must be ARM64 or X86_64"},
			"cpu":                  {values{"cpu": 300}, "cpu must be one of"},
			"too much memory":      {values{"cpu": 256, "memory": 4096}, "memory must be from two to eight times cpu"},
			"too little memory":    {values{"cpu": 1024, "memory": 1024}, "memory must be from two to eight times cpu"},
			"no tasks":             {values{"tasks": values{"min": 0, "max": 6}}, "tasks.min must be 1 or more"},
			"fewer than the least": {values{"tasks": values{"min": 3, "max": 2}}, "tasks.min must be 1 or more"},
			"always busy":          {values{"target_cpu_percent": 100}, "target_cpu_percent must be from 20 to 90"},
			"never busy":           {values{"target_requests_per_task": 1}, "target_requests_per_task must be 100 or more"},
			"no network":           {values{"vpc_id": "1"}, badVPC},
			"one subnet":           {values{"subnet_ids": []string{"subnet-1"}}, badSubnets},
			"no path":              {values{"load_balancer": rule(values{"paths": []string{}})}, "load_balancer.paths must be 1 to 5 patterns"},
			"path without a slash": {values{"load_balancer": rule(values{"paths": []string{"api"}})}, "load_balancer.paths must be 1 to 5 patterns"},
			"priority":             {values{"load_balancer": rule(values{"priority": 0})}, "load_balancer.priority must be from 1 to 50000"},
			"stops too soon":       {values{"drain_seconds": 5}, "drain_seconds must be from 15"},
			"stops too late":       {values{"drain_seconds": 100}, "drain_seconds must be from 15"},
			"key in clear":         {values{"honeycomb_key_arn": "hcaik_0123"}, "honeycomb_key_arn must be the ARN of a parameter"},
			"the port of all":      {values{"directory_port": 4567}, "directory_port must be from 1024 to 65535"},
			"odd retention":        {values{"log_retention_days": 2}, "log_retention_days must be one of"},
			"an alias":             {values{"kms_key_arn": "alias/key"}, badKey},
		}},
		"ecr": {values{"names": []string{"backend"}, "kms_key_arn": keyARN}, map[string]refusal{
			"none":           {values{"names": []string{}}, "names must be one or more names"},
			"upper case":     {values{"names": []string{"Backend"}}, "names must be one or more names"},
			"no way back":    {values{"keep_images": 1}, "keep_images must be from 10 to 1000"},
			"an alias":       {values{"kms_key_arn": "alias/key"}, badKey},
			"names not said": {values{"names": nil}, `"names" is not set`},
		}},
	}
}

func mustFailData() map[string]refusals {
	return map[string]refusals{
		"rds": {values{
			"name": "cruddur-test", "production": true, "vpc_id": "vpc-1", "subnet_ids": twoSubnets(), "kms_key_arn": keyARN,
			"client_security_group_ids": values{"backend": "sg-1"},
		}, wrongNames(map[string]refusal{
			"no network":               {values{"vpc_id": "1"}, badVPC},
			"one subnet":               {values{"subnet_ids": []string{"subnet-1"}}, badSubnets},
			"an alias":                 {values{"kms_key_arn": "alias/key"}, badKey},
			"an old PostgreSQL":        {values{"engine_version": "13"}, "engine_version must be a major version"},
			"a minor version":          {values{"engine_version": "17.2"}, "engine_version must be a major version"},
			"class":                    {values{"instance_class": "t4g.medium"}, "instance_class must be a class of RDS"},
			"can't grow":               {values{"storage_gb": values{"initial": 100, "most": 100}}, "storage_gb.initial must be 20 or more"},
			"production, one zone":     {values{"multi_az": false}, "multi_az must be true"},
			"production, one backup":   {values{"backup_days": 3}, "backup_days must be 7 or more in production"},
			"no backups":               {values{"production": false, "backup_days": 0}, "backup_days must be from 1 to 35"},
			"half a replica":           {values{"replicas": 0.5}, "replicas must be a whole number"},
			"too many replicas":        {values{"replicas": 6}, "replicas must be a whole number"},
			"nobody":                   {values{"client_security_group_ids": values{}}, "client_security_group_ids must name one security group"},
			"addresses, not groups":    {values{"client_security_group_ids": values{"all": "0.0.0.0/0"}}, "client_security_group_ids must name one security group"},
			"whether it is production": {values{"production": nil}, `"production" is not set`},
		})},
		"dynamodb": {values{"name": "cruddur-test-live", "production": true, "kms_key_arn": keyARN}, map[string]refusal{
			"name":         {values{"name": "Live"}, "name must be 3 to 48 lower-case letters"},
			"an alias":     {values{"kms_key_arn": "alias/key"}, badKey},
			"for ever":     {values{"ttl_attribute": ""}, "ttl_attribute must name an attribute"},
			"many indexes": {values{"indexes": manyIndexes(21)}, "indexes must be 20 at most"},
		}},
		"ssm": {values{
			"environment": "test", "service": "backend", "kms_key_arn": keyARN, "settings": values{"log_level": "info"}, "secret_versions": values{"rollbar_key": 1},
		}, map[string]refusal{
			"environment":         {values{"environment": "x"}, "environment must be 3 to 16"},
			"service":             {values{"service": "the/backend"}, "service must be 2 to 15"},
			"name of a setting":   {values{"settings": values{"LogLevel": "info"}}, "settings must have names of lower-case letters"},
			"empty setting":       {values{"settings": values{"log_level": ""}}, "settings must have values of 1 to 4096 characters"},
			"secret as a setting": {values{"settings": values{"database_url": "postgres://a:b@c/d"}}, "settings must hold no secret"},
			"name of a secret":    {values{"secret_versions": values{"Rollbar": 1}}, "secret_versions must have names"},
			"version of a secret": {values{"secret_versions": values{"rollbar_key": 0}}, "secret_versions must have names"},
			"both":                {values{"secret_versions": values{"log_level": 1}}, "secret_versions names something that is in settings too"},
			"an alias":            {values{"kms_key_arn": "alias/key"}, badKey},
		}},
	}
}

func manyIndexes(n int) values {
	out := values{}
	for i := range n {
		out["index"+string(rune('a'+i))] = values{"partition_key": "pk", "sort_key": "sk"}
	}
	return out
}
