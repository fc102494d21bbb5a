// Command bench measures how fast the feeds are: the API of the real backend
// against pgbench, which runs the very same statements, side by side and in
// turns, so that whatever else the machine does slows both. It starts a stack of
// its own, fills databases with a town of 10,000 people, prints a table, and
// stops what it started. `make bench` runs it; docs/performance.md holds the
// figures and what they are worth.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"github.com/cruddur/cruddur/e2e/stack"
)

func main() {
	// One thread, as pgbench has: a load that costs much would measure itself.
	runtime.GOMAXPROCS(1)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		_, _ = fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// effort is how much is measured, and for how long.
type effort struct {
	cruds  int // in the town that most is measured in
	small  int // the two towns that are held against each other; 0 for no such comparison
	large  int
	rounds int           // how often everything takes its turn
	turn   time.Duration // how long one turn is
	memory time.Duration // how long the backend works before its memory is read
}

func thorough() effort {
	return effort{cruds: 1_000_000, small: 100_000, large: 5_000_000, rounds: 5, turn: 3 * time.Second, memory: time.Minute}
}

func quick() effort {
	return effort{cruds: 100_000, rounds: 3, turn: time.Second, memory: 10 * time.Second}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	fast := flags.Bool("quick", false, "two minutes, in a small town: for a first look, not for comparisons")
	write := flags.Bool("write", false, "put the table into docs/performance.md")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *fast && *write {
		return errors.New("a quick run is not for the documentation: leave out --quick or --write")
	}
	much := thorough()
	if *fast {
		much = quick()
	}
	repository, err := stack.FindRepository()
	if err != nil {
		return err
	}
	report, err := measure(ctx, repository, much, out)
	if err != nil {
		return err
	}
	text := report.markdown()
	_, _ = fmt.Fprintf(out, "\n%s", text)
	if !*write {
		return nil
	}
	return writeInto(filepath.Join(repository, "docs", "performance.md"), text)
}

// measure sets the stage, lets everything take its turns, and clears up.
func measure(ctx context.Context, repository string, much effort, out io.Writer) (found report, err error) {
	bench, err := findPgbench(ctx)
	if err != nil {
		return report{}, err
	}
	besides, progress := busy(), newProgress(out)
	set, err := setStage(ctx, repository, progress)
	if err != nil {
		return report{}, err
	}
	defer func() { err = errors.Join(err, set.clear(context.WithoutCancel(ctx))) }()
	program := play{stage: set, pgbench: bench, effort: much, progress: progress}
	found, err = program.run(ctx)
	found.besides = besides
	return found, err
}

// progress tells a waiting person what happens.
type progress struct {
	out   io.Writer
	start time.Time
}

func newProgress(out io.Writer) progress { return progress{out: out, start: time.Now()} }

func (p progress) printf(format string, values ...any) {
	_, _ = fmt.Fprintf(p.out, "%4.0f s  %s\n", time.Since(p.start).Seconds(), fmt.Sprintf(format, values...))
}
