// Package workbench prepares what every test needs: the stand-in of the AWS
// provider, built and where Terraform looks for it, and copies of the modules
// in which Terraform may write.
package workbench

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// Version is what the stand-in says that it is: the version of the provider
// whose schema it has.
const Version = "6.66.0"

// Variable makes the stand-in answer.
const Variable = "CRUDDUR_AWS_STANDIN"

// Bench is a folder with a mirror of providers in which the stand-in is all
// there is.
type Bench struct {
	repository string
	source     string
	config     string
}

// Broken names a variable with another folder of modules than the repository's
// own: one that a test has broken.
const Broken = "CRUDDUR_BROKEN_MODULES"

// New builds the stand-in and the mirror in dir. source is the folder
// terraform of the repository.
func New(ctx context.Context, source, dir string) (*Bench, error) {
	if err := CheckTerraform(ctx); err != nil {
		return nil, err
	}
	source, err := filepath.Abs(source)
	if err != nil {
		return nil, fmt.Errorf("find the modules: %w", err)
	}
	mirror := filepath.Join(dir, "mirror")
	binary := filepath.Join(mirror, "registry.terraform.io", "hashicorp", "aws", Version, runtime.GOOS+"_"+runtime.GOARCH, "terraform-provider-aws_v"+Version)
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, ".")
	build.Dir = filepath.Join(source, "standin")
	build.Env = append(os.Environ(), "GOWORK=off", "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the stand-in: %w\n%s", err, output)
	}
	// Nothing but the mirror: a provider that is not in it must not come from
	// elsewhere unnoticed.
	config := filepath.Join(dir, "terraform.rc")
	text := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		return nil, fmt.Errorf("write Terraform's configuration: %w", err)
	}
	bench := &Bench{repository: filepath.Dir(source), source: source, config: config}
	if broken := os.Getenv(Broken); broken != "" {
		bench.source = broken
	}
	return bench, nil
}

// CheckTerraform says what to install when Terraform is missing or too old.
func CheckTerraform(ctx context.Context) error {
	const remedy = "install Terraform 1.11 or later (https://developer.hashicorp.com/terraform/install) and see that it is on PATH"
	output, err := exec.CommandContext(ctx, "terraform", "version").Output()
	if errors.Is(err, exec.ErrNotFound) {
		return errors.New("terraform is missing: " + remedy)
	}
	if err != nil {
		return fmt.Errorf("terraform version: %w", err)
	}
	var major, minor int
	line, _, _ := strings.Cut(string(output[max(strings.Index(string(output), "Terraform v"), 0):]), "\n")
	if _, err := fmt.Sscanf(line, "Terraform v%d.%d", &major, &minor); err != nil || major != 1 || minor < 11 {
		return fmt.Errorf("this is %q: %s", line, remedy)
	}
	return nil
}

// Environment makes Terraform find the stand-in, and it alone. Without
// credentials nothing could reach an account, whatever happens.
func (b *Bench) Environment() map[string]string {
	return map[string]string{
		"TF_CLI_CONFIG_FILE": b.config, Variable: "1", "AWS_REGION": "ca-central-1",
		"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_PROFILE": "", "AWS_EC2_METADATA_DISABLED": "true",
		"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_PLUGIN_CACHE_DIR": "", "TF_DATA_DIR": "",
	}
}

// Source is the folder with the modules that are tested: terraform of the
// repository.
func (b *Bench) Source() string { return b.source }

// Repository is where the rest of the product is, that modules are held against.
func (b *Bench) Repository() string { return b.repository }

// Copy copies everything that is Terraform to dir, without what Terraform left
// there: a lock file would name another provider.
func (b *Bench) Copy(dir string) error {
	for _, folder := range []string{"modules", "examples", "mocks", "environments", "bootstrap"} {
		if err := copyFolder(filepath.Join(b.source, folder), filepath.Join(dir, folder)); err != nil {
			return fmt.Errorf("copy %s: %w", folder, err)
		}
	}
	return nil
}

func copyFolder(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rest, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if entry.Name() == ".terraform" {
				return filepath.SkipDir
			}
			return os.MkdirAll(filepath.Join(to, rest), 0o755)
		}
		if left(entry.Name()) {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rest), content, 0o644)
	})
}

// left reports whether a file is one that Terraform leaves.
func left(name string) bool {
	return name == ".terraform.lock.hcl" || strings.Contains(name, ".tfstate") || strings.HasSuffix(name, ".tfplan")
}

// Folders lists the folders in a folder of the modules' source.
func (b *Bench) Folders(in string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(b.source, in))
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", in, err)
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}
