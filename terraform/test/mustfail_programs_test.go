package test

const (
	topicARN = "arn:aws:sns:ca-central-1:123456789012:alarms"
	bucket   = "arn:aws:s3:::cruddur-state"
)

func mustFailPrograms() map[string]refusals {
	packaged := func(key string) values { return values{"bucket": "packages", "key": key} }
	return map[string]refusals{
		"lambda": {values{
			"environment": "test", "service": "media", "function": "resize", "kms_key_arn": keyARN, "alarm_topic_arn": topicARN,
			"package": packaged("media/resize/0000000000000000000000000000000000000000000000000000000000000000.zip"),
		}, map[string]refusal{
			"environment":     {values{"environment": "x"}, "environment must be 3 to 16"},
			"service":         {values{"service": "Media"}, "service must be 2 to 15"},
			"function":        {values{"function": "re_size"}, "function must be 2 to 21"},
			"no hash":         {values{"package": packaged("resize.zip")}, "package.key must end with the content's hash"},
			"architecture":    {values{"architecture": "ARM64"}, "architecture must be arm64 or x86_64"},
			"memory":          {values{"memory": 64}, "memory must be from 128 to 10240"},
			"timeout":         {values{"timeout_seconds": 901}, "timeout_seconds must be from 1 to 900"},
			"no limit":        {values{"concurrency": 0}, "concurrency must be from 1 to 900"},
			"policies":        {values{"policies": values{"files": "s3:*"}}, "policies must be policies in JSON"},
			"tells nobody":    {values{"alarm_topic_arn": ""}, "alarm_topic_arn must be the ARN of a topic"},
			"odd retention":   {values{"log_retention_days": 2}, "log_retention_days must be one of"},
			"an alias":        {values{"kms_key_arn": "alias/key"}, badKey},
			"no package said": {values{"package": nil}, `"package" is not set`},
		}},
		"cognito": {values{"name": "cruddur-test", "production": false}, wrongNames(map[string]refusal{
			"production without mail": {values{"production": true}, "mail is missing"},
			"no identity":             {values{"mail": values{"identity_arn": "example.com", "from": "a@example.com"}}, "mail.identity_arn must be the ARN of an identity in SES"},
			"no sender":               {values{"mail": values{"identity_arn": "arn:aws:ses:ca-central-1:1:identity/example.com", "from": "example.com"}}, "mail.identity_arn must be the ARN of an identity in SES"},
			"a day":                   {values{"access_token_minutes": 1440}, "access_token_minutes must be from 5"},
			"for ever":                {values{"refresh_token_days": 3650}, "refresh_token_days must be from 1 to 365"},
		})},
		"github-oidc": {values{
			"name": "cruddur-test", "repository": "cruddur/cruddur", "environment": "test", "state_bucket_arn": bucket,
			"apply_policy_arns": values{"deploy": "arn:aws:iam::123456789012:policy/deploy"},
		}, wrongNames(map[string]refusal{
			"all of an owner's": {values{"repository": "cruddur/*"}, "repository must be owner/name"},
			"environment":       {values{"environment": "*"}, "environment must be 3 to 16"},
			"bucket's name":     {values{"state_bucket_arn": "cruddur-state"}, "state_bucket_arn must be the ARN of a bucket"},
			"an alias":          {values{"state_key_arn": "alias/key"}, "state_key_arn must be the ARN of a key"},
			"may do nothing":    {values{"apply_policy_arns": values{}}, "apply_policy_arns must name one policy or more"},
			"may do everything": {values{"apply_policy_arns": values{"all": "arn:aws:iam::aws:policy/AdministratorAccess"}}, "apply_policy_arns must name one policy or more"},
		})},
	}
}
