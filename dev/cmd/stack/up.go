package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/cruddur/cruddur/dev/internal/accounts"
	"github.com/cruddur/cruddur/dev/stack"
)

// seededHandles are the people of the seed whom newcomers sign in as.
func seededHandles() []string { return []string{"nova", "ziggy"} }

// up runs a stack until a signal, or until it can't go on.
func up(ctx context.Context, console console, args []string) int {
	var settings settings
	flags := flag.NewFlagSet("stack up", flag.ContinueOnError)
	detach := flags.Bool("detach", false, "return when everything answers, and leave it running")
	if err := settings.stackFlags(flags, console.getenv); err != nil {
		return console.fail("up", err)
	}
	if status, proceed := parse(flags, console, args); !proceed {
		return status
	}
	config, err := settings.config(console)
	if err != nil {
		return console.fail("up", err)
	}
	if *detach {
		return upDetached(ctx, console, config, args)
	}
	return upAttached(ctx, console, config)
}

func upAttached(ctx context.Context, console console, config stack.Config) int {
	running, stopping, release := untilSignalled(ctx)
	defer release()
	console.printf("Cruddur is starting; waiting for:\n")
	started, err := stack.Up(running, config)
	if err != nil && running.Err() != nil {
		// Whatever failed, it failed because people wanted it to end.
		console.printf("\nStopped on the way up.\n")
		return exitOK
	}
	if err != nil {
		return console.fail("up", err)
	}
	announce(console, started)
	failure := started.Wait(running)
	console.printf("\nStopping …\n")
	if err := errors.Join(failure, started.Stop(stopping)); err != nil {
		return console.fail("up", err)
	}
	console.printf("Stopped.\n")
	return exitOK
}

// sameSignal is the time within which signals count as one: programs around
// this one, such as timeout, pass on a signal that reached it already.
const sameSignal = time.Second

// untilSignalled returns two contexts: the first ends with the first signal,
// the second with the second one, by which people mean at once.
func untilSignalled(parent context.Context) (running, stopping context.Context, release func()) {
	running, endRun := context.WithCancel(parent)
	stopping, endStop := context.WithCancel(context.WithoutCancel(parent))
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		var first time.Time
		for {
			select {
			case <-signals:
			case <-stopping.Done():
				return
			}
			switch {
			case first.IsZero():
				first = time.Now()
				endRun()
			case time.Since(first) >= sameSignal:
				endStop()
			}
		}
	}()
	return running, stopping, func() {
		signal.Stop(signals)
		endRun()
		endStop()
	}
}

// announce tells people where to go and who they may be.
func announce(console console, started *stack.Stack) {
	record := started.Record()
	console.printf("\nReady in %.1f s:  %s\n\n", started.Took().Seconds(), record.URL)
	for _, handle := range seededHandles() {
		console.printf("  %-22s %s\n", accounts.Email(handle), accounts.Password)
	}
	for _, person := range started.Recovered() {
		console.printf("\n  %s\n", stack.LostAccount(person))
	}
	console.printf("\nLogs: %s. Ctrl-C stops everything.\n", started.LogDir())
}
