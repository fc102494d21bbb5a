package stack

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Log returns all that one process of the stack has logged; nothing when it has
// no log yet.
func (s *Stack) Log(name string) (string, error) {
	raw, err := os.ReadFile(filepath.Join(s.stateDir, "logs", name+".log"))
	if os.IsNotExist(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the log of %s: %w", name, err)
	}
	return string(raw), nil
}

// Tails returns the last lines of every log, for a person to read.
func (s *Stack) Tails(lines int) string {
	var out strings.Builder
	for _, name := range []string{"build", "setup", "postgres", "emulator", "edge", "lambdas", "backend"} {
		text, err := s.Log(name)
		if err != nil || text == "" {
			continue
		}
		all := strings.Split(strings.TrimRight(text, "\n"), "\n")
		_, _ = fmt.Fprintf(&out, "--- the end of %s.log\n%s\n", name, strings.Join(all[max(0, len(all)-lines):], "\n"))
	}
	return out.String()
}
