package rollbar

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"os"
	"runtime"
	"strings"

	"go.opentelemetry.io/otel/trace"

	"github.com/cruddur/cruddur/platform/logging"
)

// item is Rollbar's form of an occurrence (the field "data" of its item API).
type item struct {
	UUID        string            `json:"uuid"` // by which Rollbar knows it again
	Environment string            `json:"environment"`
	Level       string            `json:"level"`
	Timestamp   int64             `json:"timestamp"`
	CodeVersion string            `json:"code_version,omitempty"`
	Language    string            `json:"language"`
	Platform    string            `json:"platform"`
	Context     string            `json:"context,omitempty"`
	Title       string            `json:"title"`
	Fingerprint string            `json:"fingerprint"`
	Body        body              `json:"body"`
	Server      map[string]string `json:"server,omitempty"`
	Client      map[string]any    `json:"client,omitempty"`
	Person      map[string]string `json:"person,omitempty"`
	Custom      map[string]any    `json:"custom"`
	Notifier    map[string]string `json:"notifier"`
}

// body holds one of both.
type body struct {
	Message *itemMessage `json:"message,omitempty"`
	Trace   *itemTrace   `json:"trace,omitempty"`
}

type itemMessage struct {
	Body string `json:"body"`
}

type itemTrace struct {
	Frames    []itemFrame   `json:"frames"`
	Exception itemException `json:"exception"`
}

type itemFrame struct {
	File     string `json:"filename"`
	Line     int    `json:"lineno"`
	Column   int    `json:"colno,omitempty"`
	Function string `json:"method,omitempty"`
}

type itemException struct {
	Class   string `json:"class"`
	Message string `json:"message"`
}

const (
	maxTitle   = 200
	levelError = "error"
)

func (r *Reporter) newItem(ctx context.Context, record slog.Record, attrs []slog.Attr) item {
	custom := map[string]any{"service": r.settings.Service}
	for _, a := range attrs {
		put(custom, a.Key, a.Value)
	}
	if id := logging.RequestID(ctx); id != "" {
		custom["request_id"] = id
	}
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		custom["trace_id"] = span.TraceID().String()
	}
	said := []string{scrub(record.Message)}
	for _, key := range []string{"error", "panic"} {
		if cause, ok := custom[key].(string); ok {
			said = append(said, cause)
		}
	}
	text := strings.Join(said, ": ")
	i := item{
		UUID:        newUUID(),
		Environment: r.settings.Environment,
		Level:       levelError,
		Timestamp:   record.Time.Unix(),
		CodeVersion: r.settings.Release,
		Language:    "go",
		Platform:    runtime.GOOS,
		Title:       shorten(text, maxTitle),
		Fingerprint: fingerprint(r.settings.Service, source(record), text, custom["code"]),
		Body:        body{Message: &itemMessage{Body: text}},
		Server:      map[string]string{},
		Custom:      custom,
		Notifier:    map[string]string{"name": "cruddur"},
	}
	if host, err := os.Hostname(); err == nil {
		i.Server["host"] = host
	}
	if user := logging.User(ctx); user != "" {
		i.Person = map[string]string{"id": user}
	}
	if where, ok := custom["route"].(string); ok {
		i.Context = where
	}
	return i
}

// source is the function that logged. Its line is left out: it moves with
// every change of the file.
func source(record slog.Record) string {
	if record.PC == 0 {
		return ""
	}
	frame, _ := runtime.CallersFrames([]uintptr{record.PC}).Next()
	return frame.Function
}

// fingerprint groups occurrences: what was logged, where, with the parts that
// differ each time taken out.
func fingerprint(service, where, text string, code any) string {
	kind, _ := code.(string)
	sum := sha256.Sum256([]byte(strings.Join([]string{service, where, kind, variable.ReplaceAllString(text, "#")}, "\x00")))
	return hex.EncodeToString(sum[:])[:40]
}

func newUUID() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails
	return hex.EncodeToString(id[:])
}
