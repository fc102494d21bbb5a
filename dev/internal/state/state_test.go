package state_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/cruddur/cruddur/dev/internal/state"
)

// holdVariable makes this test program hold a folder's lock; see TestMain.
const holdVariable = "CRUDDUR_TEST_HOLD"

func TestMain(m *testing.M) {
	dir := os.Getenv(holdVariable)
	if dir == "" {
		os.Exit(m.Run())
	}
	folder, err := state.Open(dir)
	if err == nil {
		_, err = folder.Lock()
	}
	fmt.Println(err)
	select {}
}

func open(t *testing.T) state.Folder {
	t.Helper()
	folder, err := state.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestTwoStacksDoNotShareAFolder(t *testing.T) {
	t.Parallel()
	folder := open(t)
	lock, err := folder.Lock()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := folder.Lock(); !errors.Is(err, state.ErrLocked) {
		t.Errorf("the second lock: %v", err)
	}
	if pid, err := folder.Holder(); err != nil || pid != os.Getpid() {
		t.Errorf("holder %d, error %v", pid, err)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	if pid, err := folder.Holder(); err != nil || pid != 0 {
		t.Errorf("after the release: holder %d, error %v", pid, err)
	}
}

func TestAKilledHolderHoldsNothing(t *testing.T) {
	t.Parallel()
	folder := open(t)
	holder := exec.Command(os.Args[0])
	holder.Env = append(os.Environ(), holdVariable+"="+string(folder))
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	word := make([]byte, len("<nil>"))
	if _, err := out.Read(word); err != nil || string(word) != "<nil>" {
		t.Fatalf("the holder said %q, %v", word, err)
	}
	if pid, err := folder.Holder(); err != nil || pid != holder.Process.Pid {
		t.Errorf("holder %d, error %v, want %d", pid, err, holder.Process.Pid)
	}
	if err := holder.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = holder.Wait()
	lock, err := folder.Lock()
	if err != nil {
		t.Fatalf("the folder of a killed stack stays locked: %v", err)
	}
	_ = lock.Release()
}

func TestRecord(t *testing.T) {
	t.Parallel()
	folder := open(t)
	if _, err := folder.Read(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no record: %v", err)
	}
	want := state.Record{Pid: 7, Started: time.Now().UTC().Truncate(0), URL: "http://localhost:1", Processes: []state.Process{{Name: "postgres", Pid: 8, Port: 9}}}
	if err := folder.Write(want); err != nil {
		t.Fatal(err)
	}
	got, err := folder.Read()
	if err != nil {
		t.Fatal(err)
	}
	if got.Pid != want.Pid || !got.Started.Equal(want.Started) || got.URL != want.URL || got.Processes[0] != want.Processes[0] || !got.Ready.IsZero() {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for range 2 {
		if err := folder.Forget(); err != nil {
			t.Error(err)
		}
	}
}

func TestTail(t *testing.T) {
	t.Parallel()
	folder := open(t)
	if got := folder.Tail("backend", 5); got != "" {
		t.Errorf("a missing log: %q", got)
	}
	log, err := folder.OpenLog("backend")
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	for i := range 20_000 {
		fmt.Fprintf(log, "line %d\n", i)
	}
	if got := folder.Tail("backend", 2); got != "line 19998\nline 19999" {
		t.Errorf("got %q", got)
	}
}

func TestLongLogsArePutAside(t *testing.T) {
	t.Parallel()
	folder := open(t)
	if err := os.WriteFile(folder.Log("edge"), []byte(strings.Repeat("x", 11<<20)), 0o600); err != nil {
		t.Fatal(err)
	}
	log, err := folder.OpenLog("edge")
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	info, err := log.Stat()
	if err != nil || info.Size() != 0 {
		t.Errorf("the new log has %d bytes, error %v", info.Size(), err)
	}
	if _, err := os.Stat(folder.Log("edge") + ".1"); err != nil {
		t.Error(err)
	}
}

func TestRemoveLeavesForeignFiles(t *testing.T) {
	t.Parallel()
	folder := open(t)
	foreign := folder.Path("mine.txt")
	if err := os.WriteFile(foreign, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := folder.Write(state.Record{}); err != nil {
		t.Fatal(err)
	}
	if err := folder.Remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Errorf("a foreign file is gone: %v", err)
	}
	if _, err := os.Stat(folder.Path("logs")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the logs are left: %v", err)
	}
}
