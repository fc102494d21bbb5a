package doctor_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/dev/internal/doctor"
)

func needs(t *testing.T) doctor.Needs {
	t.Helper()
	return doctor.Needs{StateDir: t.TempDir(), PostgresHome: "/tmp/cruddur-test-home", Site: true}
}

func find(t *testing.T, findings []doctor.Finding, name string) doctor.Finding {
	t.Helper()
	index := slices.IndexFunc(findings, func(f doctor.Finding) bool { return f.Name == name })
	if index < 0 {
		t.Fatalf("no finding %q in %v", name, findings)
	}
	return findings[index]
}

func TestThisMachineIsFit(t *testing.T) {
	t.Parallel()
	if err := doctor.Verdict(doctor.Examine(t.Context(), needs(t))); err != nil {
		t.Error(err)
	}
}

func TestATakenPortNamesItsHolder(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	needs := needs(t)
	port := listener.Addr().(*net.TCPAddr).Port
	needs.Ports = []doctor.Port{
		{Use: "edge", Number: port, Flag: "--edge-port", Variable: "CRUDDUR_EDGE_PORT"},
		{Use: "backend", Number: 0},
	}
	findings := doctor.Examine(t.Context(), needs)
	taken := find(t, findings, "port of the edge")
	for _, want := range []string{"--edge-port", "CRUDDUR_EDGE_PORT"} {
		if !strings.Contains(taken.Remedy, want) {
			t.Errorf("the remedy %q does not name %s", taken.Remedy, want)
		}
	}
	want := fmt.Sprintf("%d is taken", port)
	if runtime.GOOS == "linux" {
		want += fmt.Sprintf(" by process %d (", os.Getpid())
	}
	if !strings.HasPrefix(taken.Problem, want) {
		t.Errorf("the problem is %q, want %q", taken.Problem, want)
	}
	if free := find(t, findings, "port of the backend"); !free.OK() {
		t.Errorf("any free port: %+v", free)
	}
}

// All that is missing is named at once, each with its remedy.
func TestAMachineWithoutTools(t *testing.T) {
	empty := t.TempDir()
	t.Setenv("PATH", empty)
	findings := doctor.Examine(t.Context(), needs(t))
	for _, name := range []string{"Go", "Node", "npm", "Python"} {
		if finding := find(t, findings, name); finding.OK() || finding.Remedy == "" {
			t.Errorf("%s: %+v", name, finding)
		}
	}
	err := doctor.Verdict(findings)
	if err == nil || strings.Count(err.Error(), "→") < 4 {
		t.Errorf("the verdict is %v", err)
	}
	if libraries := find(t, findings, "picture libraries"); !libraries.OK() || !strings.Contains(libraries.Found, "libjpeg") {
		t.Errorf("the libraries: %+v", libraries)
	}
	withoutSite := needs(t)
	withoutSite.Site = false
	for _, finding := range doctor.Examine(t.Context(), withoutSite) {
		if finding.Name == "Node" {
			t.Error("Node is asked for, though the site isn't built")
		}
	}
}

func TestAnOldTool(t *testing.T) {
	dir := t.TempDir()
	for name, prints := range map[string]string{"node": "v18.20.4", "go": "go1.25.1", "npm": "10.0.0"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\necho "+prints+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	findings := doctor.Examine(t.Context(), needs(t))
	if node := find(t, findings, "Node"); !strings.Contains(node.Problem, "v18.20.4 is older than 20.19") {
		t.Errorf("Node: %+v", node)
	}
	if goTool := find(t, findings, "Go"); !strings.Contains(goTool.Problem, "older than 1.26") {
		t.Errorf("Go: %+v", goTool)
	}
	if npm := find(t, findings, "npm"); !npm.OK() {
		t.Errorf("npm: %+v", npm)
	}
}

func TestRootNeedsAReachableFolder(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root has another user run PostgreSQL")
	}
	closed := filepath.Join(t.TempDir(), "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	needs := needs(t)
	needs.PostgresHome = filepath.Join(closed, "home")
	if finding := find(t, doctor.Examine(t.Context(), needs), "PostgreSQL user"); finding.OK() {
		t.Errorf("finding %+v", finding)
	}
}
