// Command stack runs Cruddur on one machine: see docs/development.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

// Exit statuses.
const (
	exitOK         = 0
	exitFailed     = 1
	exitUsage      = 2
	exitNotRunning = 3
)

func main() {
	console := console{out: os.Stdout, complaints: os.Stderr, getenv: os.Getenv}
	os.Exit(run(context.Background(), console, os.Args[1:]))
}

// console is where a command talks to.
type console struct {
	out, complaints io.Writer
	getenv          func(string) string
}

func (c console) printf(format string, values ...any) {
	// Nobody is left to tell when the terminal is gone.
	_, _ = fmt.Fprintf(c.out, format, values...)
}

// fail says what went wrong and returns the status for it.
func (c console) fail(command string, err error) int {
	_, _ = fmt.Fprintf(c.complaints, "stack %s: %v\n", command, err)
	return exitFailed
}

// command is one subcommand; it returns the exit status.
type command func(ctx context.Context, console console, args []string) int

// run carries out one subcommand and returns the exit status.
func run(ctx context.Context, console console, args []string) int {
	commands := map[string]command{
		"up":            up,
		"down":          down,
		"reset":         reset,
		"logs":          logs,
		"status":        status,
		"doctor":        examine,
		"test-postgres": testPostgres,
	}
	if len(args) == 0 {
		_, _ = io.WriteString(console.complaints, usage)
		return exitUsage
	}
	if args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		console.printf("%s", usage)
		return exitOK
	}
	command, known := commands[args[0]]
	if !known {
		_, _ = fmt.Fprintf(console.complaints, "stack: unknown command %q\n\n%s", args[0], usage)
		return exitUsage
	}
	return command(ctx, console, args[1:])
}

const usage = `Runs Cruddur on this machine.

  stack up [--detach]              start everything; Ctrl-C stops it
  stack down                       stop the running stack
  stack reset                      stop it and delete all of its data
  stack status [--json]            what runs where; exit status 3 when nothing does
  stack logs [-f] [NAME...]        show logs: build, postgres, emulator, setup, backend, edge
  stack doctor                     check what this machine lacks
  stack test-postgres -- COMMAND   run a command with an empty PostgreSQL

Every command but the last takes --state-dir; "stack up -h" lists all flags.
`

// parse reads the flags of a command. The status says how to exit when the
// command is not to run.
func parse(flags *flag.FlagSet, console console, args []string) (status int, proceed bool) {
	flags.SetOutput(console.complaints)
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK, false
	case err != nil:
		return exitUsage, false
	}
	return exitOK, true
}
