package test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/cruddur/cruddur/terraform/test/internal/readme"
)

func TestFormat(t *testing.T) {
	t.Parallel()
	if output, err := command(t, bench.Source(), "terraform", "fmt", "-check", "-diff", "-recursive", "-no-color", "."); err != nil {
		t.Errorf("terraform fmt -recursive terraform would change:\n%s", output)
	}
}

// The tables of inputs and outputs in READMEs are generated.
func TestDocumentation(t *testing.T) {
	t.Parallel()
	for _, name := range folders(t, "modules") {
		dir := filepath.Join(bench.Source(), "modules", name)
		current, err := os.ReadFile(filepath.Join(dir, "README.md"))
		if err != nil {
			t.Error(err)
			continue
		}
		wanted, err := readme.Update(dir, string(current))
		if err != nil {
			t.Error(err)
		} else if wanted != string(current) {
			t.Errorf("the tables in modules/%s/README.md are not current: run make terraform-docs", name)
		}
	}
}

// tool is the path of a program that `make terraform` installs.
func tool(t *testing.T, variable string) string {
	t.Helper()
	path := os.Getenv(variable)
	if path == "" {
		t.Fatalf("%s is not set: it names the program, which make terraform installs", variable)
	}
	if _, err := exec.LookPath(path); err != nil {
		t.Fatalf("%s: %v", variable, err)
	}
	return path
}

func TestLint(t *testing.T) {
	t.Parallel()
	program := tool(t, "TFLINT")
	dir := copied(t)
	config := filepath.Join(bench.Source(), ".tflint.hcl")
	if output, err := command(t, dir, program, "--recursive", "--no-color", "--config", config); err != nil {
		t.Errorf("tflint: %v\n%s", err, output)
	}
}

// Checkov knows what auditors look for. What it is told to skip has its reason
// beside it, in the module or in .checkov.yaml.
func TestPolicies(t *testing.T) {
	t.Parallel()
	program := tool(t, "CHECKOV")
	dir := copied(t)
	output, err := command(t, dir, program,
		"--directory", "modules", "--config-file", filepath.Join(bench.Source(), ".checkov.yaml"))
	if err != nil {
		t.Errorf("checkov: %v\n%s", err, output)
	}
}
