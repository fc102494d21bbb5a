// Command backend is the API of Cruddur as it is deployed.
//
//	backend serve     serves the API and the directory, and runs the purge (the
//	                  default)
//	backend migrate   brings the schema up to date and ends: a one-off task
//	                  before a rollout
//	backend health    asks a running backend on this machine whether it is
//	                  alive, for container health checks
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/observe"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdout)
	stop()
	if err != nil {
		if !observe.Told(err) {
			logging.New(os.Stderr, slog.LevelError).Error("backend can't run", slog.String("error", err.Error()))
		}
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) error {
	command := "serve"
	if len(args) > 0 {
		command = args[0]
	}
	switch command {
	case "serve":
		return serve(ctx, getenv, stdout)
	case "migrate":
		return migrate(ctx, getenv, stdout)
	case "health":
		return health(ctx, getenv)
	}
	return fmt.Errorf("there is no command %q: serve, migrate or health", command)
}
