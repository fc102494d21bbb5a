package e2e_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/e2e/clock"
)

// The journeys of people, in a real browser: see browser/. E2E_BROWSER_ARGS are
// passed on to Playwright, to run only some of them.
func TestBrowser(t *testing.T) {
	browser := playwright{
		url:      product.url,
		chromium: chromium(t),
		folder:   here("browser"),
		args:     strings.Fields(os.Getenv("E2E_BROWSER_ARGS")),
	}
	browser.install(t)
	t.Run("side by side", func(t *testing.T) { browser.run(t, "", "--grep-invert=@clock|@telemetry") })
	// These move the clock under everybody's feet.
	t.Run("one by one", func(t *testing.T) {
		control, err := clock.Serve(t.Context(), product.clock)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := control.Close(); err != nil {
				t.Errorf("stop the control server: %v", err)
			}
		}()
		browser.run(t, control.URL(), "--grep=@clock", "--workers=1")
	})
}

// playwright runs the tests in a folder.
type playwright struct {
	// url is the product's edge.
	url, chromium, folder string
	// args choose among the tests.
	args []string
}

// run runs the tests that args choose; control is the address of the clock's
// control server.
func (p playwright) run(t *testing.T, control string, args ...string) {
	t.Helper()
	args = append([]string{"playwright", "test"}, args...)
	if len(p.args) > 0 {
		// What was asked for may all be in the other run.
		args = append(append(args, "--pass-with-no-tests"), p.args...)
	}
	npx := exec.CommandContext(t.Context(), "npx", args...)
	npx.Dir = p.folder
	npx.Stdout, npx.Stderr = os.Stdout, os.Stderr
	npx.Env = append(os.Environ(),
		"CHROMIUM="+p.chromium, "E2E_BASE_URL="+p.url, "E2E_CONTROL_URL="+control,
		// A folder of its own, because each run empties it first.
		"E2E_RESULTS="+strings.ReplaceAll(filepath.Base(t.Name()), " ", "-"))
	if err := npx.Run(); err != nil {
		t.Fatalf("the browser's tests failed (%v): traces and pictures are in %s", err, filepath.Join(p.folder, "test-results"))
	}
}

// chromium is the browser to use; without one the test fails.
func chromium(t *testing.T) string {
	t.Helper()
	wanted := os.Getenv("CHROMIUM")
	if wanted == "" {
		wanted = "chromium"
	}
	found, err := exec.LookPath(wanted)
	if err != nil {
		t.Fatalf("the browser's tests need Chromium (%v): apt-get install chromium, or set CHROMIUM to the path of one", err)
	}
	return found
}

// install installs what the tests need, when that changed.
func (p playwright) install(t *testing.T) {
	t.Helper()
	sum := sha256.New()
	for _, name := range []string{"package.json", "package-lock.json"} {
		raw, err := os.ReadFile(filepath.Join(p.folder, name))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = sum.Write(raw)
	}
	wanted := hex.EncodeToString(sum.Sum(nil))
	stamp := filepath.Join(p.folder, "node_modules", ".cruddur-packages")
	if installed, err := os.ReadFile(stamp); err == nil && string(installed) == wanted {
		return
	}
	npm := exec.CommandContext(t.Context(), "npm", "ci")
	npm.Dir = p.folder
	if out, err := npm.CombinedOutput(); err != nil {
		t.Fatalf("npm ci: %v\n%s", err, out)
	}
	if err := os.WriteFile(stamp, []byte(wanted), 0o644); err != nil {
		t.Fatal(err)
	}
}
