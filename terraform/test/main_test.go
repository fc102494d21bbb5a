// Package test holds the modules against the stand-in of the AWS provider:
// ../README.md tells what that proves and what it doesn't.
package test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gruntwork-io/terratest/modules/logger"
	"github.com/gruntwork-io/terratest/modules/terraform"

	"github.com/cruddur/cruddur/terraform/test/internal/workbench"
)

var bench *workbench.Bench

// broken says that the modules are not the repository's: TestBreakages looks
// what the other tests say of them.
var broken = os.Getenv(workbench.Broken) != ""

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "cruddur-terraform-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(dir)
	bench, err = workbench.New(context.Background(), "..", dir)
	if err != nil {
		return 1, err
	}
	return m.Run(), nil
}

// copied is a copy of everything, in which a test may work.
func copied(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := bench.Copy(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// options for Terratest in a folder.
func options(t *testing.T, dir string) *terraform.Options {
	t.Helper()
	return terraform.WithDefaultRetryableErrors(t, &terraform.Options{
		TerraformBinary: "terraform", TerraformDir: dir, EnvVars: bench.Environment(),
		NoColor: true, Logger: logger.Discard,
	})
}

// command runs a program in a folder with the bench's environment.
func command(t *testing.T, dir, program string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir = dir
	cmd.Env = environment(nil)
	output, err := cmd.CombinedOutput()
	return string(output), err
}

// environment is this process' with the bench's over it, and more over that.
func environment(more map[string]string) []string {
	values := bench.Environment()
	maps.Copy(values, more)
	var out []string
	for _, pair := range os.Environ() {
		if name, _, _ := strings.Cut(pair, "="); !strings.HasPrefix(name, "TF_") && !strings.HasPrefix(name, "AWS_") {
			out = append(out, pair)
		}
	}
	for name, v := range values {
		if v != "" {
			out = append(out, name+"="+v)
		}
	}
	return out
}

// folders lists the modules, examples or other folders.
func folders(t *testing.T, in string) []string {
	t.Helper()
	names, err := bench.Folders(in)
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Fatalf("there is nothing in %s", filepath.Join(bench.Source(), in))
	}
	return names
}
