package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/terraform/standin/internal/rules"
	"github.com/cruddur/cruddur/terraform/standin/internal/schema"
)

// Every rule must fit the schema: one for an attribute that isn't there would
// never find anything.
func TestRulesFitTheSchema(t *testing.T) {
	t.Parallel()
	known, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	all, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, rule := range all {
		kind := known.Resources[name]
		if kind == nil {
			t.Errorf("rules for %s, which the schema does not have", name)
			continue
		}
		for _, path := range rule.Paths() {
			if !has(&kind.Block, strings.Split(path, ".")) {
				t.Errorf("a rule for %s of %s, which is not there", path, name)
			}
		}
	}
}

func has(block *schema.Block, path []string) bool {
	if nested := block.Blocks[path[0]]; nested != nil {
		return len(path) == 1 || has(&nested.Block, path[1:])
	}
	return len(path) == 1 && block.Attributes[path[0]] != nil
}

func TestGeneratedRules(t *testing.T) {
	t.Parallel()
	all, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(all["aws_vpc"].Replaces, "cidr_block") || !slices.Contains(all["aws_lb_target_group"].Enums["target_type"], "ip") {
		t.Errorf("vpc %+v, target group %+v", all["aws_vpc"], all["aws_lb_target_group"])
	}
	// Made by hand over what is generated, and not lost by it.
	if !slices.Contains(all["aws_ssm_parameter"].Enums["type"], "SecureString") || all["aws_ssm_parameter"].Enums["tier"] == nil {
		t.Errorf("parameter %+v", all["aws_ssm_parameter"])
	}
}
