package test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// houseRules hold for everything that any module makes.
func houseRules(t *testing.T, made []resource) {
	t.Helper()
	written := pages(t)
	for _, one := range made {
		for name, v := range one.Values {
			text, ok := v.(string)
			// What nobody wrote is AWS' own policy; the stand-in says so.
			if ok && isPolicy(one.Type, name) && !strings.HasPrefix(text, "made-up-") {
				for _, wrong := range policyProblems(one.Type, text) {
					t.Errorf("%s.%s: %s", one.Address, name, wrong)
				}
			}
		}
		for _, wrong := range encryptionProblems(one) {
			t.Errorf("%s: %s", one.Address, wrong)
		}
		if wrong := openToTheWorld(one); wrong != "" {
			t.Errorf("%s: %s", one.Address, wrong)
		}
		if strings.HasSuffix(one.Type, "_alarm") {
			if empty(one.Values["alarm_actions"]) {
				t.Errorf("%s tells nobody", one.Address)
			}
			if wrong := pageProblem(one, written); wrong != "" {
				t.Errorf("%s %s", one.Address, wrong)
			}
		}
		if one.Type == "aws_cloudwatch_log_group" && empty(one.Values["retention_in_days"]) {
			t.Errorf("%s keeps its log for ever", one.Address)
		}
	}
}

func isPolicy(kind, attribute string) bool {
	return attribute == "policy" && kind != "aws_ecr_lifecycle_policy" || attribute == "assume_role_policy"
}

type policy struct {
	Statement []struct {
		SID       string         `json:"Sid"`
		Effect    string         `json:"Effect"`
		Action    any            `json:"Action"`
		Resource  any            `json:"Resource"`
		Principal any            `json:"Principal"`
		Condition map[string]any `json:"Condition"`
	} `json:"Statement"`
}

// policyProblems: no statement allows all of a service on everything, and none
// lets everybody in without a condition.
func policyProblems(kind, text string) []string {
	var parsed policy
	if err := json.Unmarshal([]byte(text), &parsed); err != nil || len(parsed.Statement) == 0 {
		return []string{"is no policy: " + text}
	}
	var out []string
	for _, statement := range parsed.Statement {
		if statement.Effect != "Allow" {
			continue
		}
		wide := slices.ContainsFunc(texts(statement.Action), func(action string) bool { return strings.Contains(action, "*") })
		// In a key's own policy, "*" is that key.
		if wide && slices.Contains(texts(statement.Resource), "*") && kind != "aws_kms_key" {
			out = append(out, "a statement has * in its actions and is for everything: "+statement.SID)
		}
		if statement.Principal == "*" && len(statement.Condition) == 0 {
			out = append(out, "a statement lets everybody in: "+statement.SID)
		}
	}
	return out
}

// texts are the members of what IAM writes as one string or several.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		out := make([]string, 0, len(v))
		for _, one := range v {
			if text, ok := one.(string); ok {
				out = append(out, text)
			}
		}
		return out
	default:
		return nil
	}
}

// encrypted says for each type that keeps data which attribute shows that it
// is encrypted.
var encrypted = map[string][]string{
	"aws_cloudwatch_log_group": {"kms_key_id"},
	"aws_db_instance":          {"storage_encrypted"},
	"aws_dynamodb_table":       {"server_side_encryption"},
	"aws_ecr_repository":       {"encryption_configuration"},
	"aws_sns_topic":            {"kms_master_key_id"},
	"aws_sqs_queue":            {"kms_master_key_id", "sqs_managed_sse_enabled"},
}

func encryptionProblems(one resource) []string {
	attributes, keeps := encrypted[one.Type]
	if !keeps {
		return nil
	}
	for _, attribute := range attributes {
		if !empty(one.Values[attribute]) {
			return nil
		}
	}
	return []string{"is not encrypted: none of " + strings.Join(attributes, ", ")}
}

func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == ""
	case float64:
		return v == 0
	case []any:
		return len(v) == 0
	default:
		return false
	}
}

// openToTheWorld: nothing but CloudFront, API Gateway and S3 is reached from
// outside, so no security group lets everybody in.
func openToTheWorld(one resource) string {
	if one.Type == "aws_vpc_security_group_ingress_rule" && (one.Values["cidr_ipv4"] == "0.0.0.0/0" || one.Values["cidr_ipv6"] == "::/0") {
		return "lets the world in"
	}
	if one.Type == "aws_security_group" && !empty(one.Values["ingress"]) {
		return "has rules of its own: they belong into resources of their own"
	}
	if one.Type == "aws_db_instance" && !empty(one.Values["publicly_accessible"]) {
		return "is public"
	}
	if one.Type == "aws_lb" && empty(one.Values["internal"]) {
		return "is public"
	}
	return ""
}

// The rules themselves must be able to find something.
func TestHouseRules(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"wide":      `{"Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":"*"}]}`,
		"one wide":  `{"Statement":[{"Effect":"Allow","Action":"dynamodb:*","Resource":["*"]}]}`,
		"everybody": `{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:x","Principal":"*"}]}`,
		"nothing":   `{}`,
	} {
		if len(policyProblems("aws_iam_policy", text)) == 0 {
			t.Errorf("%s: nothing was found in %s", name, text)
		}
	}
	if found := policyProblems("aws_iam_policy", `{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*","Principal":"*"}]}`); len(found) != 0 {
		t.Errorf("found %v", found)
	}
	for kind := range encrypted {
		if len(encryptionProblems(resource{Type: kind, Values: map[string]any{}})) == 0 {
			t.Errorf("%s passes without encryption", kind)
		}
	}
	for kind, values := range map[string]map[string]any{
		"aws_vpc_security_group_ingress_rule": {"cidr_ipv4": "0.0.0.0/0"}, "aws_lb": {}, "aws_db_instance": {"publicly_accessible": true},
		"aws_security_group": {"ingress": []any{map[string]any{}}},
	} {
		if openToTheWorld(resource{Type: kind, Values: values}) == "" {
			t.Errorf("%s passes though it is open", kind)
		}
	}
	for _, description := range []string{"It fails.", "It fails. docs/runbook.md#not-written"} {
		if pageProblem(resource{Values: map[string]any{"alarm_description": description}}, pages(t)) == "" {
			t.Errorf("%q passes", description)
		}
	}
}
