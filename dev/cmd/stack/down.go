package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"syscall"
	"time"

	"github.com/cruddur/cruddur/dev/internal/state"
	"github.com/cruddur/cruddur/dev/postgres"
	"github.com/cruddur/cruddur/dev/stack"
)

// stopPatience is longer than the sum of what the services may take.
const stopPatience = 60 * time.Second

// down stops the running stack.
func down(ctx context.Context, console console, args []string) int {
	folder, status, proceed := openFolder(console, "down", args)
	if !proceed {
		return status
	}
	stopped, err := stop(ctx, folder)
	if err != nil {
		return console.fail("down", err)
	}
	if stopped {
		console.printf("Stopped.\n")
	} else {
		console.printf("Nothing was running.\n")
	}
	return exitOK
}

// reset stops the running stack and deletes its data.
func reset(ctx context.Context, console console, args []string) int {
	folder, status, proceed := openFolder(console, "reset", args)
	if !proceed {
		return status
	}
	if _, err := stop(ctx, folder); err != nil {
		return console.fail("reset", err)
	}
	if err := remove(folder); err != nil {
		return console.fail("reset", err)
	}
	console.printf("All data of the local stack is deleted.\n")
	return exitOK
}

func remove(folder state.Folder) error {
	lock, err := folder.Lock()
	if err != nil {
		return err
	}
	return errors.Join(postgres.Remove(stack.PostgresHome(folder)), folder.Remove(), lock.Release())
}

// stop asks the stack that holds the folder to stop and waits for it. It
// tells whether there was one.
func stop(ctx context.Context, folder state.Folder) (bool, error) {
	pid, err := folder.Holder()
	if err != nil || pid == 0 {
		return false, err
	}
	// The lock is held, so this process id is the stack's.
	if err := syscall.Kill(pid, syscall.SIGTERM); err != nil && !errors.Is(err, syscall.ESRCH) {
		return false, fmt.Errorf("stop process %d: %w", pid, err)
	}
	patience := time.After(stopPatience)
	for {
		left, err := folder.Holder()
		if err != nil {
			return false, err
		}
		if left != pid {
			return true, nil
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-patience:
			return false, fmt.Errorf("process %d did not stop within %s: end it by hand", pid, stopPatience)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// openFolder reads the flags of a command that only needs the state folder.
func openFolder(console console, name string, args []string) (state.Folder, int, bool) {
	var settings settings
	flags := flag.NewFlagSet("stack "+name, flag.ContinueOnError)
	settings.stateFlag(flags, console.getenv)
	if status, proceed := parse(flags, console, args); !proceed {
		return "", status, false
	}
	folder, err := settings.folder()
	if err != nil {
		return "", console.fail(name, err), false
	}
	return folder, exitOK, true
}
