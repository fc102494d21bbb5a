package answers_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/cruddur/cruddur/terraform/standin/internal/answers"
	"github.com/cruddur/cruddur/terraform/standin/internal/schema"
	"github.com/cruddur/cruddur/terraform/standin/internal/value"
)

// empty is the value of a block in which nothing is written.
func empty(block *schema.Block) value.Object {
	object := value.Object{}
	for name, attribute := range block.Attributes {
		object[name] = tftypes.NewValue(attribute.Type, nil)
	}
	for name, nested := range block.Blocks {
		if nested.Mode == "single" {
			object[name] = tftypes.NewValue(nested.Type(), nil)
			continue
		}
		object[name] = tftypes.NewValue(nested.Type(), []tftypes.Value{})
	}
	return object
}

func ask(t *testing.T, kind string, give func(*schema.Block, value.Object)) (value.Object, error) {
	t.Helper()
	known, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	block := &known.DataSources[kind].Block
	given := empty(block)
	give(block, given)
	state, err := answers.Answer(kind, block, answers.Asked{Region: "eu-west-1", Given: given})
	return value.Map(state), err
}

func named(name string) func(*schema.Block, value.Object) {
	return func(_ *schema.Block, given value.Object) { given["name"] = tftypes.NewValue(tftypes.String, name) }
}

func nothing(*schema.Block, value.Object) {}

func TestAnswers(t *testing.T) {
	t.Parallel()
	caller, err := ask(t, "aws_caller_identity", nothing)
	if err != nil || value.Text(caller["user_id"]) != answers.UserID {
		t.Errorf("the caller does not say who answered: %v, error %v", caller, err)
	}
	zones, err := ask(t, "aws_availability_zones", nothing)
	if err != nil || !reflect.DeepEqual(value.Texts(zones["names"]), []string{"eu-west-1a", "eu-west-1b", "eu-west-1c"}) {
		t.Errorf("zones %v, error %v", zones, err)
	}
	policy, err := ask(t, "aws_cloudfront_cache_policy", named("Managed-CachingDisabled"))
	if err != nil || value.Text(policy["id"]) != "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" {
		t.Errorf("policy %v, error %v", policy, err)
	}
}

func TestWhatIsNotThere(t *testing.T) {
	t.Parallel()
	for kind, name := range map[string]string{
		"aws_cloudfront_cache_policy": "Managed-MadeUp", "aws_ec2_managed_prefix_list": "mine",
		"aws_ssm_parameter": "/other/name", "aws_route53_zone": "cruddur.com",
	} {
		if _, err := ask(t, kind, named(name)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s %s: %v", kind, name, err)
		}
	}
	if _, err := ask(t, "aws_ecr_repository", nothing); err == nil || !strings.Contains(err.Error(), "no answer") {
		t.Errorf("a data source without an answer: %v", err)
	}
}

// statement is one of a policy document; what is not given is null or empty.
func statement(block *schema.Block, given map[string]any) tftypes.Value {
	nested := block.Blocks["statement"]
	object := empty(&nested.Block)
	for name, v := range given {
		switch v := v.(type) {
		case string:
			object[name] = tftypes.NewValue(tftypes.String, v)
		case []string:
			object[name] = tftypes.NewValue(nested.Block.Attributes[name].Type, texts(v...))
		case []tftypes.Value:
			object[name] = tftypes.NewValue(nested.Block.Blocks[name].Type(), v)
		}
	}
	return tftypes.NewValue(nested.Block.Type(), object)
}

func texts(all ...string) []tftypes.Value {
	out := make([]tftypes.Value, 0, len(all))
	for _, one := range all {
		out = append(out, tftypes.NewValue(tftypes.String, one))
	}
	return out
}

// nested is a block of a kind inside a statement.
func nested(in *schema.Block, kind string, given map[string]any) tftypes.Value {
	inner := in.Blocks["statement"].Block.Blocks[kind].Block
	object := empty(&inner)
	for name, v := range given {
		if many, ok := v.([]string); ok {
			v = texts(many...)
		}
		object[name] = tftypes.NewValue(inner.Attributes[name].Type, v)
	}
	return tftypes.NewValue(inner.Type(), object)
}

func policy(t *testing.T, statements func(*schema.Block) []tftypes.Value, more map[string][]string) (map[string]any, error) {
	t.Helper()
	state, err := ask(t, "aws_iam_policy_document", func(block *schema.Block, given value.Object) {
		given["statement"] = tftypes.NewValue(block.Blocks["statement"].Type(), statements(block))
		for name, documents := range more {
			given[name] = tftypes.NewValue(block.Attributes[name].Type, texts(documents...))
		}
	})
	if err != nil {
		return nil, err
	}
	var out map[string]any
	if err := json.Unmarshal([]byte(value.Text(state["json"])), &out); err != nil {
		t.Fatal(err)
	}
	return out, nil
}

func TestPolicyDocument(t *testing.T) {
	t.Parallel()
	got, err := policy(t, func(block *schema.Block) []tftypes.Value {
		return []tftypes.Value{
			statement(block, map[string]any{
				"sid": "Read", "actions": []string{"s3:GetObject", "s3:ListBucket"}, "resources": []string{"arn:aws:s3:::b/&{aws:username}"},
				"condition": []tftypes.Value{nested(block, "condition", map[string]any{
					"test": "StringEquals", "variable": "aws:SourceAccount", "values": []string{"b", "a"},
				})},
			}),
			statement(block, map[string]any{
				"effect": "Deny", "actions": []string{"s3:*"}, "resources": []string{"*"},
				"principals": []tftypes.Value{nested(block, "principals", map[string]any{"type": "*", "identifiers": []string{"*"}})},
			}),
		}
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"Version": "2012-10-17", "Statement": []any{
		map[string]any{
			"Sid": "Read", "Effect": "Allow", "Action": []any{"s3:ListBucket", "s3:GetObject"}, "Resource": "arn:aws:s3:::b/${aws:username}",
			"Condition": map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": []any{"b", "a"}}},
		},
		map[string]any{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": "*"},
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestPolicyDocumentsMerge(t *testing.T) {
	t.Parallel()
	const base, override = `{"Statement":[{"Sid":"Base","Effect":"Allow","Action":"a:B","Resource":"*"}]}`, `{"Statement":[{"Sid":"Mine","Effect":"Deny","Action":"a:C","Resource":"*"}]}`
	mine := func(block *schema.Block) []tftypes.Value {
		return []tftypes.Value{statement(block, map[string]any{"sid": "Mine", "actions": []string{"a:A"}, "resources": []string{"r"}})}
	}
	got, err := policy(t, mine, map[string][]string{"source_policy_documents": {base}, "override_policy_documents": {override}})
	if err != nil {
		t.Fatal(err)
	}
	statements, _ := got["Statement"].([]any)
	if len(statements) != 2 || statements[1].(map[string]any)["Effect"] != "Deny" {
		t.Errorf("got %v", got)
	}
	if _, err := policy(t, mine, map[string][]string{"source_policy_documents": {base, base}}); err == nil {
		t.Error("two sources with one Sid were merged")
	}
	twice := func(block *schema.Block) []tftypes.Value { return append(mine(block), mine(block)...) }
	if _, err := policy(t, twice, nil); err == nil {
		t.Error("two statements have one Sid")
	}
	wrong := func(block *schema.Block) []tftypes.Value {
		return []tftypes.Value{statement(block, map[string]any{"effect": "allow", "actions": []string{"a:A"}})}
	}
	if _, err := policy(t, wrong, nil); err == nil {
		t.Error("an effect that IAM doesn't know was rendered")
	}
}
