package test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// definitions are what the local stack consists of, as dev/cmd/definitions
// prints it: the parts that Terraform makes too.
type definitions struct {
	Infrastructure struct {
		Buckets []struct {
			Name            string
			ExpireAfterDays int
			CORS            []struct {
				Origins, Methods, Headers []string
				MaxAgeSeconds             int
			}
			Notifications []struct {
				Name, Prefix, Function string
				Events                 []string
			}
		}
		Tables []struct {
			Name, HashKey, RangeKey, TTL, Stream string
			Indexes                              []struct {
				Name, HashKey, RangeKey string
				RangeIsNumber           bool
			}
		}
		Queues []struct {
			Name, DeadLetters                             string
			VisibilitySeconds, RetentionDays, MaxReceives int
		}
		Functions []struct {
			Name, Parameters         string
			MemoryMB, TimeoutSeconds int
			Role                     identity
		}
		Services []identity
		APIs     []struct {
			Name       string
			Authorizer struct {
				Name, Issuer string
				Audience     []string
			}
			Routes []struct{ Key, Function string }
		}
		SocketAPIs []struct {
			Name, Stage, Function, Selection, IdentitySource string
			Routes                                           []string
		}
		StreamMappings []struct {
			Table, Function, Filter, OnFailure string
			BatchSize, Retries, MaxAgeSeconds  int
		}
		QueueMappings []struct {
			Queue, Function string
			BatchSize       int
		}
	} `json:"infrastructure"`
	Edge edgeDefinition `json:"edge"`
}

// identity is who acts, and what they may.
type identity struct {
	Name string
	May  []struct{ Actions, Resources []string }
}

// localDefinitions asks the local stack for the definitions of an environment.
func localDefinitions(t *testing.T, environment string, made everything) definitions {
	t.Helper()
	client := made.one(t, "aws_cognito_user_pool_client")
	connect := []string{"https://cognito-idp.ca-central-1.amazonaws.com", "https://" + bucketOnAWS("cruddur-"+environment+"-uploads") + ".s3.ca-central-1.amazonaws.com"}
	// Some browsers don't take 'self' for sockets; a name that CloudFront gives
	// can't be in what CloudFront is made of.
	if aliases := made.one(t, "aws_cloudfront_distribution").texts("aliases"); len(aliases) == 1 {
		connect = append([]string{"wss://" + aliases[0]}, connect...)
	}
	cmd := exec.CommandContext(t.Context(), "go", "run", "./cmd/definitions",
		"--environment", environment, "--region", "ca-central-1", "--account", "123456789012", "--site", made.siteURL(t), "--connect", strings.Join(connect, " "),
		"--issuer", "https://cognito-idp.ca-central-1.amazonaws.com/"+client.text("user_pool_id"), "--client", client.text("id"),
		"--live-api", made.named(t, "aws_apigatewayv2_api", "cruddur-"+environment+"-live").text("id"))
	cmd.Dir = filepath.Join(bench.Repository(), "dev")
	cmd.Env = append(os.Environ(), "GOWORK=off", "CGO_ENABLED=0")
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("go run ./cmd/definitions in dev: %v", err)
	}
	var out definitions
	if err := json.Unmarshal(output, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// bucketOnAWS is the name of a bucket there, where the whole world shares them.
func bucketOnAWS(local string) string { return local + "-123456789012-ca-central-1" }

// likeTheLocalStack holds an environment against the definitions of the local
// stack, part by part. Each part is written down in lines, the same for both.
func likeTheLocalStack(t *testing.T, environment string, all []resource) {
	t.Helper()
	made := everything(all)
	local := localDefinitions(t, environment, made)
	for part, write := range map[string]func(*testing.T, definitions, everything, *lines){
		"tables":     writeTables,
		"buckets":    writeBuckets,
		"queues":     writeQueues,
		"functions":  writeFunctions,
		"HTTP APIs":  writeAPIs,
		"sockets":    writeSockets,
		"mappings":   writeMappings,
		"identities": writeIdentities,
		"behaviours": writeBehaviours,
		"headers":    writeHeaders,
	} {
		found := &lines{}
		write(t, local, made, found)
		if len(found.want) == 0 {
			t.Errorf("the local stack has no %s", part)
		}
		same(t, part+" of the local stack and of Terraform", found.got, found.want)
	}
}

// lines are what Terraform makes, and what the local stack has.
type lines struct{ got, want []string }

// localf notes something of the local stack.
func (l *lines) localf(format string, args ...any) {
	l.want = append(l.want, fmt.Sprintf(format, args...))
}

// terraformf notes something that Terraform makes.
func (l *lines) terraformf(format string, args ...any) {
	l.got = append(l.got, fmt.Sprintf(format, args...))
}

func writeTables(t *testing.T, local definitions, made everything, out *lines) {
	t.Helper()
	for _, table := range local.Infrastructure.Tables {
		var indexes []string
		types := map[string]string{table.HashKey: "S"}
		if table.RangeKey != "" {
			types[table.RangeKey] = "S"
		}
		for _, index := range table.Indexes {
			types[index.HashKey], types[index.RangeKey] = "S", "S"
			if index.RangeIsNumber {
				types[index.RangeKey] = "N"
			}
			indexes = append(indexes, index.Name+":"+index.HashKey+"/"+index.RangeKey)
		}
		out.localf("%s %s/%s %v %v ttl=%s stream=%s", table.Name, table.HashKey, table.RangeKey, types, indexes, table.TTL, table.Stream)
	}
	for _, table := range made.all("aws_dynamodb_table") {
		var indexes []string
		types := map[string]string{}
		for _, attribute := range table.blocks("attribute") {
			types[attribute.text("name")] = attribute.text("type")
		}
		for _, index := range table.blocks("global_secondary_index") {
			indexes = append(indexes, index.text("name")+":"+index.text("hash_key")+"/"+index.text("range_key"))
		}
		stream := ""
		if table["stream_enabled"] == true {
			stream = table.text("stream_view_type")
		}
		out.terraformf("%s %s/%s %v %v ttl=%s stream=%s", table.text("name"), table.text("hash_key"), table.text("range_key"), types, indexes,
			table.block(t, "ttl").text("attribute_name"), stream)
	}
}

func writeBuckets(t *testing.T, local definitions, made everything, out *lines) {
	t.Helper()
	names := map[string]string{}
	for _, bucket := range local.Infrastructure.Buckets {
		name := bucketOnAWS(bucket.Name)
		names[name] = name
		if bucket.ExpireAfterDays > 0 {
			out.localf("%s expires after %d", name, bucket.ExpireAfterDays)
		}
		for _, rule := range bucket.CORS {
			out.localf("%s cors %v %v %v %d", name, rule.Origins, rule.Methods, rule.Headers, rule.MaxAgeSeconds)
		}
		for _, told := range bucket.Notifications {
			out.localf("%s tells %s of %v at %s: %s", name, told.Function, told.Events, told.Prefix, told.Name)
		}
		out.localf("%s", name)
	}
	for _, bucket := range made.all("aws_s3_bucket") {
		if name := bucket.text("bucket"); !strings.Contains(name, "-logs-") && !strings.Contains(name, "-site-") {
			out.terraformf("%s", name)
		}
	}
	for _, config := range made.all("aws_s3_bucket_lifecycle_configuration") {
		for _, rule := range config.blocks("rule") {
			for _, expiration := range rule.blocks("expiration") {
				if _, ours := names[config.text("bucket")]; ours {
					out.terraformf("%s expires after %s", config.text("bucket"), expiration.text("days"))
				}
			}
		}
	}
	for _, config := range made.all("aws_s3_bucket_cors_configuration") {
		for _, rule := range config.blocks("cors_rule") {
			out.terraformf("%s cors %v %v %v %s", config.text("bucket"), rule.texts("allowed_origins"), rule.texts("allowed_methods"), rule.texts("allowed_headers"), rule.text("max_age_seconds"))
		}
	}
	for _, config := range made.all("aws_s3_bucket_notification") {
		for _, told := range config.blocks("lambda_function") {
			out.terraformf("%s tells %s of %v at %s: %s", config.text("bucket"), last(told.text("lambda_function_arn"), ":"), told.texts("events"), told.text("filter_prefix"), told.text("id"))
		}
	}
}

func writeQueues(t *testing.T, local definitions, made everything, out *lines) {
	t.Helper()
	known := map[string]bool{}
	for _, queue := range local.Infrastructure.Queues {
		known[queue.Name] = true
		// SQS's defaults: half a minute, and four days.
		visible, kept := max(queue.VisibilitySeconds, 30), queue.RetentionDays
		if kept == 0 {
			kept = 4
		}
		out.localf("%s %ds %dd letters=%s after %d", queue.Name, visible, kept, queue.DeadLetters, queue.MaxReceives)
	}
	for _, queue := range made.all("aws_sqs_queue") {
		// Functions that the local stack calls without a queue have one for
		// letters on AWS.
		if !known[queue.text("name")] {
			continue
		}
		var redrive struct {
			Target string `json:"deadLetterTargetArn"`
			Most   int    `json:"maxReceiveCount"`
		}
		if policy := queue.text("redrive_policy"); strings.HasPrefix(policy, "{") {
			if err := json.Unmarshal([]byte(policy), &redrive); err != nil {
				t.Error(err)
			}
		}
		visible, kept := queue.number("visibility_timeout_seconds"), queue.number("message_retention_seconds")
		if visible == 0 {
			visible = 30
		}
		if kept == 0 {
			kept = 4 * 86400
		}
		out.terraformf("%s %ds %dd letters=%s after %d", queue.text("name"), visible, kept/86400, last(redrive.Target, ":"), redrive.Most)
	}
}

func writeFunctions(t *testing.T, local definitions, made everything, out *lines) {
	t.Helper()
	for _, function := range local.Infrastructure.Functions {
		out.localf("%s %dMB %ds %s", function.Name, function.MemoryMB, function.TimeoutSeconds, function.Parameters)
	}
	for _, function := range made.all("aws_lambda_function") {
		variables, _ := function.block(t, "environment")["variables"].(map[string]any)
		out.terraformf("%s %sMB %ss %v", function.text("function_name"), function.text("memory_size"), function.text("timeout"), variables["CRUDDUR_PARAMETERS_PATH"])
	}
}

func writeAPIs(t *testing.T, local definitions, made everything, out *lines) {
	t.Helper()
	for _, api := range local.Infrastructure.APIs {
		out.localf("%s %s: %s %s %v", api.Name, "authorizer", api.Authorizer.Name, api.Authorizer.Issuer, api.Authorizer.Audience)
		for _, route := range api.Routes {
			out.localf("%s %s > %s by %s", api.Name, route.Key, route.Function, api.Authorizer.Name)
		}
	}
	for _, api := range made.all("aws_apigatewayv2_api") {
		if api.text("protocol_type") != "HTTP" {
			continue
		}
		for _, one := range made.of("aws_apigatewayv2_authorizer", api) {
			tokens := one.block(t, "jwt_configuration")
			out.terraformf("%s authorizer: %s %s %v", api.text("name"), one.text("name"), tokens.text("issuer"), tokens.texts("audience"))
		}
		for _, route := range made.of("aws_apigatewayv2_route", api) {
			out.terraformf("%s %s > %s by %s", api.text("name"), route.text("route_key"), made.behind(t, route), made.asked(t, route))
		}
	}
}

func writeSockets(t *testing.T, local definitions, made everything, out *lines) {
	t.Helper()
	for _, api := range local.Infrastructure.SocketAPIs {
		out.localf("%s by %s at %s, asked at %s", api.Name, api.Selection, api.Stage, api.IdentitySource)
		for _, route := range api.Routes {
			authorizer, answered := "", ""
			if route == "$connect" {
				authorizer = "access-token"
			}
			if route == "$default" {
				answered = "$default"
			}
			out.localf("%s %s > %s by %q, answered by %q", api.Name, route, api.Function, authorizer, answered)
		}
	}
	for _, api := range made.all("aws_apigatewayv2_api") {
		if api.text("protocol_type") != "WEBSOCKET" {
			continue
		}
		stages, authorizers := made.of("aws_apigatewayv2_stage", api), made.of("aws_apigatewayv2_authorizer", api)
		if len(stages) != 1 || len(authorizers) != 1 || authorizers[0].text("authorizer_type") != "REQUEST" {
			t.Errorf("%s has %d stages and %d authorizers", api.text("name"), len(stages), len(authorizers))
			continue
		}
		out.terraformf("%s by %s at %s, asked at %s", api.text("name"), api.text("route_selection_expression"), stages[0].text("name"), strings.Join(authorizers[0].texts("identity_sources"), ","))
		for _, route := range made.of("aws_apigatewayv2_route", api) {
			out.terraformf("%s %s > %s by %q, answered by %q", api.text("name"), route.text("route_key"), made.behind(t, route), made.asked(t, route), route.text("route_response_selection_expression"))
		}
	}
}

func writeMappings(t *testing.T, local definitions, made everything, out *lines) {
	t.Helper()
	for _, mapping := range local.Infrastructure.StreamMappings {
		out.localf("%s > %s: %s, %d at once, %d times, %ds, else %s, each record reported, batches split, from now", mapping.Table, mapping.Function, mapping.Filter,
			mapping.BatchSize, mapping.Retries, mapping.MaxAgeSeconds, mapping.OnFailure)
	}
	for _, mapping := range local.Infrastructure.QueueMappings {
		out.localf("%s > %s: %d at once, each reported", mapping.Queue, mapping.Function, mapping.BatchSize)
	}
	for _, mapping := range made.all("aws_lambda_event_source_mapping") {
		source, function := mapping.text("event_source_arn"), last(mapping.text("function_name"), ":")
		reported := slices.Contains(mapping.texts("function_response_types"), "ReportBatchItemFailures")
		if strings.Contains(source, ":sqs:") {
			out.terraformf("%s > %s: %s at once, %s", last(source, ":"), function, mapping.text("batch_size"), said(reported, "each reported"))
			continue
		}
		table, _, _ := strings.Cut(last(source, "table/"), "/stream/")
		filter := mapping.block(t, "filter_criteria").block(t, "filter").text("pattern")
		letters := mapping.block(t, "destination_config").block(t, "on_failure").text("destination_arn")
		out.terraformf("%s > %s: %s, %s at once, %s times, %ss, else %s, %s, %s, %s", table, function, filter, mapping.text("batch_size"),
			mapping.text("maximum_retry_attempts"), mapping.text("maximum_record_age_in_seconds"), last(letters, ":"), said(reported, "each record reported"),
			said(mapping["bisect_batch_on_function_error"] == true, "batches split"), said(mapping.text("starting_position") == "LATEST", "from now"))
	}
}

func said(is bool, what string) string {
	if is {
		return what
	}
	return "not " + what
}

// last is what follows the last separator.
func last(text, separator string) string {
	if at := strings.LastIndex(text, separator); at >= 0 {
		return text[at+len(separator):]
	}
	return text
}
