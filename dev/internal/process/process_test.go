package process_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cruddur/cruddur/dev/internal/process"
)

// parentVariable makes this test program act as a parent; see TestMain.
const parentVariable = "CRUDDUR_TEST_PARENT"

// TestMain lets the program be the parent that a test kills.
func TestMain(m *testing.M) {
	if os.Getenv(parentVariable) == "" {
		os.Exit(m.Run())
	}
	child, err := process.Start(shell("sleep 60"))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(child.Pid())
	select {}
}

func shell(script string) process.Spec {
	return process.Spec{Name: "child", Path: "/bin/sh", Args: []string{"-c", script}, Env: []string{"PATH=" + os.Getenv("PATH")}}
}

func start(t *testing.T, spec process.Spec) *process.Process {
	t.Helper()
	child, err := process.Start(spec)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = child.Stop(context.Background()) })
	return child
}

func alive(pid int) bool {
	// A zombie still takes signals, so /proc decides where there is one.
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err == nil {
		return !strings.Contains(string(raw), ") Z ")
	}
	return runtime.GOOS != "linux" && syscall.Kill(pid, 0) == nil
}

func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for !condition() {
		if time.Now().After(deadline) {
			t.Fatalf("in 10 s it did not happen that %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestChildSeesOnlyItsEnvironment(t *testing.T) {
	t.Setenv("CRUDDUR_TEST_SECRET", "leak")
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	spec := process.Spec{Name: "env", Path: "/usr/bin/env", Env: []string{"ONLY=this"}, Output: out}
	<-start(t, spec).Done()
	raw, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(raw)) != "ONLY=this" {
		t.Errorf("the child saw %q", raw)
	}
}

func TestStopIsGracefulFirst(t *testing.T) {
	t.Parallel()
	mark := filepath.Join(t.TempDir(), "mark")
	child := start(t, shell(`trap 'echo saved > `+mark+`; exit 0' TERM; echo > `+mark+`; while :; do sleep 0.05; done`))
	eventually(t, "the child set its trap", func() bool { _, err := os.Stat(mark); return err == nil })
	if err := child.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if raw, _ := os.ReadFile(mark); strings.TrimSpace(string(raw)) != "saved" {
		t.Errorf("the child could not clean up: %q", raw)
	}
	if child.Running() || child.Err() != nil {
		t.Errorf("running %t, error %v", child.Running(), child.Err())
	}
}

func TestStopKillsTheDeaf(t *testing.T) {
	t.Parallel()
	ready := filepath.Join(t.TempDir(), "ready")
	spec := shell(`trap '' TERM; echo > ` + ready + `; while :; do sleep 0.05; done`)
	spec.Grace = 200 * time.Millisecond
	child := start(t, spec)
	eventually(t, "the child set its trap", func() bool { _, err := os.Stat(ready); return err == nil })
	if err := child.Stop(t.Context()); err == nil {
		t.Error("a kill was not reported")
	}
	if alive(child.Pid()) {
		t.Error("the child lives")
	}
}

func TestStopAtOnceWhenTheContextEnds(t *testing.T) {
	t.Parallel()
	ready := filepath.Join(t.TempDir(), "ready")
	spec := shell(`trap '' TERM; echo > ` + ready + `; while :; do sleep 0.05; done`)
	spec.Grace = time.Hour
	child := start(t, spec)
	eventually(t, "the child set its trap", func() bool { _, err := os.Stat(ready); return err == nil })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	begun := time.Now()
	_ = child.Stop(ctx)
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("the second Ctrl-C took %s", took)
	}
}

func TestGrandchildrenGoWithTheChild(t *testing.T) {
	t.Parallel()
	pidFile := filepath.Join(t.TempDir(), "pid")
	child := start(t, shell(`sleep 60 & echo $! > `+pidFile+`.new; mv `+pidFile+`.new `+pidFile+`; wait`))
	var grandchild int
	eventually(t, "the grandchild started", func() bool {
		raw, err := os.ReadFile(pidFile)
		if err != nil {
			return false
		}
		grandchild, err = strconv.Atoi(strings.TrimSpace(string(raw)))
		return err == nil
	})
	if err := child.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the grandchild ended", func() bool { return !alive(grandchild) })
}

func TestChildHasItsOwnGroup(t *testing.T) {
	t.Parallel()
	child := start(t, shell("sleep 60"))
	group, err := syscall.Getpgid(child.Pid())
	if err != nil {
		t.Fatal(err)
	}
	if group != child.Pid() || group == syscall.Getpgrp() {
		t.Errorf("the child is in group %d: the terminal's Ctrl-C would reach it", group)
	}
}

func TestChildDiesWithAKilledParent(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux ties a child's life to its parent's; see attributes_other.go")
	}
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), parentVariable+"=1")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	child, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil || !alive(child) {
		t.Fatalf("the parent said %q", line)
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()
	eventually(t, "the child of the killed parent ended", func() bool { return !alive(child) })
}

func TestStartOfNothing(t *testing.T) {
	t.Parallel()
	_, err := process.Start(process.Spec{Name: "nothing", Path: "/does/not/exist"})
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

func TestStopLeftover(t *testing.T) {
	t.Parallel()
	child := start(t, shell("sleep 60; : /some/state/folder"))
	if err := process.StopLeftover(t.Context(), child.Pid(), "/another/folder", syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if !child.Running() {
		t.Fatal("a foreign process was stopped")
	}
	if err := process.StopLeftover(t.Context(), child.Pid(), "/some/state/folder", syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the leftover ended", func() bool { return !child.Running() })
}
