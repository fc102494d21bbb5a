package test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-config-inspect/tfconfig"
)

// deployPage is docs/deploy.md, which strangers follow to the letter.
func deployPage(t *testing.T) string {
	t.Helper()
	return repositoryFile(t, "docs/deploy.md")
}

func repositoryFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(bench.Repository(), path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// found lists what a pattern's group matches in a text, each once.
func found(t *testing.T, text, pattern string) []string {
	t.Helper()
	once := map[string]bool{}
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		once[match[1]] = true
	}
	if len(once) == 0 {
		t.Errorf("nothing is like %s", pattern)
	}
	return slices.Sorted(maps.Keys(once))
}

// What the page has people type is there: targets, commands, outputs, folders and
// files.
func TestDeployPageNamesWhatExists(t *testing.T) {
	t.Parallel()
	text := deployPage(t)
	makefile := repositoryFile(t, "Makefile")
	for _, target := range found(t, text, "[`\n]make ([a-z-]+)") {
		if !regexp.MustCompile(`(?m)^` + target + `:`).MatchString(makefile) {
			t.Errorf("there is no make %s", target)
		}
	}
	outputs := outputsOf(t, "bootstrap", "environments/staging", "environments/production")
	for _, name := range found(t, text, `terraform output (?:-raw |-json )?([a-z_]+)`) {
		if !outputs[name] {
			t.Errorf("there is no output %s", name)
		}
	}
	for _, folder := range found(t, text, `\bcd ([\w./$-]+)`) {
		exists(t, strings.ReplaceAll(folder, "$name", "staging"))
	}
	for _, link := range found(t, text, `\]\(([^)#:]+)`) {
		exists(t, filepath.Join("docs", link))
	}
	for _, program := range found(t, text, ` \./([a-z]+/cmd/[a-z]+)`) {
		exists(t, program)
	}
	for _, file := range found(t, text, "`([a-z]+\\.tf(?:vars\\.example)?)`") {
		for _, folder := range []string{"bootstrap", "environments/staging", "environments/production"} {
			exists(t, filepath.Join("terraform", folder, file))
		}
	}
}

func exists(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(bench.Repository(), path)); err != nil {
		t.Errorf("docs/deploy.md: %v", err)
	}
}

func outputsOf(t *testing.T, configurations ...string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, folder := range configurations {
		module, diagnostics := tfconfig.LoadModule(filepath.Join(bench.Source(), folder))
		if diagnostics.HasErrors() {
			t.Fatal(diagnostics.Err())
		}
		for name := range module.Outputs {
			out[name] = true
		}
	}
	return out
}

// Anchors within the page lead somewhere.
func TestDeployPageAnchors(t *testing.T) {
	t.Parallel()
	text := deployPage(t)
	headings := map[string]bool{}
	for line := range strings.Lines(text) {
		if heading, ok := strings.CutPrefix(line, "## "); ok {
			plain := regexp.MustCompile(`[^a-z0-9 -]`).ReplaceAllString(strings.ToLower(strings.TrimSpace(heading)), "")
			headings[strings.ReplaceAll(plain, " ", "-")] = true
		}
	}
	for _, anchor := range found(t, text, `\]\(#([^)]+)\)`) {
		if !headings[anchor] {
			t.Errorf("#%s leads nowhere", anchor)
		}
	}
}

// The commands of cruddur that the page tells are those that there are.
func TestDeployPageKnowsTheTool(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(bench.Repository(), "backend", "cmd", "cruddur", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("the tool's source: %v", err)
	}
	var source strings.Builder
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		source.Write(text)
	}
	for _, command := range found(t, deployPage(t), "[`/ ]cruddur ([a-z]+ [a-z-]+)[` \n]") {
		group, verb, _ := strings.Cut(command, " ")
		if !strings.Contains(source.String(), `Use: "`+group+` COMMAND"`) || !regexp.MustCompile(`Use: "`+verb+`[" ]`).MatchString(source.String()) {
			t.Errorf("there is no cruddur %s", command)
		}
	}
}

// The variables and secrets that the page has people set in GitHub are those that
// the workflows read.
func TestDeployPageListsGitHubsVariables(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(bench.Repository(), ".github", "workflows", "*.yml"))
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		// By name, or by the names that a matrix holds.
		for _, match := range regexp.MustCompile(`(?:vars|secrets)\.([A-Z][A-Z_]*)|(?:role|settings): ([A-Z][A-Z_]*)\b`).FindAllStringSubmatch(string(text), -1) {
			read[match[1]+match[2]] = true
		}
	}
	text := deployPage(t)
	_, section, _ := strings.Cut(text, "\n## 3 GitHub\n")
	section, _, _ = strings.Cut(section, "\n## 4 ")
	told := map[string]bool{}
	for line := range strings.Lines(section) {
		if strings.HasPrefix(line, "| `") {
			for _, name := range found(t, strings.Join(strings.Split(line, "|")[:2], ""), "`([A-Z][A-Z_]+)`") {
				told[name] = true
			}
		}
	}
	// They are told where they are needed.
	for _, name := range []string{"TERRAFORM_SECRETS", "NIGHTLY_ACCOUNT"} {
		if strings.Contains(text, "`"+name+"`") {
			told[name] = true
		}
	}
	same(t, "variables that are told, and that are read", slices.Collect(maps.Keys(told)), slices.Collect(maps.Keys(read)))
}

// The commands that bootstrap an account are typed as they stand, up to what
// needs S3.
func TestDeployPageBootstraps(t *testing.T) {
	t.Parallel()
	_, section, _ := strings.Cut(deployPage(t), "\n## 2 Bootstrap\n")
	section, _, _ = strings.Cut(section, "\n## 3 ")
	blocks := regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(section, -1)
	if len(blocks) != 4 || !strings.Contains(blocks[2][1], "-migrate-state") {
		t.Fatalf("the section has %d blocks of commands: say here which can be run", len(blocks))
	}
	dir := t.TempDir()
	if err := bench.Copy(filepath.Join(dir, "terraform")); err != nil {
		t.Fatal(err)
	}
	script := "set -euo pipefail\nexport TF_CLI_ARGS_apply=-auto-approve\n" + blocks[0][1] + blocks[1][1] + `
[ "$state_bucket" = cruddur-state-123456789012-ca-central-1 ] || { echo "the bucket is '$state_bucket'"; exit 1; }
terraform fmt -check versions.tf
grep -q '^  backend "s3" {' versions.tf
rm -r .terraform
terraform init -input=false -backend=false
terraform validate
`
	if output, err := command(t, dir, "bash", "-c", script); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}
