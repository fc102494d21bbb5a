package compose

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/ssm"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/accounts"
	"github.com/cruddur/cruddur/dev/internal/build"
	"github.com/cruddur/cruddur/dev/internal/provision"
)

// setup is one run.
type setup struct {
	Config

	out  io.Writer
	made provision.Resources
}

// Setup makes what the services need, in the order of a stack's way up
// (docs/life-of-make-up.md). Each start runs all of it; what is there already is
// brought up to date.
func Setup(ctx context.Context, config Config, out io.Writer) error {
	s := &setup{Config: config, out: out}
	for _, step := range []struct {
		name string
		run  func(context.Context) error
	}{
		{"what Terraform makes on AWS", s.provision},
		{"migrations", func(ctx context.Context) error { return s.cruddur(ctx, "migrate", "up") }},
		{"the keys for photos", s.mediaKeys},
		{"seeds", func(ctx context.Context) error { return s.cruddur(ctx, "seed") }},
		{"accounts", s.reconcile},
	} {
		_, _ = fmt.Fprintf(out, "setup: %s\n", step.name)
		if err := step.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	_, _ = fmt.Fprintf(out, "setup: done. Cruddur will be at %s; sign in as %s or %s, %s\n",
		s.SiteURL, accounts.Email("nova"), accounts.Email("ziggy"), accounts.Password)
	return nil
}

func (s *setup) provision(ctx context.Context) error {
	before, err := s.resources()
	if err != nil {
		return err
	}
	settings := provision.Settings{
		AWS: emulator.Client(s.EmulatorURL), DatabaseURL: s.DatabaseURL,
		DirectoryURL: s.DirectoryURL,
		SiteURL:      s.SiteURL,
		SiteOrigins:  []string{s.SiteURL, strings.Replace(s.SiteURL, "localhost", "127.0.0.1", 1)},
		Observers:    provision.Observers{OTLPEndpoint: s.OTLPEndpoint},
		Programs:     map[string]string{},
		Before:       before,
	}
	for address, service := range map[*string]string{
		&settings.BackendAddress: s.BackendURL, &settings.DirectoryAddress: s.DirectoryURL, &settings.MessagingAddress: s.MessagingURL,
	} {
		if *address, err = listenAddress(service); err != nil {
			return err
		}
	}
	for _, program := range build.FunctionNames() {
		settings.Programs[program] = filepath.Join(s.FunctionsDir, program+".zip")
	}
	if s.made, err = provision.Run(ctx, settings); err != nil {
		return err
	}
	return s.publish(s.made)
}

// listenAddress is where a service listens in its container: on the port by
// which others know it.
func listenAddress(service string) (string, error) {
	parsed, err := url.Parse(service)
	if err != nil {
		return "", fmt.Errorf("read the address of a service: %w", err)
	}
	return ":" + parsed.Port(), nil
}

// mediaKeys has the first pair of keys for photos made.
func (s *setup) mediaKeys(ctx context.Context) error {
	config := emulator.Client(s.EmulatorURL)
	keys, err := provision.MediaPublicKeys(ctx, ssm.NewFromConfig(config))
	if err != nil {
		return err
	}
	if keys == "" {
		if err := s.cruddur(ctx, "keys", "create"); err != nil {
			return err
		}
	}
	_, err = provision.MediaKeyIDs(ctx, config)
	return err
}

// reconcile gives everybody who has a row an account.
func (s *setup) reconcile(ctx context.Context) error {
	pool := accounts.Pool{Client: cognito.NewFromConfig(emulator.Client(s.EmulatorURL)), ID: s.made.UserPoolID}
	made, err := accounts.Reconcile(ctx, pool, accounts.CLI{Path: s.Cruddur, Env: s.environment()})
	for _, person := range made {
		if !person.Seeded {
			_, _ = fmt.Fprintf(s.out, "setup: the account of %s was lost and made again: sign in as %s, %s\n",
				person.Handle, accounts.Email(person.Handle), accounts.Password)
		}
	}
	return err
}

func (s *setup) cruddur(ctx context.Context, args ...string) error {
	return s.Operate(ctx, nil, s.out, s.out, args...)
}

// Operate runs the operators' program, which may do everything.
func (c Config) Operate(ctx context.Context, in io.Reader, out, complaints io.Writer, args ...string) error {
	cmd := exec.CommandContext(ctx, c.Cruddur, args...)
	cmd.Env = c.environment()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, out, complaints
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("cruddur %s: %w", strings.Join(args, " "), err)
	}
	return nil
}

func (c Config) environment() []string {
	return slices.Concat(emulator.ClientEnvironment(c.EmulatorURL), []string{
		"PATH=" + os.Getenv("PATH"), "CRUDDUR_PARAMETERS_PATH=" + provision.BackendPath,
	})
}
