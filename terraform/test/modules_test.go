package test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every module is valid by itself, and passes its own tests with a mocked
// provider. GitHub runs the same files against the real provider's schema.
func TestModules(t *testing.T) {
	t.Parallel()
	dir := copied(t)
	for _, name := range folders(t, "modules") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			module := filepath.Join(dir, "modules", name)
			for _, args := range [][]string{{"init", "-no-color", "-input=false"}, {"validate", "-no-color"}, {"test", "-no-color"}} {
				if output, err := command(t, module, "terraform", args...); err != nil {
					t.Fatalf("terraform %s: %v\n%s", args[0], err, output)
				}
			}
		})
	}
}

// A module has everything that the others have.
func TestModulesAreWhole(t *testing.T) {
	t.Parallel()
	examples := folders(t, "examples")
	listed := repositoryFile(t, "terraform/README.md")
	for _, name := range folders(t, "modules") {
		for _, file := range []string{"README.md", "versions.tf", "variables.tf", "outputs.tf", "main.tf"} {
			if _, err := os.Stat(filepath.Join(bench.Source(), "modules", name, file)); err != nil {
				t.Errorf("the module %s has no %s", name, file)
			}
		}
		if tests, err := filepath.Glob(filepath.Join(bench.Source(), "modules", name, "tests", "*.tftest.hcl")); err != nil || len(tests) == 0 {
			t.Errorf("the module %s has no test of its own", name)
		}
		if !slices.Contains(examples, name) {
			t.Errorf("the module %s has no example", name)
			continue
		}
		example, err := os.ReadFile(filepath.Join(bench.Source(), "examples", name, "main.tf"))
		if err != nil || !strings.Contains(string(example), `source = "../../modules/`+name+`"`) {
			t.Errorf("the example %s does not use its module: %v", name, err)
		}
		if _, ok := mustFail()[name]; !ok {
			t.Errorf("the module %s has no inputs that it must refuse", name)
		}
		if !strings.Contains(listed, "](modules/"+name+")") {
			t.Errorf("README.md does not list the module %s", name)
		}
	}
	for _, name := range examples {
		if !slices.Contains(folders(t, "modules"), name) {
			t.Errorf("the example %s is of no module", name)
		}
	}
}
