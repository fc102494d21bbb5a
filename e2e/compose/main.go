// Command compose tests docker-compose.yml as it is shipped: it brings it up under
// a name of its own, runs the end-to-end tests through its one port, restarts its
// services one by one, starts it again with the data it has, and takes it down. On
// the way it tries the images that AWS gets. `make compose-test` runs it.
//
// Where no registry can be reached, it makes stand-ins for the images that ours
// are built on, and says so: then it shows that the file, the Dockerfiles and the
// code fit together, and not that the real images do.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/cruddur/cruddur/e2e/stack"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "compose-test:", err)
		os.Exit(1)
	}
	fmt.Println("compose-test: passed")
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("compose", flag.ContinueOnError)
	only := flags.String("run", "", "run only the tests that match this `expression`")
	keep := flags.Bool("keep", false, "leave everything running at the end")
	if err := flags.Parse(args); err != nil {
		return err
	}
	repository, err := stack.FindRepository()
	if err != nil {
		return err
	}
	rig := &rig{repository: repository, work: filepath.Join(repository, ".cruddur", "compose-test")}
	if err := os.MkdirAll(rig.work, 0o755); err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	if err := rig.findTools(ctx); err != nil {
		return err
	}
	if err := rig.baseImages(ctx); err != nil {
		return err
	}
	// What a run that was killed, or kept, has left.
	if err := rig.down(ctx); err != nil {
		return err
	}
	err = rig.test(ctx, *only)
	if *keep {
		return err
	}
	// Also when it was interrupted.
	return errors.Join(err, rig.down(context.WithoutCancel(ctx)))
}

// rig is one run.
type rig struct {
	repository string
	// work is where it keeps what it makes.
	work string
	// port is the one that is published.
	port int
	// composeCommand is Docker Compose, version 2.
	composeCommand []string
}

// again are the tests that are run when something was stopped and started: old and
// new people sign in, pictures are shown.
const again = "TestFromSignUpToDelete|TestACrudShowsItsPhotos|TestTwoPeopleTalk"

// others are tests of `make up`: of its processes, which it starts again when they
// are killed.
const others = "Kill"

func (r *rig) test(ctx context.Context, only string) error {
	if err := r.up(ctx); err != nil {
		return err
	}
	if err := r.checkExposure(ctx); err != nil {
		return err
	}
	// As docs/development.md tells to look into the database.
	if err := r.compose(ctx, "exec", "--no-TTY", postgresService, "psql", "-U", "cruddur", "-c", "SELECT count(*) FROM users"); err != nil {
		return err
	}
	if err := r.journeys(ctx, only); err != nil {
		return err
	}
	if err := r.restarts(ctx); err != nil {
		return err
	}
	if err := r.checkReleases(ctx); err != nil {
		return err
	}
	fmt.Println("compose-test: stopping and starting it with the data it has")
	if err := r.compose(ctx, "stop"); err != nil {
		return err
	}
	if err := r.up(ctx); err != nil {
		return err
	}
	return r.journeys(ctx, again)
}

// journeys runs the end-to-end tests against what runs.
func (r *rig) journeys(ctx context.Context, only string) error {
	attached, err := r.attach(ctx)
	if err != nil {
		return err
	}
	defer attached.end()
	args := []string{"test", "-count=1", "-timeout=40m", "-skip", others}
	if only != "" {
		args = append(args, "-run", only)
	}
	tests := exec.CommandContext(ctx, "go", append(args, ".")...)
	tests.Dir = filepath.Join(r.repository, "e2e")
	tests.Env = append(os.Environ(), "E2E_STATE_DIR="+attached.stateDir)
	tests.Stdout, tests.Stderr = os.Stdout, os.Stderr
	// With the browsers that it has started.
	tests.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	tests.Cancel = func() error { return syscall.Kill(-tests.Process.Pid, syscall.SIGTERM) }
	tests.WaitDelay = time.Minute
	if err := tests.Run(); err != nil {
		return fmt.Errorf("the end-to-end tests through docker-compose.yml: %w", err)
	}
	return nil
}
