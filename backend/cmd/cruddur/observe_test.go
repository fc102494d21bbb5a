package main

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
	"github.com/cruddur/cruddur/backend/internal/settings/settingstest"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

// newObservedTool reports to a collector and to Rollbar.
func newObservedTool(t *testing.T, changes map[string]string) (tool, func() []string) {
	t.Helper()
	var mu sync.Mutex
	var taken []string
	rollbar := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		taken = append(taken, string(body))
	}))
	t.Cleanup(rollbar.Close)
	database := postgrestest.New(t)
	values := map[string]string{
		"database_url": database.URL,
		"token_issuer": "i", "token_jwks_url": "https://k.test", "token_client_id": "c", "site_url": "https://cruddur.test",
		"environment": "test", "release": "v1", "rollbar_token": "hunter2", "rollbar_endpoint": rollbar.URL,
	}
	maps.Copy(values, changes)
	return tool{settingstest.Serve(t, values), database}, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(taken)
	}
}

// A command is one trace with its statements, delivered before it ends, and
// names nobody; what an operator got wrong is reported to nobody.
func TestCommandsAreTraced(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	c, reported := newObservedTool(t, map[string]string{"otlp_endpoint": receiver.URL})
	c.person(t, "zuzka")
	c.run(t, "", "people", "suspend", "zuzka", "--reason", "hunter3")
	if status, _, _ := c.try(t, "", "people", "show", "nobody"); status != exitNotFound {
		t.Errorf("exit status %d", status)
	}
	if status, _, _ := c.try(t, "", "people", "show"); status != exitUsage {
		t.Errorf("exit status %d", status)
	}
	roots := map[string]bool{}
	statements := 0
	spans := receiver.Spans()
	for _, span := range spans {
		if span.Parent == "" {
			roots[span.Name] = span.Error
		}
		if span.Resource["service.name"] != "cruddur" || span.Resource["service.version"] != "v1" {
			t.Errorf("%s is of %v", span.Name, span.Resource)
		}
	}
	suspend := slices.IndexFunc(spans, func(s telemetrytest.Span) bool { return s.Name == "cruddur people suspend" })
	for _, span := range spans {
		if suspend >= 0 && span.TraceID == spans[suspend].TraceID && span.Attributes["db.system.name"] == "postgresql" {
			statements++
		}
	}
	if !maps.Equal(roots, map[string]bool{"cruddur people suspend": false, "cruddur people show": false}) || statements == 0 {
		t.Errorf("%d statements, roots %v", statements, roots)
	}
	for _, never := range []string{"zuzka", "nobody", "hunter2", "hunter3"} {
		if strings.Contains(receiver.Raw(), never) {
			t.Errorf("the collector is told %q", never)
		}
	}
	if errors := reported(); len(errors) != 0 {
		t.Errorf("reported was %s", errors)
	}
}

// A command that fails says so to the operator as ever, and to Rollbar once; a
// collector that is gone, or never answers, makes nobody wait.
func TestCommandsThatFailAreReported(t *testing.T) {
	release := make(chan struct{})
	hung := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-release
	}))
	t.Cleanup(hung.Close)
	defer close(release)
	for name, endpoint := range map[string]string{"gone": "http://127.0.0.1:1", "hung": hung.URL, "none": "", "no address": "nonsense"} {
		t.Run(name, func(t *testing.T) {
			c, reported := newObservedTool(t, map[string]string{
				"otlp_endpoint": endpoint, "database_url": "postgres://ada:hunter3@127.0.0.1:1/none",
			})
			begun := time.Now()
			status, out, complaint := c.try(t, "", "people", "show", "zuzka")
			if status != exitFailed || out != "" || strings.Count(complaint, "cruddur:") != 1 || time.Since(begun) > patience {
				t.Errorf("%d %q %q", status, out, complaint)
			}
			errors := reported()
			if name == "no address" {
				return // then there is nobody to report to, and the service won't start
			}
			if len(errors) != 1 || !strings.Contains(errors[0], "the command has failed") || !strings.Contains(errors[0], `"service":"cruddur"`) {
				t.Fatalf("reported was %s", errors)
			}
			for _, never := range []string{"zuzka", "hunter2", "hunter3"} {
				if strings.Contains(errors[0], never) {
					t.Errorf("Rollbar is told %q: %s", never, errors[0])
				}
			}
		})
	}
}

// patience is far above what is waited for deliveries.
const patience = 30 * time.Second
