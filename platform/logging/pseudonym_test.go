package logging_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/trace"

	"github.com/cruddur/cruddur/platform/logging"
)

func TestPseudonyms(t *testing.T) {
	t.Parallel()
	const ada, grace = "018f0000-0000-7000-8000-000000000000", "018f0000-0000-7000-8000-000000000001"
	staging, again, production := logging.NewPseudonyms("a"), logging.NewPseudonyms("a"), logging.NewPseudonyms("b")
	if staging.Of(ada) != again.Of(ada) || len(staging.Of(ada)) != 16 {
		t.Errorf("one key, two pseudonyms: %s, %s", staging.Of(ada), again.Of(ada))
	}
	for name, other := range map[string]string{
		"another person": staging.Of(grace), "another environment": production.Of(ada), "no key": logging.NewPseudonyms("").Of(ada),
	} {
		if other == staging.Of(ada) {
			t.Errorf("%s has the same pseudonym", name)
		}
	}
}

// Who asks is known inside and told outside, in the access log.
func TestLinesTellWhoAndWhichTrace(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	logger := logging.New(&out, slog.LevelInfo)
	outside := logging.WithUser(logging.WithRequestID(t.Context(), "r-1"))
	id, err := trace.TraceIDFromHex("0af7651916cd43dd8448eb211c80319c")
	if err != nil {
		t.Fatal(err)
	}
	span := trace.NewSpanContext(trace.SpanContextConfig{TraceID: id, SpanID: trace.SpanID{1}})
	logging.SetUser(trace.ContextWithSpanContext(outside, span), "abc")
	logger.InfoContext(trace.ContextWithSpanContext(outside, span), "inside")
	logger.InfoContext(outside, "outside")
	logging.SetUser(t.Context(), "nobody")
	logger.InfoContext(t.Context(), "elsewhere")

	want := []map[string]any{
		{"msg": "inside", "user": "abc", "request_id": "r-1", "trace_id": id.String(), "span_id": "0100000000000000"},
		{"msg": "outside", "user": "abc", "request_id": "r-1"},
		{"msg": "elsewhere"},
	}
	for i, text := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		var line map[string]any
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatal(err)
		}
		delete(line, "time")
		delete(line, "level")
		if len(line) != len(want[i]) {
			t.Errorf("line %s, want %v", text, want[i])
		}
		for name, value := range want[i] {
			if line[name] != value {
				t.Errorf("%s is %v, want %v", name, line[name], value)
			}
		}
	}
}

// Whatever a text holds, it stays within its line and its field.
func TestLinesCantBeForged(t *testing.T) {
	t.Parallel()
	for _, hostile := range []string{"a\nb", "a\r\n{\"level\":\"ERROR\"}", "\x1b[2J\x00\x7f", "\u2028\u2029", "\",\"level\":\"ERROR", "\xff\xfe"} {
		var out bytes.Buffer
		logging.New(&out, slog.LevelInfo).With("header", hostile).Info(hostile, hostile, hostile)
		var line map[string]any
		if err := json.Unmarshal(out.Bytes(), &line); err != nil || line["level"] != "INFO" {
			t.Errorf("%q: %s %v", hostile, out.String(), err)
		}
		if text := strings.TrimSuffix(out.String(), "\n"); strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c == 0x2028 || c == 0x2029 }) {
			t.Errorf("%q is written as it is: %q", hostile, text)
		}
	}
}
