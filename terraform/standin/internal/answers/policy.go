package answers

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"strconv"
	"strings"

	"github.com/cruddur/cruddur/terraform/standin/internal/value"
)

// document is a policy of IAM.
type document struct {
	Version   string      `json:"Version,omitempty"`
	ID        string      `json:"Id,omitempty"`
	Statement []statement `json:"Statement,omitempty"`
}

// statement has for each list a lone string or several: IAM reads both, and
// the provider writes both.
type statement struct {
	SID          string                    `json:"Sid,omitempty"`
	Effect       string                    `json:"Effect,omitempty"`
	Action       any                       `json:"Action,omitempty"`
	NotAction    any                       `json:"NotAction,omitempty"`
	Resource     any                       `json:"Resource,omitempty"`
	NotResource  any                       `json:"NotResource,omitempty"`
	Principal    any                       `json:"Principal,omitempty"`
	NotPrincipal any                       `json:"NotPrincipal,omitempty"`
	Condition    map[string]map[string]any `json:"Condition,omitempty"`
}

// policyDocument renders what a configuration says: first the documents it
// starts from, then its own statements, then what overrides them by Sid.
func policyDocument(asked Asked) (map[string]any, error) {
	out := document{Version: "2012-10-17", ID: value.Text(asked.Given["policy_id"])}
	if version := value.Text(asked.Given["version"]); version != "" {
		out.Version = version
	}
	for _, source := range value.Texts(asked.Given["source_policy_documents"]) {
		if err := out.add(source); err != nil {
			return nil, err
		}
	}
	sids := map[string]bool{}
	for _, given := range value.Objects(asked.Given["statement"]) {
		rendered, err := renderStatement(given)
		if err != nil {
			return nil, err
		}
		if rendered.SID != "" && sids[rendered.SID] {
			return nil, fmt.Errorf("two statements have the Sid %q", rendered.SID)
		}
		sids[rendered.SID] = true
		out.put(rendered)
	}
	for _, source := range value.Texts(asked.Given["override_policy_documents"]) {
		if err := out.override(source); err != nil {
			return nil, err
		}
	}
	return rendered(out)
}

func rendered(out document) (map[string]any, error) {
	indented, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("render the policy: %w", err)
	}
	small, err := json.Marshal(out)
	if err != nil {
		return nil, fmt.Errorf("render the policy: %w", err)
	}
	return map[string]any{
		"json": string(indented), "minified_json": string(small), "version": out.Version,
		"id": strconv.FormatUint(uint64(crc32.ChecksumIEEE(indented)), 10),
	}, nil
}

// put adds a statement, or replaces the one with its Sid.
func (d *document) put(added statement) {
	at := slices.IndexFunc(d.Statement, func(there statement) bool { return added.SID != "" && there.SID == added.SID })
	if at < 0 {
		d.Statement = append(d.Statement, added)
		return
	}
	d.Statement[at] = added
}

// add takes the statements of another document; their Sids must be new.
func (d *document) add(source string) error {
	var other document
	if err := json.Unmarshal([]byte(source), &other); err != nil {
		return fmt.Errorf("a source document is no policy: %w", err)
	}
	for _, added := range other.Statement {
		if slices.ContainsFunc(d.Statement, func(there statement) bool { return added.SID != "" && there.SID == added.SID }) {
			return fmt.Errorf("two source documents have the Sid %q", added.SID)
		}
		d.Statement = append(d.Statement, added)
	}
	return nil
}

func (d *document) override(source string) error {
	var other document
	if err := json.Unmarshal([]byte(source), &other); err != nil {
		return fmt.Errorf("an overriding document is no policy: %w", err)
	}
	for _, added := range other.Statement {
		d.put(added)
	}
	return nil
}

func renderStatement(given value.Object) (statement, error) {
	out := statement{SID: value.Text(given["sid"]), Effect: value.Text(given["effect"])}
	if out.Effect == "" {
		out.Effect = "Allow"
	}
	if out.Effect != "Allow" && out.Effect != "Deny" {
		return out, fmt.Errorf("the effect %q is neither Allow nor Deny", out.Effect)
	}
	actions, notActions := value.Texts(given["actions"]), value.Texts(given["not_actions"])
	if len(actions) > 0 && len(notActions) > 0 {
		return out, errors.New("a statement has actions and not_actions")
	}
	out.Action, out.NotAction = one(actions), one(notActions)
	out.Resource, out.NotResource = one(value.Texts(given["resources"])), one(value.Texts(given["not_resources"]))
	out.Principal, out.NotPrincipal = principals(value.Objects(given["principals"])), principals(value.Objects(given["not_principals"]))
	for _, condition := range value.Objects(given["condition"]) {
		test, variable := value.Text(condition["test"]), interpolated(value.Text(condition["variable"]))
		if out.Condition == nil {
			out.Condition = map[string]map[string]any{}
		}
		if out.Condition[test] == nil {
			out.Condition[test] = map[string]any{}
		}
		if _, twice := out.Condition[test][variable]; twice {
			return out, fmt.Errorf("two conditions are %s of %s", test, variable)
		}
		out.Condition[test][variable] = inOrder(value.Texts(condition["values"]))
	}
	return out, nil
}

// one is a set as the provider renders it: a lone member as a plain string,
// several in falling order.
func one(members []string) any {
	slices.Sort(members)
	slices.Reverse(members)
	return inOrder(members)
}

func inOrder(members []string) any {
	for i, member := range members {
		members[i] = interpolated(member)
	}
	switch len(members) {
	case 0:
		return nil
	case 1:
		return members[0]
	default:
		return members
	}
}

// interpolated writes IAM's variables, which in Terraform begin with an
// ampersand, as IAM has them.
func interpolated(text string) string { return strings.ReplaceAll(text, "&{", "${") }

func principals(given []value.Object) any {
	byKind := map[string][]string{}
	for _, principal := range given {
		kind := value.Text(principal["type"])
		byKind[kind] = append(byKind[kind], value.Texts(principal["identifiers"])...)
	}
	if everybody := byKind["*"]; len(byKind) == 1 && len(everybody) == 1 && everybody[0] == "*" {
		return "*"
	}
	if len(byKind) == 0 {
		return nil
	}
	out := map[string]any{}
	for kind, identifiers := range byKind {
		out[kind] = one(identifiers)
	}
	return out
}
