package logging_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/platform/logging"
)

// Whatever gets into a record, it is one line, one JSON object, and shows no
// control characters to a terminal.
func FuzzLines(f *testing.F) {
	f.Add("request", "\n{\"msg\":\"forged\"}\n")
	f.Add("\x1b[2J", "\xff\xfe\u2028\u202e")
	f.Add("", strings.Repeat("x", 10_000))
	f.Fuzz(func(t *testing.T, message, value string) {
		var out bytes.Buffer
		logging.New(&out, slog.LevelInfo).Error(message, "error", errors.New(value), slog.Group(value, "x", value), "bytes", []byte(value), "any", map[string]any{value: value})
		line, ended := strings.CutSuffix(out.String(), "\n")
		if !ended || strings.ContainsFunc(line, func(c rune) bool { return c < ' ' }) || !json.Valid([]byte(line)) {
			t.Errorf("%q, %q is logged as %q", message, value, out.String())
		}
	})
}
