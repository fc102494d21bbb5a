package test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
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
	config := filepath.Join(bench.Repository(), "terraform", ".tflint.hcl")
	if output, err := command(t, dir, program, "--recursive", "--no-color", "--config", config); err != nil {
		t.Errorf("tflint: %v\n%s", err, output)
	}
}

// checked are the folders that checkov looks at: modules by themselves, and as
// they are put together, where it knows the values.
var checked = []string{"modules", "environments", "bootstrap"}

// Checkov knows what auditors look for. What it is told to skip has its reason
// beside it, in the module or in .checkov.yaml.
func TestPolicies(t *testing.T) {
	t.Parallel()
	program := tool(t, "CHECKOV")
	dir := copied(t)
	for _, folder := range checked {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			output, err := command(t, dir, program,
				"--directory", folder, "--config-file", filepath.Join(bench.Repository(), "terraform", ".checkov.yaml"))
			if err != nil {
				t.Errorf("checkov: %v\n%s", err, output)
			}
			// Without this a folder that it can't read would pass.
			if !strings.Contains(output, "Failed checks: 0") || strings.Contains(output, "Passed checks: 0,") {
				t.Errorf("checkov has checked nothing:\n%s", output)
			}
		})
	}
}

// skip is what tells checkov or tflint to leave something out, and the rest of
// its line.
var skip = regexp.MustCompile(`(?:checkov:skip=|tflint-ignore:)\s*[\w-]*(.*)`)

// A skip has its reason beside it.
func TestSkipsHaveReasons(t *testing.T) {
	t.Parallel()
	found := 0
	for _, folder := range checked {
		err := filepath.WalkDir(filepath.Join(bench.Source(), folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(path) != ".tf" {
				return err
			}
			content, err := os.ReadFile(path)
			for _, one := range skip.FindAllStringSubmatch(string(content), -1) {
				found++
				if reason, ok := strings.CutPrefix(one[1], ": "); !ok || len(reason) < len("The same.") {
					t.Errorf("%s: %q has no reason", path, one[0])
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found == 0 {
		t.Error("no skip was found, though there are some")
	}
}
