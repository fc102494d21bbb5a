// Command messaging is the API of conversations as it is deployed.
//
//	messaging serve    serves the API (the default)
//	messaging health   asks a running one on this machine whether it is alive,
//	                   for container health checks
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
			logging.New(os.Stderr, slog.LevelError).Error("messaging can't run", slog.String("error", err.Error()))
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
	case "health":
		return health(ctx, getenv)
	}
	return fmt.Errorf("there is no command %q: serve or health", command)
}
