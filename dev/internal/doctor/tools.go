package doctor

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// Oldest versions of the tools.
const (
	goMajor, goMinor     = 1, 26
	nodeMajor, nodeMinor = 20, 19
)

func goTool(ctx context.Context) Finding {
	return tool(ctx, "Go", goMajor, goMinor, "install Go 1.26 or newer from go.dev", "go", "env", "GOVERSION")
}

func nodeTool(ctx context.Context) Finding {
	return tool(ctx, "Node", nodeMajor, nodeMinor, "install Node 20.19 or newer from nodejs.org", "node", "--version")
}

func npmTool(ctx context.Context) Finding {
	return tool(ctx, "npm", 9, 0, "install npm, which comes with Node", "npm", "--version")
}

// tool runs a command that prints a version and compares it.
func tool(ctx context.Context, name string, major, minor int, remedy string, command ...string) Finding {
	finding := Finding{Name: name}
	printed, err := version(ctx, command...)
	if err != nil {
		finding.Problem, finding.Remedy = "not found", remedy
		return finding
	}
	finding.Found = printed
	if !atLeast(printed, major, minor) {
		finding.Problem = fmt.Sprintf("%s is older than %d.%d", printed, major, minor)
		finding.Remedy = remedy
	}
	return finding
}

func version(ctx context.Context, command ...string) (string, error) {
	out, err := exec.CommandContext(ctx, command[0], command[1:]...).Output()
	return strings.TrimSpace(string(out)), err
}

var versionPattern = regexp.MustCompile(`(\d+)\.(\d+)`)

// atLeast compares the first "a.b" of a text with a version. A text without
// one, like a development build's, passes.
func atLeast(text string, major, minor int) bool {
	match := versionPattern.FindStringSubmatch(text)
	if match == nil {
		return true
	}
	// The pattern lets digits only through.
	gotMajor, _ := strconv.Atoi(match[1])
	gotMinor, _ := strconv.Atoi(match[2])
	if gotMajor != major {
		return gotMajor > major
	}
	return gotMinor >= minor
}
