package rules

import (
	"regexp"

	"github.com/cruddur/cruddur/terraform/standin/internal/value"
)

func edge() Rules {
	viewer := []string{"allow-all", "https-only", "redirect-to-https"}
	return Rules{
		"aws_cloudfront_distribution": {
			Enums: map[string][]string{
				"price_class":  {"PriceClass_100", "PriceClass_200", "PriceClass_All"},
				"http_version": {"http1.1", "http2", "http2and3", "http3"},
				"default_cache_behavior.viewer_protocol_policy": viewer,
				"ordered_cache_behavior.viewer_protocol_policy": viewer,
				"viewer_certificate.minimum_protocol_version":   {"SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016", "TLSv1.2_2018", "TLSv1.2_2019", "TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"},
				"viewer_certificate.ssl_support_method":         {"sni-only", "static-ip", "vip"},
			},
			texts: map[string]text{"web_acl_id": arn, "viewer_certificate.acm_certificate_arn": arn},
			check: distribution,
		},
		"aws_cloudfront_function": {
			Enums: map[string][]string{"runtime": {"cloudfront-js-1.0", "cloudfront-js-2.0"}},
			texts: map[string]text{
				"name": matching(`^[\w-]{1,64}$`, "a function's name: at most 64 letters, digits, hyphens and underscores"),
				"code": {"at most 10 KB of code", func(s string) bool { return len(s) <= 10240 }},
			},
		},
		"aws_cloudfront_origin_access_control": {
			Enums: map[string][]string{
				"origin_access_control_origin_type": {"lambda", "mediapackagev2", "mediastore", "s3"},
				"signing_behavior":                  {"always", "never", "no-override"}, "signing_protocol": {"sigv4"},
			},
		},
		"aws_cloudfront_response_headers_policy": {
			Enums: map[string][]string{
				"security_headers_config.frame_options.frame_option":      {"DENY", "SAMEORIGIN"},
				"security_headers_config.referrer_policy.referrer_policy": {"no-referrer", "no-referrer-when-downgrade", "origin", "origin-when-cross-origin", "same-origin", "strict-origin", "strict-origin-when-cross-origin", "unsafe-url"},
			},
			check: customHeaders,
		},
		"aws_cloudfront_public_key": {
			Replaces: []string{"encoded_key"},
			texts:    map[string]text{"encoded_key": matching(`^-----BEGIN PUBLIC KEY-----\n[\s\S]+\n-----END PUBLIC KEY-----\n$`, "a public key in PEM, with a newline at its end")},
		},
		"aws_wafv2_web_acl": {
			texts:  map[string]text{"name": matching(`^[\w-]{1,128}$`, "a name of letters, digits, hyphens and underscores")},
			ranges: map[string][2]float64{"rule.statement.rate_based_statement.limit": {10, 2000000000}},
			check:  webACL, global: forCloudFront,
		},
		"aws_wafv2_web_acl_logging_configuration": {Replaces: []string{"resource_arn"}},
		"aws_wafv2_ip_set":                        {global: forCloudFront},
	}
}

func gateway() Rules {
	return Rules{
		"aws_acm_certificate": {
			Enums: map[string][]string{"validation_method": {"DNS", "EMAIL", "NONE"}},
			check: certificateKind,
		},
		"aws_route53_record": {
			Replaces:   []string{"zone_id"},
			Enums:      map[string][]string{"type": {"A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT"}},
			exactlyOne: [][]string{{"alias", "records"}},
			check:      recordLife,
		},
		"aws_apigatewayv2_api": {
			Enums: map[string][]string{"protocol_type": {"HTTP", "WEBSOCKET"}},
			check: routeSelection,
		},
		"aws_apigatewayv2_authorizer": {
			Enums: map[string][]string{"authorizer_type": {"JWT", "REQUEST"}},
			check: authorizer,
		},
		"aws_apigatewayv2_integration": {
			Enums: map[string][]string{"integration_type": {"AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"}, "payload_format_version": {"1.0", "2.0"}},
		},
		"aws_apigatewayv2_route": {
			Enums: map[string][]string{"authorization_type": {"AWS_IAM", "CUSTOM", "JWT", "NONE"}},
			texts: map[string]text{"route_key": matching(`^(\$\w+|(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ANY) /\S*|[\w.-]+)$`, "a route: a method and a path, or a key that begins with $")},
			check: routeAuthorizer,
		},
		"aws_apigatewayv2_stage": {Replaces: []string{"name"}},
	}
}

func forCloudFront(resource value.Object) bool {
	return value.Text(resource["scope"]) == "CLOUDFRONT"
}

func identity() Rules {
	policy := map[string]text{"policy": policyDocument}
	return Rules{
		"aws_iam_role": {
			atMostOne: [][]string{{"name", "name_prefix"}},
			ranges:    map[string][2]float64{"max_session_duration": {3600, 43200}},
			texts:     map[string]text{"name": roleName, "assume_role_policy": jsonDocument, "permissions_boundary": arn},
		},
		"aws_iam_role_policy":            {Replaces: []string{"role", "name"}, texts: policy},
		"aws_iam_policy":                 {Replaces: []string{"name", "path"}, texts: policy},
		"aws_iam_role_policy_attachment": {Replaces: []string{"role", "policy_arn"}, texts: map[string]text{"policy_arn": arn}},
		"aws_kms_key": {
			ranges: map[string][2]float64{"deletion_window_in_days": {7, 30}, "rotation_period_in_days": {90, 2560}},
			texts:  map[string]text{"policy": policyDocument},
		},
		"aws_kms_alias": {texts: map[string]text{"name": aliasName}},
		"aws_cognito_user_pool": {
			atMostOne: [][]string{{"username_attributes", "alias_attributes"}},
			Replaces:  []string{"username_attributes", "alias_attributes"},
			Enums: map[string][]string{
				"username_attributes": {"email", "phone_number"}, "mfa_configuration": {"OFF", "ON", "OPTIONAL"},
				"schema.attribute_data_type":                {"Boolean", "DateTime", "Number", "String"},
				"user_pool_add_ons.advanced_security_mode":  {"AUDIT", "ENFORCED", "OFF"},
				"email_configuration.email_sending_account": {"COGNITO_DEFAULT", "DEVELOPER"},
			},
			ranges: map[string][2]float64{"password_policy.minimum_length": {6, 99}, "password_policy.temporary_password_validity_days": {0, 365}},
			check:  poolMail,
		},
		"aws_cognito_user_pool_client": {check: tokenLives},
	}
}

var policyDocument = text{"a policy in JSON that is short enough (10,240 characters)", func(s string) bool {
	return jsonDocument.ok(s) && len(spaces.ReplaceAllString(s, "")) <= 10240
}}

var spaces = regexp.MustCompile(`\s+`)

func operations() Rules {
	return Rules{
		"aws_cloudwatch_log_group": {
			atMostOne: [][]string{{"name", "name_prefix"}},
			texts:     map[string]text{"kms_key_id": arn, "name": matching(`^[\w./#-]{1,512}$`, "a log group's name")},
			check:     retention,
		},
		"aws_cloudwatch_metric_alarm": {
			exactlyOne: [][]string{{"metric_name", "metric_query"}},
			atMostOne:  [][]string{{"statistic", "extended_statistic"}, {"metric_query", "period"}},
			ranges:     map[string][2]float64{"evaluation_periods": {1, 1440}},
			texts:      map[string]text{"alarm_actions": arn, "ok_actions": arn},
			check:      alarmStatistic,
		},
		"aws_cloudwatch_dashboard":         {Replaces: []string{"dashboard_name"}, texts: map[string]text{"dashboard_body": jsonDocument, "dashboard_name": matching(`^[\w-]+$`, "a dashboard's name: letters, digits, hyphens and underscores")}},
		"aws_cloudwatch_log_metric_filter": {Replaces: []string{"log_group_name", "name"}},
		"aws_sns_topic":                    {atMostOne: [][]string{{"name", "name_prefix"}}},
		"aws_sns_topic_subscription":       {Enums: map[string][]string{"protocol": {"application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"}}},
		"aws_xray_sampling_rule":           {ranges: map[string][2]float64{"fixed_rate": {0, 1}, "priority": {1, 9999}, "reservoir_size": {0, 1000}}, Replaces: []string{"rule_name"}},
		"aws_budgets_budget":               {Replaces: []string{"name"}},
	}
}
