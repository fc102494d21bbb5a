package compose

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/dev/internal/provision"
)

func newConfig(t *testing.T) Config {
	t.Helper()
	config, err := ReadConfig(func(name string) string {
		return map[string]string{
			"CRUDDUR_SITE_URL":      "http://localhost:8080",
			"CRUDDUR_EMULATOR_URL":  "http://emulator:4566",
			"CRUDDUR_DATABASE_URL":  "postgres://cruddur:x@postgres:5432/cruddur",
			"CRUDDUR_BACKEND_URL":   "http://backend:4567",
			"CRUDDUR_DIRECTORY_URL": "http://backend:4568",
			"CRUDDUR_MESSAGING_URL": "http://messaging:4569",
		}[name]
	})
	if err != nil {
		t.Fatal(err)
	}
	config.AccessDir, config.SiteDir = t.TempDir(), t.TempDir()
	for _, whom := range []string{forBackend, forMessaging, forEdge} {
		if err := os.Mkdir(filepath.Join(config.AccessDir, whom), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(config.SiteDir, "index.html"), []byte("<title>Cruddur</title>"), 0o600); err != nil {
		t.Fatal(err)
	}
	return config
}

func TestReadConfigNamesAllThatIsMissing(t *testing.T) {
	t.Parallel()
	_, err := ReadConfig(func(name string) string {
		return map[string]string{"CRUDDUR_SITE_URL": "http://localhost:8080", "CRUDDUR_BACKEND_URL": "http://backend"}[name]
	})
	if err == nil {
		t.Fatal("no error")
	}
	for name, wanted := range map[string]bool{
		"CRUDDUR_SITE_URL": false, "CRUDDUR_EMULATOR_URL": true, "CRUDDUR_DATABASE_URL": true,
		"CRUDDUR_BACKEND_URL": true, "CRUDDUR_DIRECTORY_URL": true, "CRUDDUR_MESSAGING_URL": true,
	} {
		if got := strings.Contains(err.Error(), name); got != wanted {
			t.Errorf("%s is named: %v, want %v: %v", name, got, wanted, err)
		}
	}
}

func made() provision.Resources {
	return provision.Resources{
		UserPoolID: "us-east-1_x", UserPoolClientID: "client", UploadsBucket: "uploads", MediaBucket: "media",
		UploadsURL: "http://emulator:4566/_aws/execute-api/a/$default", LiveURL: "http://emulator:4566/_aws/execute-api/b/live",
		Backend:   provision.AccessKey{ID: "backends", Secret: "backends-secret"},
		Messaging: provision.AccessKey{ID: "messagings", Secret: "messagings-secret"},
		Edge:      provision.AccessKey{ID: "edges", Secret: "edges-secret"},
	}
}

// What setup made is known to the next one, and each service is told its own key.
func TestWhatSetupHandsOver(t *testing.T) {
	t.Parallel()
	config := newConfig(t)
	if before, err := config.resources(); err != nil || before != (provision.Resources{}) {
		t.Fatalf("before the first: %+v, %v", before, err)
	}
	if err := config.publish(made()); err != nil {
		t.Fatal(err)
	}
	if again, err := config.resources(); err != nil || again != made() {
		t.Errorf("read again: %+v, %v", again, err)
	}
	raw, err := os.ReadFile(filepath.Join(config.AccessDir, forBackend, "credentials"))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(raw); !strings.Contains(got, "aws_access_key_id = backends\n") || strings.Contains(got, "messagings") {
		t.Errorf("the backend is told %s", got)
	}
	if err := os.RemoveAll(filepath.Join(config.AccessDir, forMessaging)); err != nil {
		t.Fatal(err)
	}
	if err := config.publish(made()); err == nil || !strings.Contains(err.Error(), forMessaging) {
		t.Errorf("a folder that isn't there: %v", err)
	}
}

func TestTheEdgeTellsBrowsersOfItself(t *testing.T) {
	t.Parallel()
	config := newConfig(t)
	if err := ServeEdge(t.Context(), config, os.Stdout); err == nil || !strings.Contains(err.Error(), "setup") {
		t.Errorf("without a setup: %v", err)
	}
	front, err := config.edge(made(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ask := func(path string) *httptest.ResponseRecorder {
		got := httptest.NewRecorder()
		front.ServeHTTP(got, httptest.NewRequest(http.MethodGet, "http://localhost:8080"+path, nil))
		return got
	}
	if got := ask("/config.json").Body.String(); !strings.Contains(got, `"cognito_endpoint":"http://localhost:8080/aws/"`) || strings.Contains(got, "secret") {
		t.Errorf("the site is told %s", got)
	}
	page := ask("/")
	if policy := page.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "connect-src 'self' http://localhost:8080/aws/;") {
		t.Errorf("pages may call %s", policy)
	}
}

func TestListenAddress(t *testing.T) {
	t.Parallel()
	if got, err := listenAddress("http://backend:4567"); err != nil || got != ":4567" {
		t.Errorf("%q, %v", got, err)
	}
}
