package main

import (
	"context"
	_ "embed" // the SQL that fills a town
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

var (
	//go:embed sql/town.sql
	townSQL string
	//go:embed sql/baseline.sql
	baselineSQL string
)

// town is a database full of people and cruds, and a backend that serves it.
type town struct {
	cruds       int
	databaseURL string
	url         string // of the backend
	path        string // of the backend's settings
	log         string
	process     *exec.Cmd
}

// build makes a town and starts a backend on it. The purge is off: what has
// expired stays, as it would have for a month without one, and must be read
// past.
func (s *stage) build(ctx context.Context, cruds int, baseline bool) (*town, error) {
	name := "bench_" + strconv.Itoa(cruds)
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	made := &town{
		cruds: cruds, url: "http://" + address,
		path: "/cruddur/" + name + "/backend", log: filepath.Join(s.home, name+".log"),
	}
	if made.databaseURL, err = s.createDatabase(ctx, name); err != nil {
		return nil, err
	}
	err = s.configure(ctx, made.path, map[string]string{
		"database_url": made.databaseURL, "listen_address": address, "purge_enabled": "false",
	})
	if err != nil {
		return nil, err
	}
	migrate := exec.CommandContext(ctx, s.backend, "migrate")
	migrate.Env = s.environment(made.path)
	if out, err := migrate.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("migrate %s: %w\n%s", name, err, out)
	}
	if err := made.populate(ctx, s.readers.subs(), baseline); err != nil {
		return nil, fmt.Errorf("fill %s: %w", name, err)
	}
	s.towns = append(s.towns, made)
	return made, made.serve(ctx, s)
}

func (s *stage) createDatabase(ctx context.Context, name string) (string, error) {
	conn, err := pgx.Connect(ctx, s.record.DatabaseURL)
	if err != nil {
		return "", fmt.Errorf("reach the stack's PostgreSQL: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()); err != nil {
		return "", fmt.Errorf("create database %s: %w", name, err)
	}
	address, err := url.Parse(s.record.DatabaseURL)
	if err != nil {
		return "", fmt.Errorf("read the database's URL: %w", err)
	}
	address.Path = "/" + name
	return address.String(), nil
}

func (t *town) populate(ctx context.Context, readers string, baseline bool) error {
	conn, err := pgx.Connect(ctx, t.databaseURL)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	settings := fmt.Sprintf("SET synchronous_commit = off; SET bench.cruds = '%d'; SET bench.readers = '%s'", t.cruds, readers)
	steps := []string{settings, townSQL}
	if baseline {
		steps = append(steps, baselineSQL)
	}
	for _, step := range append(steps, "VACUUM (ANALYZE)", "CHECKPOINT") {
		if _, err := conn.PgConn().Exec(ctx, step).ReadAll(); err != nil {
			return err
		}
	}
	return nil
}

// serve starts the backend and returns when it is ready.
func (t *town) serve(ctx context.Context, set *stage) error {
	log, err := os.Create(t.log)
	if err != nil {
		return fmt.Errorf("make the backend's log: %w", err)
	}
	defer log.Close() // the process has a handle of its own
	t.process = exec.Command(set.backend, "serve")
	t.process.Env, t.process.Stdout, t.process.Stderr = set.environment(t.path), log, log
	if err := t.process.Start(); err != nil {
		return fmt.Errorf("start the backend: %w", err)
	}
	for patience := time.Now().Add(20 * time.Second); time.Now().Before(patience) && ctx.Err() == nil; {
		if response, err := http.Get(t.url + "/api/ready"); err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	said, _ := os.ReadFile(t.log)
	return fmt.Errorf("the backend was not ready in time:\n%s", said)
}

func (t *town) stop() error {
	if t.process == nil || t.process.Process == nil {
		return nil
	}
	_ = t.process.Process.Signal(syscall.SIGTERM)
	timer := time.AfterFunc(20*time.Second, func() { _ = t.process.Process.Kill() })
	defer timer.Stop()
	if err := t.process.Wait(); err != nil {
		return fmt.Errorf("the backend did not stop cleanly: %w", err)
	}
	return nil
}

// memory is the backend's resident memory in bytes.
func (t *town) memory(ctx context.Context) (int64, error) {
	out, err := exec.CommandContext(ctx, "ps", "-o", "rss=", "-p", strconv.Itoa(t.process.Process.Pid)).Output()
	if err != nil {
		return 0, fmt.Errorf("ask for the backend's memory: %w", err)
	}
	kilobytes, err := strconv.ParseInt(strings.TrimSpace(string(out)), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read the backend's memory: %w", err)
	}
	return kilobytes << 10, nil
}

func freeAddress(ctx context.Context) (string, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return listener.Addr().String(), errors.Join(listener.Close())
}
