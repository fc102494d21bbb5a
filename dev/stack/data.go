package stack

import (
	"context"
	"fmt"
	"os/exec"
	"strings"

	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/accounts"
	"github.com/cruddur/cruddur/dev/internal/provision"
)

func (s *Stack) settings() provision.Settings {
	record, made := s.Record(), s.resources()
	return provision.Settings{
		AWS:              emulator.Client(record.EmulatorURL),
		DatabaseURL:      record.DatabaseURL,
		BackendAddress:   strings.TrimPrefix(record.BackendURL, "http://"),
		DirectoryAddress: strings.TrimPrefix(address(s.config.Ports.Directory), "http://"),
		MessagingAddress: strings.TrimPrefix(record.MessagingURL, "http://"),
		SiteURL:          record.URL,
		SiteOrigins:      []string{record.URL, strings.Replace(record.URL, "localhost", "127.0.0.1", 1)},
		Observers:        provision.Observers(s.config.Observers),
		Programs:         s.lambdas.Zips,
		Before:           made,
	}
}

func (s *Stack) provision(ctx context.Context) (string, error) {
	made, err := provision.Run(ctx, s.settings())
	if err != nil {
		return "", err
	}
	return "", s.publish(made)
}

func (s *Stack) migrate(ctx context.Context) (string, error) {
	return "", s.cruddur(ctx, "migrate", "up")
}

func (s *Stack) seed(ctx context.Context) (string, error) {
	return "", s.cruddur(ctx, "seed")
}

// cruddur runs the admin program and keeps what it says.
func (s *Stack) cruddur(ctx context.Context, args ...string) error {
	log, err := s.folder.OpenLog(logSetup)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	cmd := exec.CommandContext(ctx, s.programs.Cruddur, args...)
	cmd.Env, cmd.Dir = s.operatorEnvironment(), string(s.folder)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("cruddur %s: %w", strings.Join(args, " "), err)
	}
	return nil
}

// reconcile gives everybody who has a row an account again. For the people of
// the seed that is the first start or a lost pool, and nobody's business.
func (s *Stack) reconcile(ctx context.Context) (string, error) {
	pool := accounts.Pool{
		Client: cognito.NewFromConfig(emulator.Client(s.Record().EmulatorURL)),
		ID:     s.Record().UserPoolID,
	}
	made, err := accounts.Reconcile(ctx, pool, accounts.CLI{Path: s.programs.Cruddur, Env: s.operatorEnvironment()})
	if err != nil {
		return "", err
	}
	running := !s.Record().Ready.IsZero()
	for _, person := range made {
		if person.Seeded {
			continue
		}
		s.mutex.Lock()
		s.recovered = append(s.recovered, person)
		s.mutex.Unlock()
		if running {
			s.progress.notify(LostAccount(person))
		}
	}
	if len(made) == 0 {
		return "", nil
	}
	return fmt.Sprintf("%d accounts made", len(made)), nil
}

// LostAccount tells a person how to sign in again.
func LostAccount(person accounts.Row) string {
	return fmt.Sprintf("the emulator was stopped hard and lost the account of %s: sign in as %s / %s",
		person.Handle, accounts.Email(person.Handle), accounts.Password)
}
