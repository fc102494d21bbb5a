package test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// edgeDefinition is what the local edge does.
type edgeDefinition struct {
	Behaviours []struct {
		Path, Origin, Headers string
		Methods               []string
	} `json:"behaviours"`
	Headers  map[string]map[string]string `json:"headers"`
	Crawlers string                       `json:"crawlers"`
}

// origins are those of CloudFront, by the names that the local edge has for what
// is behind them. The load balancer parts messaging from the rest, and config is
// a file of the site.
var origins = map[string]string{
	"backend": "backend", "messaging": "backend", "uploads": "uploads", "live": "live",
	"photos": "media", "public": "media", "site": "site", "config": "site",
}

func writeBehaviours(t *testing.T, local definitions, made everything, out *lines) {
	t.Helper()
	const conversations = "/api/message_groups*"
	for _, row := range local.Edge.Behaviours {
		if row.Path == conversations {
			continue
		}
		out.localf("%s > %s %v %s", row.Path, origins[row.Origin], sorted(row.Methods), row.Headers)
	}
	policies := map[string]string{}
	for _, policy := range made.all("aws_cloudfront_response_headers_policy") {
		policies[policy.text("id")] = last(policy.text("name"), "-")
	}
	distribution := made.one(t, "aws_cloudfront_distribution")
	for _, row := range append(distribution.blocks("ordered_cache_behavior"), distribution.block(t, "default_cache_behavior")) {
		path := row.text("path_pattern")
		if path == "" {
			path = "*"
		}
		out.terraformf("%s > %s %v %s", path, row.text("target_origin_id"), sorted(row.texts("allowed_methods")), policies[row.text("response_headers_policy_id")])
	}
	var paths []string
	for _, rule := range made.all("aws_lb_listener_rule") {
		for _, pattern := range rule.block(t, "condition").blocks("path_pattern") {
			paths = append(paths, fmt.Sprintf("%s %v", rule.text("priority"), pattern.texts("values")))
		}
	}
	same(t, "what the load balancer parts", paths, []string{"100 [" + conversations + "]", "200 [/api/*]"})
	crawlersAreTheSame(t, local.Edge.Crawlers)
}

func sorted(texts []string) []string { return slices.Sorted(slices.Values(texts)) }

func crawlersAreTheSame(t *testing.T, expression string) {
	t.Helper()
	code, err := os.ReadFile(filepath.Join(bench.Source(), "modules", "cloudfront", "functions", "site.js"))
	if err != nil {
		t.Fatal(err)
	}
	want := "/" + strings.ReplaceAll(strings.TrimPrefix(expression, "(?i)"), "/", `\/`) + "/i"
	if !strings.Contains(string(code), want) {
		t.Errorf("functions/site.js takes others for crawlers than the local edge: want %s", want)
	}
}

func writeHeaders(t *testing.T, local definitions, made everything, out *lines) {
	t.Helper()
	for policy, headers := range local.Edge.Headers {
		for name, v := range headers {
			out.localf("%s %s: %s", policy, name, v)
		}
	}
	for _, policy := range made.all("aws_cloudfront_response_headers_policy") {
		name := last(policy.text("name"), "-")
		security := policy.block(t, "security_headers_config")
		age := security.block(t, "strict_transport_security")
		out.terraformf("%s Strict-Transport-Security: max-age=%s%s", name, age.text("access_control_max_age_sec"), map[bool]string{true: "; includeSubDomains"}[age["include_subdomains"] == true])
		out.terraformf("%s Content-Security-Policy: %s", name, security.block(t, "content_security_policy").text("content_security_policy"))
		out.terraformf("%s Referrer-Policy: %s", name, security.block(t, "referrer_policy").text("referrer_policy"))
		if security.block(t, "content_type_options")["override"] == true {
			out.terraformf("%s X-Content-Type-Options: nosniff", name)
		}
		for _, item := range policy.block(t, "custom_headers_config").blocks("items") {
			out.terraformf("%s %s: %s", name, item.text("header"), item.text("value"))
		}
	}
}

// onlyOnAWS are actions that the emulator asks nobody for: keys, logs, traces
// and metrics, and logging in to the database. Each is in a statement that names
// what it is for; modules' own tests look at those.
var onlyOnAWS = []string{"kms:", "logs:", "rds-db:", "xray:"}

// writeIdentities compares what programs may do, action by action.
func writeIdentities(t *testing.T, local definitions, made everything, out *lines) {
	t.Helper()
	onAWS := map[string]string{}
	for _, bucket := range local.Infrastructure.Buckets {
		onAWS["arn:aws:s3:::"+bucket.Name] = "arn:aws:s3:::" + bucketOnAWS(bucket.Name)
	}
	roles := map[string]string{}
	allowed := func(who identity, role string) {
		roles[role] = who.Name
		for _, statement := range who.May {
			for _, resource := range statement.Resources {
				arn, path, deep := strings.Cut(resource, "/")
				if name, ok := onAWS[arn]; ok {
					resource = strings.TrimSuffix(name+"/"+path, map[bool]string{false: "/"}[deep])
				}
				for _, action := range statement.Actions {
					if !ownLetters(action, resource, who.Name) {
						out.localf("%s: %s on %s", who.Name, action, resource)
					}
				}
			}
		}
	}
	for _, function := range local.Infrastructure.Functions {
		allowed(function.Role, function.Role.Name)
	}
	for _, service := range local.Infrastructure.Services {
		allowed(service, service.Name+"-task")
	}
	for _, one := range made.all("aws_iam_role_policy") {
		if who, ours := roles[one.text("role")]; ours {
			out.may(t, who, one.text("policy"))
		}
	}
	edgeMay(t, made, roles, out)
}

// edgeMay is what CloudFront may do with pictures, by the bucket's policy.
func edgeMay(t *testing.T, made everything, roles map[string]string, out *lines) {
	t.Helper()
	for role, who := range roles {
		if !strings.HasSuffix(role, "-edge-task") {
			continue
		}
		for _, one := range made.all("aws_s3_bucket_policy") {
			if strings.Contains(one.text("bucket"), "-media-") {
				out.may(t, who, one.text("policy"))
			}
		}
	}
}

// may notes what a policy allows.
func (l *lines) may(t *testing.T, who, text string) {
	t.Helper()
	var parsed policy
	if err := json.Unmarshal([]byte(text), &parsed); err != nil {
		t.Errorf("%s: %v", who, err)
	}
	for _, statement := range parsed.Statement {
		if statement.Effect != "Allow" {
			continue
		}
		for _, action := range texts(statement.Action) {
			if slices.ContainsFunc(onlyOnAWS, func(prefix string) bool { return strings.HasPrefix(action, prefix) }) {
				continue
			}
			for _, resource := range texts(statement.Resource) {
				if !ownLetters(action, resource, who) {
					l.terraformf("%s: %s on %s", who, action, resource)
				}
			}
		}
	}
}

// ownLetters: on AWS every function may leave dead letters, in a queue of its
// own; on the local stack the one that does.
func ownLetters(action, resource, who string) bool {
	return action == "sqs:SendMessage" && strings.HasSuffix(resource, ":"+who+"-dead-letters")
}
