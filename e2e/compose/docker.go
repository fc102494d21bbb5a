package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// project keeps this run apart from a person's own, and from those of other clones.
func (r *rig) project() string {
	sum := sha256.Sum256([]byte(r.repository))
	return "cruddur-compose-test-" + hex.EncodeToString(sum[:4])
}

// composeModule is built where Docker has no Compose of version 2.
const (
	composeModule  = "github.com/docker/compose/v2/cmd"
	composeVersion = "v2.40.3"
)

// Services of docker-compose.yml that are treated in a way of their own.
const (
	postgresService  = "postgres"
	emulatorService  = "emulator"
	backendService   = "backend"
	messagingService = "messaging"
	edgeService      = "edge"
)

// findTools looks for Docker and its Compose.
func (r *rig) findTools(ctx context.Context) error {
	if _, err := r.docker(ctx, "info", "--format", "{{.ServerVersion}}"); err != nil {
		return fmt.Errorf("no Docker answers (%w): on Debian, as root, apt-get install docker.io; start dockerd; "+
			"or set DOCKER_HOST to where one runs", err)
	}
	if exec.CommandContext(ctx, client(), "compose", "version").Run() == nil {
		r.composeCommand = []string{client(), "compose"}
		return nil
	}
	built, err := r.buildCompose(ctx)
	r.composeCommand = []string{built}
	return err
}

// client is the Docker client: DOCKER, for machines that have several.
func client() string {
	if wanted := os.Getenv("DOCKER"); wanted != "" {
		return wanted
	}
	return "docker"
}

// buildCompose builds Compose from its sources. As the main module of its own it
// has replacements that `go install` refuses, so it is a tool of another one.
func (r *rig) buildCompose(ctx context.Context) (string, error) {
	dir := filepath.Join(r.work, "compose-"+composeVersion)
	built := filepath.Join(dir, "docker-compose")
	if _, err := os.Stat(built); err == nil {
		return built, nil
	}
	fmt.Println("compose-test: building Docker Compose", composeVersion)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("build Docker Compose: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module composetool\n\ngo 1.26\n"), 0o644); err != nil {
		return "", fmt.Errorf("build Docker Compose: %w", err)
	}
	for _, args := range [][]string{{"get", "-tool", composeModule + "@" + composeVersion}, {"build", "-o", built, composeModule}} {
		cmd := exec.CommandContext(ctx, "go", args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("build Docker Compose: %w\n%s", err, out)
		}
	}
	return built, nil
}

// docker runs the client and returns what it prints.
func (r *rig) docker(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, client(), args...)
	// Docker 20.10 takes the older builder otherwise.
	cmd.Env = append(os.Environ(), "DOCKER_BUILDKIT=1")
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("docker %s: %w\n%s", args[0], err, complaints.String())
	}
	return strings.TrimSpace(out.String()), nil
}

// composeCmd is Compose on the file as it is shipped.
func (r *rig) composeCmd(ctx context.Context, args ...string) *exec.Cmd {
	command := append(append([]string{}, r.composeCommand...), "--project-name", r.project(), "--file", filepath.Join(r.repository, "docker-compose.yml"))
	cmd := exec.CommandContext(ctx, command[0], append(command[1:], args...)...)
	cmd.Env = append(os.Environ(), "CRUDDUR_EDGE_PORT="+strconv.Itoa(r.port), "COMPOSE_MENU=false")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd
}

func (r *rig) compose(ctx context.Context, args ...string) error {
	if err := r.composeCmd(ctx, args...).Run(); err != nil {
		return fmt.Errorf("docker compose %s: %w", args[0], err)
	}
	return nil
}

// up does what people are told to do, and waits until all of it is well.
func (r *rig) up(ctx context.Context) error {
	if r.port == 0 {
		port, err := freePort(ctx)
		if err != nil {
			return err
		}
		r.port = port
	}
	err := r.compose(ctx, "up", "--detach", "--build", "--wait", "--quiet-pull")
	if err != nil {
		_ = r.compose(ctx, "logs", "--tail=40")
	}
	return err
}

// down removes everything of this run, and fails when something is left.
func (r *rig) down(ctx context.Context) error {
	if err := r.compose(ctx, "down", "--volumes", "--remove-orphans"); err != nil {
		return err
	}
	for _, kind := range []string{"container", "volume", "network"} {
		left, err := r.docker(ctx, kind, "ls", "--quiet", "--filter", "label=com.docker.compose.project="+r.project())
		if err != nil {
			return err
		}
		if left != "" {
			return fmt.Errorf("docker compose down left a %s behind: %s", kind, left)
		}
	}
	return nil
}

func freePort(ctx context.Context) (int, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	return strconv.Atoi(port)
}

// container is what Docker knows of one.
type container struct {
	Name   string `json:"Name"`
	Config struct {
		User   string            `json:"User"`
		Env    []string          `json:"Env"`
		Labels map[string]string `json:"Labels"`
	} `json:"Config"`
	NetworkSettings struct {
		Ports map[string][]struct {
			HostIP   string `json:"HostIp"`
			HostPort string `json:"HostPort"`
		} `json:"Ports"`
		Networks map[string]struct {
			IPAddress string `json:"IPAddress"`
		} `json:"Networks"`
	} `json:"NetworkSettings"`
}

func (c container) service() string { return c.Config.Labels["com.docker.compose.service"] }

// containers are all of this run, those that have ended too.
func (r *rig) containers(ctx context.Context) ([]container, error) {
	ids, err := r.docker(ctx, "ps", "--all", "--quiet", "--filter", "label=com.docker.compose.project="+r.project())
	if err != nil {
		return nil, err
	}
	raw, err := r.docker(ctx, append([]string{"inspect"}, strings.Fields(ids)...)...)
	if err != nil {
		return nil, err
	}
	var all []container
	if err := json.Unmarshal([]byte(raw), &all); err != nil {
		return nil, fmt.Errorf("read what docker inspect says: %w", err)
	}
	return all, nil
}

// checkExposure fails when more than the edge's port is published, when that is
// published beyond loopback, and when something of ours runs as root.
func (r *rig) checkExposure(ctx context.Context) error {
	all, err := r.containers(ctx)
	if err != nil {
		return err
	}
	var failures []error
	published := 0
	for _, c := range all {
		if user := c.Config.User; c.service() != postgresService && (user == "" || strings.HasPrefix(user, "0") || strings.HasPrefix(user, "root")) {
			failures = append(failures, fmt.Errorf("%s runs as root", c.service()))
		}
		for port, bindings := range c.NetworkSettings.Ports {
			for _, binding := range bindings {
				published++
				if c.service() != edgeService || binding.HostIP != "127.0.0.1" {
					failures = append(failures, fmt.Errorf("%s publishes %s at %s:%s", c.service(), port, binding.HostIP, binding.HostPort))
				}
			}
		}
	}
	if published != 1 {
		failures = append(failures, fmt.Errorf("%d ports are published, want the edge's alone", published))
	}
	return errors.Join(failures...)
}
