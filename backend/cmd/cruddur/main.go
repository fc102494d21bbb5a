// Command cruddur is the operators' tool: it works on the database that the
// backend's settings name. Every command has --help, and --json for programs.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run returns the exit status.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	c := &console{getenv: getenv, in: stdin, out: stdout}
	root := newRootCommand(c) //nolint:contextcheck // commands get it from ExecuteContext
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err != nil {
		// A mistake among the flags may have kept --json from being read.
		complain(stderr, err, c.json || slices.Contains(args, "--json"))
	}
	return exitStatus(err)
}
