package test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// values are a module's inputs, by name.
type values = map[string]any

// refusals are inputs that a module must not take.
type refusals struct {
	// base is what the module takes.
	base values
	// cases are changes to it, by what is wrong, that it must refuse.
	cases map[string]refusal
}

type refusal struct {
	change values
	// want is part of the message.
	want string
}

// Each module refuses what it should, and says what to write instead.
func TestRefusals(t *testing.T) {
	t.Parallel()
	dir := copied(t)
	for _, name := range folders(t, "modules") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			suite, ok := mustFail()[name]
			if !ok {
				t.Fatalf("there is no must-fail suite for the module %s", name)
			}
			module := filepath.Join(dir, "modules", name)
			if output, err := command(t, module, "terraform", "init", "-no-color", "-input=false"); err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			if said, err := plan(t, module, suite.base); err != nil {
				t.Fatalf("the base is refused: %v\n%s", err, said)
			}
			refused := suite.run(t, module)
			for _, message := range messages(t, module) {
				if !slices.ContainsFunc(refused, func(said string) bool { return strings.Contains(said, message) }) {
					t.Errorf("no case meets the condition with the message %q", message)
				}
			}
		})
	}
}

// run plans every case, and returns what was said about them.
func (s refusals) run(t *testing.T, module string) []string {
	t.Helper()
	said := make([]string, 0, len(s.cases))
	for name, one := range s.cases {
		inputs := maps.Clone(s.base)
		maps.Copy(inputs, one.change)
		got, err := plan(t, module, inputs)
		if err == nil {
			t.Errorf("%s: was taken", name)
		} else if !strings.Contains(got, one.want) {
			t.Errorf("%s: got %q, want %q", name, got, one.want)
		}
		said = append(said, got)
	}
	return said
}

// plan returns the errors of a plan, each in one line. Inputs that are nil are
// left out.
func plan(t *testing.T, module string, inputs values) (string, error) {
	t.Helper()
	given := maps.Clone(inputs)
	maps.DeleteFunc(given, func(_ string, v any) bool { return v == nil })
	content, err := json.Marshal(given)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "inputs.tfvars.json")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	output, err := command(t, module, "terraform", "plan", "-json", "-input=false", "-lock=false", "-refresh=false", "-var-file="+file)
	var said []string
	for line := range strings.Lines(output) {
		var event struct {
			Level      string `json:"@level"`
			Message    string `json:"@message"`
			Diagnostic struct {
				Detail string `json:"detail"`
			} `json:"diagnostic"`
		}
		if json.Unmarshal([]byte(line), &event) == nil && event.Level == "error" {
			said = append(said, fmt.Sprintf("%s: %s", event.Message, event.Diagnostic.Detail))
		}
	}
	return strings.Join(said, "\n"), err
}

// messages are those of all conditions that a module states: validations of
// its variables, preconditions and checks. A message with parts that are
// computed is represented by its longest constant part.
func messages(t *testing.T, module string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(module, "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, file := range files {
		parsed, diagnostics := hclparse.NewParser().ParseHCLFile(file)
		if diagnostics.HasErrors() {
			t.Fatal(diagnostics)
		}
		body, ok := parsed.Body.(*hclsyntax.Body)
		if !ok {
			t.Fatalf("%s is not HCL", file)
		}
		out = append(out, messagesIn(body)...)
	}
	return out
}

func messagesIn(body *hclsyntax.Body) []string {
	var out []string
	for _, block := range body.Blocks {
		if attribute := block.Body.Attributes["error_message"]; attribute != nil {
			out = append(out, longestConstant(attribute.Expr))
		}
		out = append(out, messagesIn(block.Body)...)
	}
	return out
}

func longestConstant(expression hclsyntax.Expression) string {
	var longest string
	_ = hclsyntax.VisitAll(expression, func(node hclsyntax.Node) hcl.Diagnostics {
		if literal, ok := node.(*hclsyntax.LiteralValueExpr); ok && literal.Val.Type().FriendlyName() == "string" {
			if text := literal.Val.AsString(); len(text) > len(longest) {
				longest = text
			}
		}
		return nil
	})
	return strings.TrimSpace(longest)
}
