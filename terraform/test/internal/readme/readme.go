// Package readme writes the tables of inputs and outputs in the
// modules' READMEs, from what the modules themselves say.
package readme

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-config-inspect/tfconfig"
)

// Marks around what is generated.
const (
	begin = "<!-- generated: make terraform-docs -->"
	end   = "<!-- end of what is generated -->"
)

// Update replaces the generated part of a module's README.
func Update(dir, readme string) (string, error) {
	module, diagnostics := tfconfig.LoadModule(dir)
	if diagnostics.HasErrors() {
		return "", fmt.Errorf("read the module %s: %w", dir, diagnostics.Err())
	}
	before, rest, found := strings.Cut(readme, begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return "", fmt.Errorf("%s/README.md lacks the lines %q and %q", dir, begin, end)
	}
	return before + begin + "\n\n" + tables(module) + end + after, nil
}

func tables(module *tfconfig.Module) string {
	var out strings.Builder
	out.WriteString("## Inputs\n\n| name | | type | default |\n| --- | --- | --- | --- |\n")
	variables := make([]*tfconfig.Variable, 0, len(module.Variables))
	for _, variable := range module.Variables {
		variables = append(variables, variable)
	}
	slices.SortFunc(variables, func(a, b *tfconfig.Variable) int { return a.Pos.Line - b.Pos.Line })
	for _, variable := range variables {
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", variable.Name, oneLine(variable.Description), code(variable.Type), standard(variable))
	}
	out.WriteString("\n## Outputs\n\n| name | |\n| --- | --- |\n")
	outputs := make([]*tfconfig.Output, 0, len(module.Outputs))
	for _, output := range module.Outputs {
		outputs = append(outputs, output)
	}
	slices.SortFunc(outputs, func(a, b *tfconfig.Output) int { return a.Pos.Line - b.Pos.Line })
	for _, output := range outputs {
		fmt.Fprintf(&out, "| `%s` | %s |\n", output.Name, oneLine(output.Description))
	}
	out.WriteString("\n")
	return out.String()
}

func standard(variable *tfconfig.Variable) string {
	if variable.Required {
		return "required"
	}
	text, err := json.Marshal(variable.Default)
	if err != nil {
		return "?"
	}
	return code(string(text))
}

func code(text string) string { return "`" + oneLine(text) + "`" }

// oneLine makes a text fit into a cell of a table.
func oneLine(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", "\\|")
}
