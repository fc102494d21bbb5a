package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/cruddur/cruddur/e2e/stack"
)

// databasePassword is the one in docker-compose.yml.
const databasePassword = "of-a-laptop-only"

// attachment lets the tests find what runs in containers where they look for a
// stack: a record of addresses, logs, and the operators' program.
type attachment struct {
	stateDir string
	logs     []*exec.Cmd
	files    []*os.File
}

func (r *rig) attach(ctx context.Context) (*attachment, error) {
	stateDir := filepath.Join(r.work, "state")
	if err := os.RemoveAll(stateDir); err != nil {
		return nil, fmt.Errorf("clear the state folder: %w", err)
	}
	for _, name := range []string{"bin", "logs"} {
		if err := os.MkdirAll(filepath.Join(stateDir, name), 0o755); err != nil {
			return nil, fmt.Errorf("make the state folder: %w", err)
		}
	}
	attached := &attachment{stateDir: stateDir}
	for _, step := range []func(context.Context, *attachment) error{r.record, r.operators, r.followLogs} {
		if err := step(ctx, attached); err != nil {
			attached.end()
			return nil, err
		}
	}
	return attached, nil
}

// record writes the addresses. The database and the emulator are reached in
// Docker's own network, which Linux lets the host into.
func (r *rig) record(ctx context.Context, attached *attachment) error {
	all, err := r.containers(ctx)
	if err != nil {
		return err
	}
	hosts := map[string]string{}
	for _, c := range all {
		for _, network := range c.NetworkSettings.Networks {
			hosts[c.service()] = network.IPAddress
		}
	}
	database := url.URL{
		Scheme: "postgres", User: url.UserPassword("cruddur", databasePassword), Host: hosts[postgresService] + ":5432", Path: "cruddur",
	}
	raw, err := json.Marshal(stack.Record{
		Pid: os.Getpid(), Ready: time.Now(), URL: "http://localhost:" + strconv.Itoa(r.port),
		EmulatorURL: "http://" + hosts[emulatorService] + ":4566", DatabaseURL: database.String(),
	})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(attached.stateDir, "state.json"), raw, 0o600)
}

// operators writes a program that runs cruddur as people are told to.
func (r *rig) operators(ctx context.Context, attached *attachment) error {
	command := r.composeCmd(ctx, "run", "--rm", "--no-deps", "--no-TTY", "setup", "cruddur")
	quoted := make([]string, len(command.Args))
	for i, arg := range command.Args {
		quoted[i] = "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
	}
	script := "#!/bin/sh\nexport CRUDDUR_EDGE_PORT=" + strconv.Itoa(r.port) + " HOME=" + os.Getenv("HOME") + " DOCKER_HOST=" + os.Getenv("DOCKER_HOST") +
		" PATH=" + os.Getenv("PATH") + "\n" +
		// The tests name an AWS of the host's, which is not the container's.
		"exec " + strings.Join(quoted, " ") + ` "$@"` + "\n"
	return os.WriteFile(filepath.Join(attached.stateDir, "bin", "cruddur"), []byte(script), 0o755)
}

// followLogs keeps the logs where the tests look for secrets in them.
func (r *rig) followLogs(ctx context.Context, attached *attachment) error {
	for service, log := range map[string]string{
		backendService: backendService, messagingService: messagingService, edgeService: edgeService, postgresService: postgresService, "setup": "setup",
		// The emulator prints what the functions log, among its own.
		emulatorService: "lambdas",
	} {
		file, err := os.Create(filepath.Join(attached.stateDir, "logs", log+".log"))
		if err != nil {
			return fmt.Errorf("keep the logs: %w", err)
		}
		attached.files = append(attached.files, file)
		follow := r.composeCmd(ctx, "logs", "--follow", "--no-color", "--no-log-prefix", service)
		follow.Stdout, follow.Stderr = file, os.Stderr
		if service == emulatorService {
			follow.Stdout = &functionLog{out: file}
		}
		if err := follow.Start(); err != nil {
			return fmt.Errorf("follow the logs of %s: %w", service, err)
		}
		attached.logs = append(attached.logs, follow)
	}
	return nil
}

// end stops following the logs.
func (a *attachment) end() {
	for _, follow := range a.logs {
		_ = follow.Process.Kill()
		_ = follow.Wait()
	}
	for _, file := range a.files {
		_ = file.Close()
	}
}

// functionLine begins what a function of ours has logged.
var functionLine = regexp.MustCompile(`^cruddur-local-[a-z]+ \| `)

// functionLog passes on whole lines that functions have logged. The emulator's
// own tell of mails, with their codes, as people need on a laptop.
type functionLog struct {
	out  io.Writer
	rest []byte
}

// Write takes any part of the log.
func (l *functionLog) Write(text []byte) (int, error) {
	l.rest = append(l.rest, text...)
	for {
		line, rest, whole := bytes.Cut(l.rest, []byte("\n"))
		if !whole {
			return len(text), nil
		}
		l.rest = rest
		if !functionLine.Match(line) {
			continue
		}
		if _, err := fmt.Fprintf(l.out, "%s\n", line); err != nil {
			return 0, err
		}
	}
}
