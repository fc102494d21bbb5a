// Package rules knows what no schema says: which values an attribute takes,
// what excludes what, and what makes Terraform replace a resource.
//
// generated.json comes from public data; handwritten.go and checks.go hold what
// our modules could get wrong and that data does not say.
package rules

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/cruddur/cruddur/terraform/standin/internal/schema"
	"github.com/cruddur/cruddur/terraform/standin/internal/value"
)

//go:embed generated.json
var generated []byte

// Rules of all types.
type Rules map[string]*Rule

// Rule of one type of resource. Paths of attributes in blocks have dots.
type Rule struct {
	// Enums are the values that an attribute takes, by path.
	Enums map[string][]string `json:"enums"`
	// Replaces names the attributes whose change makes a new resource.
	Replaces []string `json:"replaces"`

	atMostOne  [][]string
	exactlyOne [][]string
	// ranges are the smallest and the largest number, by path.
	ranges map[string][2]float64
	// texts are what a text must be, by path.
	texts map[string]text
	// check looks at what the rest can't express, in the outermost block.
	check func(resource value.Object) []Problem
	// global marks what can be made in us-east-1 only.
	global func(resource value.Object) bool
}

// text is a condition on a string, and what to call it in an error.
type text struct {
	want string
	ok   func(string) bool
}

// Problem is what is wrong with one attribute.
type Problem struct {
	Attribute string
	Detail    string
}

func problem(attribute, format string, args ...any) Problem {
	return Problem{Attribute: attribute, Detail: fmt.Sprintf(format, args...)}
}

// Load reads the generated rules and adds the ones written by hand.
func Load() (Rules, error) {
	all := Rules{}
	if err := json.Unmarshal(generated, &all); err != nil {
		return nil, fmt.Errorf("read the generated rules: %w", err)
	}
	for name, mine := range handwritten() {
		rule := all.of(name)
		if rule.Enums == nil {
			rule.Enums = map[string][]string{}
		}
		maps.Copy(rule.Enums, mine.Enums)
		rule.Replaces = append(rule.Replaces, mine.Replaces...)
		rule.atMostOne, rule.exactlyOne = mine.atMostOne, mine.exactlyOne
		rule.ranges, rule.texts = mine.ranges, mine.texts
		rule.check, rule.global = mine.check, mine.global
	}
	return all, nil
}

func (r Rules) of(name string) *Rule {
	if r[name] == nil {
		r[name] = &Rule{}
	}
	return r[name]
}

// Validate lists what is wrong with a configuration of the type.
func (r Rules) Validate(name string, block *schema.Block, config tftypes.Value) []Problem {
	problems := unconfigurable(block, config)
	rule := r[name]
	if rule == nil {
		return problems
	}
	block.Visit(config, func(path string, _ *schema.Block, object value.Object) {
		for attribute, v := range object {
			problems = append(problems, rule.one(path+attribute, v)...)
		}
	})
	resource := value.Map(config)
	if resource == nil {
		return problems
	}
	problems = append(problems, rule.groups(resource)...)
	if rule.check != nil {
		problems = append(problems, rule.check(resource)...)
	}
	return problems
}

// Region lists what is wrong with making the resource in the region.
func (r Rules) Region(name, region string, resource value.Object) []Problem {
	rule := r[name]
	if rule == nil || rule.global == nil || region == "us-east-1" || !rule.global(resource) {
		return nil
	}
	return []Problem{problem("region", "for CloudFront it must be made in us-east-1, not in %s", region)}
}

// Replaced lists the changed attributes that make a new resource.
func (r Rules) Replaced(name string, before, after value.Object) []string {
	rule := r[name]
	if rule == nil {
		return nil
	}
	var changed []string
	for _, attribute := range rule.Replaces {
		if was, ok := before[attribute]; ok && !was.Equal(after[attribute]) {
			changed = append(changed, attribute)
		}
	}
	return changed
}

func (r *Rule) one(path string, v tftypes.Value) []Problem {
	var problems []Problem
	if listed := r.Enums[path]; listed != nil {
		for _, given := range append(value.Texts(v), value.Text(v)) {
			if given != "" && !slices.Contains(listed, given) {
				problems = append(problems, problem(path, "%q is none of %s", given, strings.Join(listed, ", ")))
			}
		}
	}
	if limits, ok := r.ranges[path]; ok {
		if number, ok := value.Number(v); ok && (number < limits[0] || number > limits[1]) {
			problems = append(problems, problem(path, "%v is not from %v to %v", number, limits[0], limits[1]))
		}
	}
	if wanted, ok := r.texts[path]; ok {
		for _, given := range append(value.Texts(v), value.Text(v)) {
			if given != "" && !wanted.ok(given) {
				problems = append(problems, problem(path, "%q is not %s", given, wanted.want))
			}
		}
	}
	return problems
}

// groups counts what is given. Of what isn't known yet nobody can say whether it
// will be there, so it breaks no rule.
func (r *Rule) groups(resource value.Object) []Problem {
	var problems []Problem
	for _, group := range r.atMostOne {
		if given := known(resource, set(resource, group)); len(given) > 1 {
			problems = append(problems, problem(given[0], "%s exclude each other", strings.Join(given, ", ")))
		}
	}
	for _, group := range r.exactlyOne {
		if given := set(resource, group); len(given) == 0 || len(known(resource, given)) > 1 {
			problems = append(problems, problem(group[0], "exactly one of %s is needed, %d are given", strings.Join(group, ", "), len(given)))
		}
	}
	return problems
}

func set(resource value.Object, names []string) []string {
	var given []string
	for _, name := range names {
		if value.IsSet(resource[name]) {
			given = append(given, name)
		}
	}
	return given
}

func known(resource value.Object, names []string) []string {
	var out []string
	for _, name := range names {
		if resource[name].IsKnown() {
			out = append(out, name)
		}
	}
	return out
}

// unconfigurable lists values given to attributes that only AWS decides.
// Terraform leaves this check to providers.
func unconfigurable(block *schema.Block, config tftypes.Value) []Problem {
	var problems []Problem
	block.Visit(config, func(path string, block *schema.Block, object value.Object) {
		for name, attribute := range block.Attributes {
			if !attribute.Configurable() && !object[name].IsNull() {
				problems = append(problems, problem(path+name, "its value is decided by AWS and can't be configured"))
			}
		}
	})
	return problems
}

// Paths are the attributes that the rule speaks of.
func (r *Rule) Paths() []string {
	paths := slices.Concat(r.Replaces, slices.Concat(r.atMostOne...), slices.Concat(r.exactlyOne...))
	paths = slices.AppendSeq(paths, maps.Keys(r.Enums))
	paths = slices.AppendSeq(paths, maps.Keys(r.ranges))
	return slices.AppendSeq(paths, maps.Keys(r.texts))
}
