package test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const tripwire = `
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {}

data "aws_caller_identity" "this" {}

output "who" {
  value = data.aws_caller_identity.this.user_id
}
`

// Who answers is known: these tests would prove little if another provider
// did, and a deployment would if this one did.
func TestTripwire(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(tripwire), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(more map[string]string, args ...string) (string, error) {
		cmd := exec.CommandContext(t.Context(), "terraform", args...)
		cmd.Dir, cmd.Env = dir, environment(more)
		output, err := cmd.CombinedOutput()
		return string(output), err
	}
	if output, err := run(nil, "init", "-no-color"); err != nil {
		t.Fatal(err, output)
	}
	if output, err := run(nil, "apply", "-auto-approve", "-no-color"); err != nil || !strings.Contains(output, "AIDASTANDINSTANDINSTA") {
		t.Errorf("the stand-in did not answer: %v\n%s", err, output)
	}
	for _, args := range [][]string{{"validate", "-no-color"}, {"plan", "-no-color"}} {
		if output, err := run(map[string]string{"CRUDDUR_AWS_STANDIN": ""}, args...); err == nil || !strings.Contains(output, "stand-in") {
			t.Errorf("without leave, terraform %s: %v\n%s", args[0], err, output)
		}
	}
}
