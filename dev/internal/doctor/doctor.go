// Package doctor checks what the local stack needs of a machine, all of it at
// once, and names a remedy for whatever is missing.
package doctor

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/build"
	"github.com/cruddur/cruddur/dev/postgres"
)

// Port is a port that the stack will listen on.
type Port struct {
	// Use says what for: "edge".
	Use string
	// Number is the port; 0 means any free one.
	Number int
	// Flag and Variable are the two ways of choosing another one.
	Flag, Variable string
}

// Needs are what the stack is going to use.
type Needs struct {
	Ports []Port
	// Site tells whether the front end is built, which needs Node.
	Site bool
	// StateDir and PostgresHome are the folders it writes to.
	StateDir, PostgresHome string
}

// Finding is the outcome of one check.
type Finding struct {
	// Name is what was checked, Found what there is.
	Name, Found string
	// Problem is empty when all is well; Remedy then too.
	Problem, Remedy string
}

// OK tells whether the check passed.
func (f Finding) OK() bool { return f.Problem == "" }

// FailedError says that some checks did not pass, with all of them.
type FailedError struct{ Findings []Finding }

// Error lists the problems with their remedies.
func (f FailedError) Error() string {
	var text strings.Builder
	text.WriteString("this machine can't run the stack yet:")
	for _, finding := range f.Findings {
		fmt.Fprintf(&text, "\n  ✗ %s: %s\n      → %s", finding.Name, finding.Problem, finding.Remedy)
	}
	return text.String()
}

// check looks at one thing.
type check func(ctx context.Context) Finding

// Examine runs all checks side by side and returns their findings in a fixed
// order.
func Examine(ctx context.Context, needs Needs) []Finding {
	checks := []check{goTool, python, postgresServer, pictureLibraries}
	if needs.Site {
		checks = append(checks, nodeTool, npmTool)
	}
	for _, port := range needs.Ports {
		checks = append(checks, func(ctx context.Context) Finding { return freePort(ctx, port) })
	}
	checks = append(checks,
		func(context.Context) Finding { return diskSpace(needs.StateDir) },
		func(context.Context) Finding { return databaseUser(needs.PostgresHome) },
	)
	findings := make([]Finding, len(checks))
	var group sync.WaitGroup
	for i, check := range checks {
		group.Go(func() { findings[i] = check(ctx) })
	}
	group.Wait()
	return findings
}

// Verdict is a FailedError with the findings that are not OK, or nil.
func Verdict(findings []Finding) error {
	bad := slices.DeleteFunc(slices.Clone(findings), Finding.OK)
	if len(bad) == 0 {
		return nil
	}
	return FailedError{Findings: bad}
}

func python(ctx context.Context) Finding {
	finding := Finding{Name: "Python"}
	found, err := emulator.FindPython(ctx)
	if err != nil {
		finding.Problem = err.Error()
		finding.Remedy = "install Python 3.10 or newer (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python)"
		return finding
	}
	finding.Found = found.Version + " (" + found.Path + ")"
	if err := found.CanInstall(ctx); err != nil {
		finding.Problem = err.Error()
		finding.Remedy = "apt install python3-venv, or install pip for it"
	}
	return finding
}

func postgresServer(ctx context.Context) Finding {
	finding := Finding{Name: "PostgreSQL"}
	found, err := postgres.Find(ctx)
	if err == nil {
		finding.Found = fmt.Sprintf("%d (%s)", found.Version, found.Dir)
		return finding
	}
	if _, err := version(ctx, "npm", "--version"); err != nil {
		finding.Problem = "none of version 14 or newer on this machine, and no npm to install one with"
		finding.Remedy = "install PostgreSQL (Debian, Ubuntu: apt install postgresql; macOS: brew install postgresql@17), or Node"
		return finding
	}
	finding.Found = "none of its own: packaged binaries are used"
	return finding
}

// pictureLibraries is never a problem: without them there is a way too.
func pictureLibraries(ctx context.Context) Finding {
	finding := Finding{Name: "picture libraries", Found: "libjpeg-turbo and libwebp"}
	if !build.HasPictureLibraries(ctx) {
		finding.Found = "none: photos are resized by Go alone, slower, and to JPEG only " +
			"(Debian, Ubuntu: apt install gcc libc6-dev libjpeg-dev libwebp-dev)"
	}
	return finding
}

func diskSpace(dir string) Finding {
	const wanted = 1 << 30
	finding := Finding{Name: "disk space"}
	existing := dir
	for {
		if _, err := os.Stat(existing); err == nil || existing == filepath.Dir(existing) {
			break
		}
		existing = filepath.Dir(existing)
	}
	var stat syscall.Statfs_t
	if err := syscall.Statfs(existing, &stat); err != nil {
		finding.Problem = err.Error()
		finding.Remedy = "choose another folder with --state-dir"
		return finding
	}
	free := stat.Bavail * uint64(stat.Bsize)
	finding.Found = fmt.Sprintf("%.1f GB free in %s", float64(free)/(1<<30), existing)
	if free < wanted {
		finding.Problem = "less than 1 GB free in " + existing
		finding.Remedy = "free some space, or choose another folder with --state-dir"
	}
	return finding
}

// databaseUser checks who will run PostgreSQL, and that this user gets at the
// database folder.
func databaseUser(home string) Finding {
	finding := Finding{Name: "PostgreSQL user", Found: "you"}
	user, err := postgres.Unprivileged()
	if err != nil {
		finding.Problem = err.Error()
		finding.Remedy = "run this as an ordinary user, or make one: useradd --system postgres"
		return finding
	}
	if user == nil {
		return finding
	}
	finding.Found = fmt.Sprintf("user id %d, as PostgreSQL refuses root", user.Uid)
	if !postgres.Reachable(filepath.Dir(home)) {
		finding.Problem = fmt.Sprintf("user id %d can't reach %s", user.Uid, home)
		finding.Remedy = "run this as an ordinary user"
	}
	return finding
}
