package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/e2e/stack"
)

func newRig(t *testing.T) *rig {
	t.Helper()
	repository, err := stack.FindRepository()
	if err != nil {
		t.Fatal(err)
	}
	return &rig{repository: repository, work: t.TempDir(), port: 8080}
}

// An image that somebody adds or moves on needs a stand-in too.
func TestEveryImageHasAStandin(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	images, err := r.needed()
	if err != nil {
		t.Fatal(err)
	}
	for image := range slices.Values(images) {
		found := false
		for prefix, standin := range r.standins() {
			dockerfile := filepath.Join(r.repository, "e2e", "compose", "standins", standin.dockerfile+".Dockerfile")
			if _, err := os.Stat(dockerfile); err != nil {
				t.Errorf("the stand-in %s: %v", prefix, err)
			}
			found = found || strings.HasPrefix(image, prefix)
		}
		if !found {
			t.Errorf("%s has no stand-in", image)
		}
	}
	if len(images) < 5 {
		t.Errorf("the images are %v", images)
	}
}

// What is sent to Docker may be somebody else's, such as Go itself.
func TestNobodysFoldersAreRemoved(t *testing.T) {
	t.Setenv("DOCKER", "true")
	r, others := newRig(t), t.TempDir()
	for _, failure := range []error{nil, errors.New("it is broken")} {
		err := r.buildStandin(t.Context(), "image", standin{"golang", func(context.Context, string) (string, error) { return others, failure }})
		if !errors.Is(err, failure) {
			t.Fatal(err)
		}
		if _, err := os.Stat(others); err != nil {
			t.Fatalf("a folder that was sent is gone: %v", err)
		}
	}
	if left, err := os.ReadDir(r.work); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestFunctionLogKeepsWhatFunctionsSay(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	log := &functionLog{out: &out}
	for _, part := range []string{
		"INFO [ses] a code for kim@", "example.test\ncruddur-local-pre", "sign | {\"msg\":\"request\"}\n\nother | x\ncruddur-local-live | half",
	} {
		if n, err := log.Write([]byte(part)); err != nil || n != len(part) {
			t.Fatal(n, err)
		}
	}
	if got := out.String(); got != "cruddur-local-presign | {\"msg\":\"request\"}\n" {
		t.Errorf("kept: %q", got)
	}
}

// The rig puts a stand-in in the place of what the Dockerfile fetches.
func TestAuthoritiesAreThoseOfTheDockerfile(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join(newRig(t).repository, "backend", "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	for _, wanted := range []string{"ARG RDS_AUTHORITIES=" + authoritiesURL + "\n", " " + authoritiesFile + "\n"} {
		if !strings.Contains(string(raw), wanted) {
			t.Errorf("backend/Dockerfile has no %q", wanted)
		}
	}
}
