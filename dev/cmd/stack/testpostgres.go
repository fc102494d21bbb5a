package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/cruddur/cruddur/dev/postgres"
	"github.com/cruddur/cruddur/dev/stack"
)

// testDatabaseVariable tells tests where their PostgreSQL is.
const testDatabaseVariable = "CRUDDUR_TEST_DATABASE_URL"

// testPostgres runs a command, usually go test, with a PostgreSQL that lives
// as long as the command, and returns the command's exit status.
func testPostgres(ctx context.Context, console console, args []string) int {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return console.fail("test-postgres", errors.New("no command: stack test-postgres -- COMMAND [ARGUMENT...]"))
	}
	// A signal that is meant for the command must not cost us the clean-up.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	server, err := startTestPostgres(ctx)
	if err != nil {
		return console.fail("test-postgres", err)
	}
	// The command has the terminal's Ctrl-C too; its end is ours.
	status, failure := runCommand(args, server.URL("postgres"), signals)
	if err := errors.Join(failure, server.Stop(ctx)); err != nil {
		return max(status, console.fail("test-postgres", err))
	}
	return status
}

func startTestPostgres(ctx context.Context) (*postgres.Throwaway, error) {
	binaries, err := postgres.FindOrInstall(ctx, stack.PostgresCache(), os.Stderr)
	if err != nil {
		return nil, err
	}
	return postgres.StartThrowaway(ctx, binaries)
}

// runCommand passes SIGTERM on to the command; Ctrl-C reaches it by itself.
func runCommand(args []string, databaseURL string, signals <-chan os.Signal) (int, error) {
	command := exec.Command(args[0], args[1:]...) //nolint:noctx // it is told of a stop and ends by itself
	command.Env = append(os.Environ(), testDatabaseVariable+"="+databaseURL)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := command.Start(); err != nil {
		return exitFailed, err
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	for {
		select {
		case received := <-signals:
			if received != os.Interrupt {
				_ = command.Process.Signal(received) // it may have ended just now
			}
		case err := <-ended:
			return exitStatus(err)
		}
	}
}

// exitStatus is the command's own, as far as it has one.
func exitStatus(err error) (int, error) {
	var exit *exec.ExitError
	if err == nil {
		return exitOK, nil
	}
	if errors.As(err, &exit) && exit.ExitCode() > 0 {
		return exit.ExitCode(), nil
	}
	return exitFailed, err
}
