package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cruddur/cruddur/dev/internal/process"
	"github.com/cruddur/cruddur/dev/internal/state"
	"github.com/cruddur/cruddur/dev/postgres"
	"github.com/cruddur/cruddur/dev/stack"
)

// programVariable makes this test program be the stack command; see TestMain.
const programVariable = "CRUDDUR_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(programVariable) != "" {
		main()
	}
	os.Exit(m.Run())
}

// installation is a state folder and the command with free ports on it.
type installation struct {
	t      *testing.T
	folder state.Folder
}

func newInstallation(t *testing.T) installation {
	t.Helper()
	folder, err := state.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = stop(context.Background(), folder)
		_ = postgres.Remove(stack.PostgresHome(folder))
	})
	return installation{t: t, folder: folder}
}

func (i installation) command(args ...string) *exec.Cmd {
	command := exec.Command(os.Args[0], args...)
	command.Env = append(os.Environ(), programVariable+"=1", "CRUDDUR_STATE_DIR="+string(i.folder),
		"CRUDDUR_EDGE_PORT=0", "CRUDDUR_EMULATOR_PORT=0", "CRUDDUR_POSTGRES_PORT=0", "CRUDDUR_BACKEND_PORT=0", "CRUDDUR_DIRECTORY_PORT=0",
		"CRUDDUR_MESSAGING_PORT=0")
	return command
}

// run returns what a command printed and its exit status.
func (i installation) run(args ...string) (string, int) {
	i.t.Helper()
	out, err := i.command(args...).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		i.t.Fatal(err)
	}
	if exit != nil {
		return string(out), exit.ExitCode()
	}
	return string(out), 0
}

// up starts a stack of its own process and waits until it is ready.
func (i installation) up() *exec.Cmd {
	i.t.Helper()
	command := i.command("up", "--skip-site")
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	if err := command.Start(); err != nil {
		i.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = command.Wait()
		close(ended)
	}()
	for !isReady(i.folder, command.Process.Pid) {
		select {
		case <-ended:
			i.t.Fatalf("up ended:\n%s", out.String())
		case <-time.After(50 * time.Millisecond):
		}
	}
	return command
}

// waitUntilFree returns when no stack holds the folder any more: one that was
// told to stop, or was killed, takes a moment to be gone.
func (i installation) waitUntilFree() {
	i.t.Helper()
	deadline := time.Now().Add(time.Minute)
	for {
		pid, err := i.folder.Holder()
		if err != nil {
			i.t.Fatal(err)
		}
		if pid == 0 {
			return
		}
		if time.Now().After(deadline) {
			i.t.Fatal("the stack does not end")
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func (i installation) record() state.Record {
	i.t.Helper()
	record, err := i.folder.Read()
	if err != nil {
		i.t.Fatal(err)
	}
	return record
}

// running tells whether one of the record's children still runs.
func (i installation) running(record state.Record) bool {
	for _, child := range record.Processes {
		line := process.CommandLine(child.Pid)
		if strings.Contains(line, string(i.folder)) || strings.Contains(line, record.PostgresHome) {
			return true
		}
	}
	return false
}

func TestTheWholeLife(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	if out, code := i.run("status"); code != exitNotRunning {
		t.Errorf("status before: %d\n%s", code, out)
	}
	i.up()
	record := i.record()
	if out, code := i.run("up", "--skip-site"); code != exitFailed || !strings.Contains(out, "make down") {
		t.Errorf("a second up: %d\n%s", code, out)
	}
	out, code := i.run("status", "--json")
	var told report
	if err := json.Unmarshal([]byte(out), &told); err != nil || code != exitOK {
		t.Fatalf("status: %d, %v\n%s", code, err, out)
	}
	if !told.Running || !told.Ready || told.URL != record.URL || len(told.Processes) != 5 {
		t.Errorf("status: %+v", told)
	}
	if out, code := i.run("logs", "backend"); code != exitOK || !strings.Contains(out, "serving") {
		t.Errorf("logs: %d\n%s", code, out)
	}
	if out, code := i.run("down"); code != exitOK || i.running(record) {
		t.Errorf("down: %d\n%s", code, out)
	}
	if out, code := i.run("status"); code != exitNotRunning {
		t.Errorf("status after: %d\n%s", code, out)
	}
	if out, code := i.run("reset"); code != exitOK {
		t.Errorf("reset: %d\n%s", code, out)
	}
	for _, left := range []string{record.PostgresHome, i.folder.Path("emulator")} {
		if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("reset left %s: %v", left, err)
		}
	}
}

// The stack is killed hard: nothing of it may outlive it, and the next up
// starts with the same data.
func TestAKilledStackLeavesNothingAndComesBack(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	first := i.up()
	before := i.record()
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	i.waitUntilFree()
	i.up()
	after := i.record()
	if i.running(before) {
		t.Error("a child of the killed stack still runs")
	}
	if after.UserPoolID != before.UserPoolID {
		t.Errorf("the pool was %s and is %s: the emulator saved nothing", before.UserPoolID, after.UserPoolID)
	}
	if out, code := i.run("status"); code != exitOK {
		t.Errorf("status: %d\n%s", code, out)
	}
}

func TestCtrlCStopsEverything(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	running := i.up()
	record := i.record()
	if err := running.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	i.waitUntilFree()
	if i.running(record) {
		t.Error("a child outlived Ctrl-C")
	}
}

func TestCtrlCOnTheWayUp(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	command := i.command("up", "--skip-site")
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	var record state.Record
	for record.DatabaseURL == "" {
		record, _ = i.folder.Read()
		time.Sleep(10 * time.Millisecond)
	}
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil || !strings.Contains(out.String(), "Stopped on the way up") {
		t.Errorf("%v\n%s", err, out.String())
	}
	if i.running(record) {
		t.Error("a child was left running")
	}
}

func TestUpDetached(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	out, code := i.run("up", "--detach", "--skip-site")
	if code != exitOK || !strings.Contains(out, "Ready in") {
		t.Fatalf("up --detach: %d\n%s", code, out)
	}
	if out, code := i.run("status"); code != exitOK {
		t.Errorf("status: %d\n%s", code, out)
	}
	if out, code := i.run("down"); code != exitOK {
		t.Errorf("down: %d\n%s", code, out)
	}
}

func TestPostgresForTests(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	out, code := i.run("test-postgres", "--", "sh", "-c", `echo "$CRUDDUR_TEST_DATABASE_URL"; exit 7`)
	if code != 7 || !strings.HasPrefix(out, "postgres://cruddur@127.0.0.1:") {
		t.Errorf("status %d, output %q", code, out)
	}
	if _, code := i.run("test-postgres", "--", "true"); code != exitOK {
		t.Errorf("status %d", code)
	}
	for _, args := range [][]string{{"test-postgres"}, {"test-postgres", "--", "no-such-command"}} {
		if out, code := i.run(args...); code != exitFailed {
			t.Errorf("%v: status %d, output %q", args, code, out)
		}
	}
}

func TestWrongUse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		args []string
		env  map[string]string
		code int
		says string
	}{
		{args: nil, code: exitUsage, says: "stack up"},
		{args: []string{"help"}, code: exitOK, says: "stack up"},
		{args: []string{"dance"}, code: exitUsage, says: "unknown command"},
		{args: []string{"up", "--no-such-flag"}, code: exitUsage, says: "no-such-flag"},
		{args: []string{"up"}, env: map[string]string{"CRUDDUR_EDGE_PORT": "eighty"}, code: exitFailed, says: "CRUDDUR_EDGE_PORT"},
		{args: []string{"logs", "nothing"}, code: exitFailed, says: "there are build, postgres"},
	}
	for _, test := range tests {
		var said bytes.Buffer
		console := console{out: &said, complaints: &said, getenv: func(name string) string { return test.env[name] }}
		if code := run(t.Context(), console, test.args); code != test.code || !strings.Contains(said.String(), test.says) {
			t.Errorf("%v: status %d, output %q; want %d and %q", test.args, code, said.String(), test.code, test.says)
		}
	}
}

func TestLogsFollow(t *testing.T) {
	t.Parallel()
	folder, err := state.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	path := folder.Log("backend")
	appendTo := func(text string) {
		file, err := os.OpenFile(filepath.Clean(path), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if _, err := io.WriteString(file, text); err != nil {
			t.Fatal(err)
		}
	}
	appendTo("old\n")
	var out bytes.Buffer
	console := console{out: &out, complaints: &out}
	views := openLogs(console, folder, []string{"backend"})
	appendTo("new\nhal")
	views[0].show(console)
	appendTo("f\n")
	views[0].show(console)
	if out.String() != "old\nnew\nhalf\n" {
		t.Errorf("printed %q", out.String())
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	views[0].show(console)
	appendTo("again\n")
	views[0].show(console)
	if !strings.HasSuffix(out.String(), "again\n") {
		t.Errorf("after a new beginning: %q", out.String())
	}
}

func TestStopOfNothing(t *testing.T) {
	t.Parallel()
	folder, err := state.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	// A record of a stack that was killed must not let a stranger be signalled.
	if err := folder.Write(state.Record{Pid: os.Getpid()}); err != nil {
		t.Fatal(err)
	}
	if stopped, err := stop(t.Context(), folder); stopped || err != nil {
		t.Errorf("stopped %t, error %v", stopped, err)
	}
}

func TestSignals(t *testing.T) {
	// Not parallel: it signals this very process.
	running, stopping, release := untilSignalled(t.Context())
	defer release()
	interrupt := func() {
		if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
	}
	interrupt()
	<-running.Done()
	interrupt() // the same Ctrl-C, passed on by a program around us
	time.Sleep(200 * time.Millisecond)
	if stopping.Err() != nil {
		t.Error("one Ctrl-C counts as two")
	}
	time.Sleep(sameSignal)
	interrupt()
	select {
	case <-stopping.Done():
	case <-time.After(5 * time.Second):
		t.Error("a second Ctrl-C does nothing")
	}
}
