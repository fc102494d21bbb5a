// Command compose is what docker-compose.yml runs beside the services:
//
//	compose setup          makes what the services need, and ends
//	compose edge           serves the one origin of the product
//	compose health         asks a running edge whether it serves
//	compose cruddur ARGS   runs the operators' program
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/cruddur/cruddur/dev/compose"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "compose:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) error {
	if len(args) == 0 {
		return errors.New("say what to do: setup, edge, health or cruddur")
	}
	if args[0] == "health" {
		return compose.EdgeHealth(ctx)
	}
	config, err := compose.ReadConfig(getenv)
	if err != nil {
		return err
	}
	switch args[0] {
	case "setup":
		return compose.Setup(ctx, config, stdout)
	case "edge":
		return compose.ServeEdge(ctx, config, stdout)
	case "cruddur":
		return config.Operate(ctx, os.Stdin, stdout, os.Stderr, args[1:]...)
	}
	return fmt.Errorf("there is no command %q: setup, edge, health or cruddur", args[0])
}
