package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/cruddur/cruddur/e2e/clock"
	"github.com/cruddur/cruddur/e2e/contract"
	"github.com/cruddur/cruddur/e2e/leak"
	"github.com/cruddur/cruddur/e2e/people"
	"github.com/cruddur/cruddur/e2e/stack"
)

// product is what all tests of this package share: starting it takes longer
// than any of them. They don't run in parallel, because its clock and its
// processes are everybody's.
var product *suite

// suite is the running product and the ways to reach it.
type suite struct {
	stack *stack.Stack
	url   string
	clock clock.Clock
	api   *contract.Client
}

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

// run starts the product, runs the tests, stops it, and looks into its logs.
func run(m *testing.M) int {
	ctx := context.Background()
	running, err := startStack(ctx)
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		return 1
	}
	stopWhenInterrupted(ctx, running)
	product, err = openSuite(ctx, running)
	status := 1
	if err == nil {
		status = m.Run()
	}
	if status != 0 {
		_, _ = io.WriteString(os.Stderr, running.Tails(15))
	}
	// The logs go with the stack.
	err = errors.Join(err, checkLogs(running, processLogs()), running.Stop(ctx))
	if err != nil {
		_, _ = fmt.Fprintf(os.Stderr, "FAIL: %v\n", err)
		return 1
	}
	return status
}

// startStack starts a stack, or attaches to the one that E2E_STATE_DIR names.
func startStack(ctx context.Context) (*stack.Stack, error) {
	if dir := os.Getenv("E2E_STATE_DIR"); dir != "" {
		return stack.Attach(ctx, dir)
	}
	ctx, release := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer release()
	return stack.Start(ctx, os.Stdout)
}

// stopWhenInterrupted keeps an interrupted run from leaving the stack behind.
func stopWhenInterrupted(ctx context.Context, running *stack.Stack) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		if err := running.Stop(ctx); err != nil {
			_, _ = fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}()
}

func openSuite(ctx context.Context, running *stack.Stack) (*suite, error) {
	record, err := running.Record()
	if err != nil {
		return nil, err
	}
	api, err := contract.Open(ctx, record.URL)
	if err != nil {
		return nil, err
	}
	return &suite{
		stack: running,
		url:   record.URL,
		clock: clock.Clock{DatabaseURL: record.DatabaseURL, Probe: record.URL + "/api/feeds/public"},
		api:   api,
	}, nil
}

// processLog is the log of a process, and what it must not tell.
type processLog struct {
	name             string
	requests, people bool // tells of requests; must not tell of people
}

// processLogs are those of all processes, or of those named. The emulator's,
// which tells of mail, and that of the build are no part of the product.
func processLogs(names ...string) []processLog {
	return slices.DeleteFunc([]processLog{
		{"backend", true, true},
		{"messaging", true, true},
		{"lambdas", true, true},
		{"edge", true, false}, // as CloudFront's tell paths
		{"setup", false, true},
		{"postgres", false, true},
	}, func(one processLog) bool { return len(names) > 0 && !slices.Contains(names, one.name) })
}

// checkLogs fails when a log holds something secret.
func checkLogs(running *stack.Stack, logs []processLog) error {
	var failures []error
	for _, one := range logs {
		log, err := running.Log(one.name)
		if err != nil {
			return err
		}
		if one.requests && !strings.Contains(log, `"request"`) || log == "" {
			failures = append(failures, fmt.Errorf("%s.log tells of no request: is it still the log of the %s?", one.name, one.name))
		}
		found := leak.Find(log)
		if one.people {
			found = append(found, leak.FindPeople(log)...)
		}
		for _, line := range found {
			failures = append(failures, fmt.Errorf("%s.log holds %s", one.name, line))
		}
	}
	return errors.Join(failures...)
}

// here is a path in the folder of this package.
func here(parts ...string) string {
	dir, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	return filepath.Join(append([]string{dir}, parts...)...)
}

// openPool opens the user pool that the site uses right now.
func openPool(t *testing.T) (people.Pool, people.Config) {
	t.Helper()
	config, err := people.ReadConfig(t.Context(), product.url)
	if err != nil {
		t.Fatal(err)
	}
	return people.Open(config), config
}
