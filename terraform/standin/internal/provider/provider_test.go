package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/cruddur/cruddur/terraform/standin/internal/provider"
	"github.com/cruddur/cruddur/terraform/standin/internal/schema"
	"github.com/cruddur/cruddur/terraform/standin/internal/value"
)

// standIn is a running stand-in in us-east-1, and the schema that it serves.
type standIn struct {
	*provider.Provider
	schema *schema.Provider
}

func start(t *testing.T) standIn {
	t.Helper()
	known, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	running, err := provider.New(func(name string) string { return map[string]string{provider.Variable: "1"}[name] })
	if err != nil {
		t.Fatal(err)
	}
	return standIn{running, known}
}

// config is a resource's configuration: what is not given is null.
func (s standIn) config(t *testing.T, kind string, given map[string]any) tftypes.Value {
	t.Helper()
	block := s.schema.Resources[kind].Block
	object := value.Object{}
	for name, attribute := range block.Attributes {
		v, ok := given[name]
		if !ok {
			v = nil
		}
		if whole, ok := v.(tftypes.Value); ok {
			object[name] = whole
			continue
		}
		object[name] = tftypes.NewValue(attribute.Type, v)
	}
	for name, nested := range block.Blocks {
		if nested.Mode == "single" {
			object[name] = tftypes.NewValue(nested.Type(), nil)
			continue
		}
		object[name] = tftypes.NewValue(nested.Type(), []tftypes.Value{})
	}
	return tftypes.NewValue(block.Type(), object)
}

func (s standIn) validate(t *testing.T, kind string, given map[string]any) string {
	t.Helper()
	out, err := s.ValidateResourceTypeConfig(t.Context(), &tfprotov5.ValidateResourceTypeConfigRequest{
		TypeName: kind, Config: dynamic(t, s.config(t, kind, given)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return text(out.Diagnostics)
}

func (s standIn) plan(t *testing.T, kind string, prior, proposed tftypes.Value) *tfprotov5.PlanResourceChangeResponse {
	t.Helper()
	out, err := s.PlanResourceChange(t.Context(), &tfprotov5.PlanResourceChangeRequest{
		TypeName: kind, PriorState: dynamic(t, prior), ProposedNewState: dynamic(t, proposed), Config: dynamic(t, proposed),
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// apply makes a resource and returns its state.
func (s standIn) apply(t *testing.T, kind string, given map[string]any) tftypes.Value {
	t.Helper()
	whole := s.schema.Resources[kind].Block.Type()
	planned := s.plan(t, kind, tftypes.NewValue(whole, nil), s.config(t, kind, given))
	made, err := s.ApplyResourceChange(t.Context(), &tfprotov5.ApplyResourceChangeRequest{TypeName: kind, PlannedState: planned.PlannedState})
	if err != nil {
		t.Fatal(err)
	}
	state, err := made.NewState.Unmarshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func dynamic(t *testing.T, v tftypes.Value) *tfprotov5.DynamicValue {
	t.Helper()
	out, err := tfprotov5.NewDynamicValue(v.Type(), v)
	if err != nil {
		t.Fatal(err)
	}
	return &out
}

func text(diagnostics []*tfprotov5.Diagnostic) string {
	lines := make([]string, 0, len(diagnostics))
	for _, diagnostic := range diagnostics {
		lines = append(lines, diagnostic.Detail)
	}
	return strings.Join(lines, "\n")
}

func TestRefusesUnlessWanted(t *testing.T) {
	t.Parallel()
	for _, variable := range []string{"", "0", "true"} {
		running, err := provider.New(func(string) string { return variable })
		if err != nil {
			t.Fatal(err)
		}
		answered, err := running.GetProviderSchema(t.Context(), &tfprotov5.GetProviderSchemaRequest{})
		if err != nil || !strings.Contains(text(answered.Diagnostics), "Set "+provider.Variable+"=1") {
			t.Errorf("with %q: %v, error %v", variable, answered.Diagnostics, err)
		}
	}
	answered, err := start(t).GetProviderSchema(t.Context(), &tfprotov5.GetProviderSchemaRequest{})
	if err != nil || len(answered.Diagnostics) != 0 {
		t.Errorf("when wanted: %v, error %v", answered.Diagnostics, err)
	}
}

func TestRefusesWhatIsUnknown(t *testing.T) {
	t.Parallel()
	running := start(t)
	if _, err := running.ValidateResourceTypeConfig(t.Context(), &tfprotov5.ValidateResourceTypeConfigRequest{TypeName: "aws_made_up"}); err == nil {
		t.Error("an unknown resource was taken")
	}
	if _, err := running.ReadDataSource(t.Context(), &tfprotov5.ReadDataSourceRequest{TypeName: "aws_made_up"}); err == nil {
		t.Error("an unknown data source was taken")
	}
	imported, err := running.ImportResourceState(t.Context(), &tfprotov5.ImportResourceStateRequest{TypeName: "aws_vpc"})
	if err != nil || len(imported.Diagnostics) == 0 {
		t.Error("an import succeeded")
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	running := start(t)
	unknown := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	for name, test := range map[string]struct {
		kind  string
		given map[string]any
		want  string
	}{
		"fine":               {"aws_vpc", map[string]any{"cidr_block": "10.0.0.0/16"}, ""},
		"computed":           {"aws_vpc", map[string]any{"cidr_block": "10.0.0.0/16", "arn": "arn:aws:x"}, "aws_vpc: arn: its value is decided by AWS"},
		"enum":               {"aws_vpc", map[string]any{"instance_tenancy": "shared"}, `"shared" is none of dedicated, default, host`},
		"cidr":               {"aws_vpc", map[string]any{"cidr_block": "10.0.0.1/16"}, "is not a CIDR block"},
		"range":              {"aws_sqs_queue", map[string]any{"message_retention_seconds": 30}, "30 is not from 60 to"},
		"at most one":        {"aws_lb", map[string]any{"name": "a", "name_prefix": "b"}, "name, name_prefix exclude each other"},
		"exactly one":        {"aws_vpc_security_group_ingress_rule", map[string]any{"security_group_id": "sg-1", "ip_protocol": "tcp"}, "exactly one of cidr_ipv4"},
		"long name":          {"aws_lb", map[string]any{"name": strings.Repeat("x", 33)}, "at most 32"},
		"unknown counts":     {"aws_vpc_security_group_ingress_rule", map[string]any{"security_group_id": unknown, "ip_protocol": "-1", "referenced_security_group_id": unknown}, ""},
		"http certificate":   {"aws_lb_listener", map[string]any{"protocol": "HTTPS", "load_balancer_arn": unknown}, "needs a certificate"},
		"keys not declared":  {"aws_dynamodb_table", map[string]any{"name": "table", "hash_key": "pk"}, "pk is a key and is not declared"},
		"retention":          {"aws_cloudwatch_log_group", map[string]any{"retention_in_days": 10}, "10 is none of"},
		"password missing":   {"aws_db_instance", map[string]any{"username": "a", "skip_final_snapshot": true, "instance_class": "x"}, "manage_master_user_password"},
		"queue with streams": {"aws_lambda_event_source_mapping", map[string]any{"event_source_arn": "arn:aws:sqs:x:1:q", "function_name": "f", "starting_position": "LATEST"}, "a queue takes none"},
		"fargate size":       {"aws_ecs_task_definition", map[string]any{"family": "f", "requires_compatibilities": []tftypes.Value{tftypes.NewValue(tftypes.String, "FARGATE")}, "network_mode": "awsvpc", "cpu": "256", "memory": "4096", "execution_role_arn": "arn:aws:iam::1:role/x", "container_definitions": `[{"name":"a","image":"b"}]`}, "no task of 256 CPU units and 4096 MiB"},
		"containers":         {"aws_ecs_task_definition", map[string]any{"family": "f", "container_definitions": `[{"name":"a","image":"b","dependsOn":[{"containerName":"c","condition":"START"}]}]`}, "a depends on c, which is not there"},
		"secret in clear":    {"aws_ssm_parameter", map[string]any{"name": "/a", "type": "SecureString", "insecure_value": "x"}, "takes value or value_wo"},
		"policy":             {"aws_iam_role_policy", map[string]any{"role": "r", "policy": "{"}, "is not a policy in JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := running.validate(t, test.kind, test.given)
			if test.want == "" && got != "" || !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestSecondPlanIsEmpty(t *testing.T) {
	t.Parallel()
	running := start(t)
	for kind, given := range map[string]map[string]any{
		"aws_vpc":            {"cidr_block": "10.0.0.0/16"},
		"aws_sqs_queue":      {"name": "q"},
		"aws_iam_role":       {"name": "r", "assume_role_policy": "{}"},
		"aws_ssm_parameter":  {"name": "/a", "type": "SecureString", "value_wo": "secret", "value_wo_version": 1},
		"aws_dynamodb_table": {"name": "table"},
	} {
		state := running.apply(t, kind, given)
		if !state.IsFullyKnown() {
			t.Errorf("%s is not wholly known", kind)
		}
		planned := running.plan(t, kind, state, state)
		again, err := planned.PlannedState.Unmarshal(state.Type())
		if err != nil || !again.Equal(state) || len(planned.RequiresReplace) != 0 {
			t.Errorf("%s changes by itself: error %v, replaces %v", kind, err, planned.RequiresReplace)
		}
	}
}

func TestWriteOnlyIsInNoState(t *testing.T) {
	t.Parallel()
	state := start(t).apply(t, "aws_ssm_parameter", map[string]any{"name": "/a", "type": "SecureString", "value_wo": "a secret", "value_wo_version": 1})
	if strings.Contains(state.String(), "a secret") {
		t.Errorf("the state has the secret: %s", state)
	}
}

func TestReplaced(t *testing.T) {
	t.Parallel()
	running := start(t)
	state := running.apply(t, "aws_sqs_queue", map[string]any{"name": "before", "delay_seconds": 1})
	changed := value.Map(state)
	changed["delay_seconds"] = tftypes.NewValue(tftypes.Number, 2)
	if planned := running.plan(t, "aws_sqs_queue", state, tftypes.NewValue(state.Type(), changed)); len(planned.RequiresReplace) != 0 {
		t.Errorf("a delay replaces the queue: %v", planned.RequiresReplace)
	}
	changed["name"] = tftypes.NewValue(tftypes.String, "after")
	if planned := running.plan(t, "aws_sqs_queue", state, tftypes.NewValue(state.Type(), changed)); len(planned.RequiresReplace) != 1 {
		t.Errorf("a name replaces nothing: %v", planned.RequiresReplace)
	}
}

func TestMadeUpValues(t *testing.T) {
	t.Parallel()
	first, second := start(t), start(t)
	given := map[string]any{"name": "q"}
	one, two := first.apply(t, "aws_sqs_queue", given), second.apply(t, "aws_sqs_queue", given)
	if !one.Equal(two) {
		t.Errorf("the same configuration makes different queues:\n%s\n%s", one, two)
	}
	if got := value.Text(value.Map(one)["arn"]); got != "arn:aws:sqs:us-east-1:123456789012:q" {
		t.Errorf("arn %q", got)
	}
	group := map[string]any{"name": "g", "vpc_id": "vpc-1"}
	a, b := first.apply(t, "aws_security_group", group), first.apply(t, "aws_security_group", group)
	if value.Text(value.Map(a)["id"]) == value.Text(value.Map(b)["id"]) {
		t.Error("two groups have the same id")
	}
	task := first.apply(t, "aws_ecs_task_definition", map[string]any{"family": "f", "container_definitions": "[]"})
	other := first.apply(t, "aws_ecs_task_definition", map[string]any{"family": "f", "container_definitions": "[ ]"})
	if value.Text(value.Map(task)["arn"]) == value.Text(value.Map(other)["arn"]) {
		t.Error("two revisions of a task have the same ARN")
	}
}

func TestCloudFrontIsInOneRegion(t *testing.T) {
	t.Parallel()
	running := start(t)
	config := running.config(t, "aws_wafv2_ip_set", map[string]any{"name": "x", "scope": "CLOUDFRONT", "region": "eu-west-1"})
	planned := running.plan(t, "aws_wafv2_ip_set", tftypes.NewValue(config.Type(), nil), config)
	if got := text(planned.Diagnostics); !strings.Contains(got, "us-east-1") {
		t.Errorf("got %q", got)
	}
}
