package build_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/dev/internal/build"
)

// newSite is a front end without dependencies whose build copies one file.
func newSite(t *testing.T) build.Site {
	t.Helper()
	site := build.Site{Dir: t.TempDir()}
	write(t, site, "package.json", `{"name":"site","version":"1.0.0","scripts":{"build":"mkdir -p dist && cp page.html dist/index.html"}}`)
	write(t, site, "package-lock.json", `{"name":"site","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{"":{"name":"site","version":"1.0.0"}}}`)
	write(t, site, "page.html", "first")
	return site
}

func write(t *testing.T, site build.Site, name, content string) {
	t.Helper()
	path := filepath.Join(site.Dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func install(t *testing.T, site build.Site) bool {
	t.Helper()
	var log bytes.Buffer
	changed, err := site.InstallPackages(t.Context(), &log)
	if err != nil {
		t.Fatalf("%v\n%s", err, log.String())
	}
	return changed
}

func built(t *testing.T, site build.Site) bool {
	t.Helper()
	var log bytes.Buffer
	changed, err := site.Build(t.Context(), &log)
	if err != nil {
		t.Fatalf("%v\n%s", err, log.String())
	}
	return changed
}

func TestSiteIsBuiltWhenSomethingChanged(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	if !install(t, site) || install(t, site) {
		t.Error("packages are installed once")
	}
	if !built(t, site) || built(t, site) {
		t.Error("an unchanged site is built once")
	}
	write(t, site, "page.html", "second")
	if !built(t, site) {
		t.Error("a changed source is not built")
	}
	if raw, _ := os.ReadFile(filepath.Join(site.Dist(), "index.html")); string(raw) != "second" {
		t.Errorf("the site is %q", raw)
	}
	write(t, site, "src/new.ts", "")
	if !built(t, site) {
		t.Error("a new source is not built")
	}
	write(t, site, "dist/index.html", "by hand")
	if !built(t, site) {
		t.Error("a site that somebody changed is not built again")
	}
	if err := os.RemoveAll(site.Dist()); err != nil {
		t.Fatal(err)
	}
	if !built(t, site) {
		t.Error("a deleted site is not built again")
	}
	write(t, site, "package-lock.json", `{"name":"site","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{"":{"name":"site","version":"1.0.0","license":"MIT"}}}`)
	if !install(t, site) {
		t.Error("a changed lock is not installed")
	}
}

func TestAFailedBuildIsTriedAgain(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	install(t, site)
	if err := os.Remove(filepath.Join(site.Dir, "page.html")); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	for range 2 {
		if _, err := site.Build(t.Context(), &log); err == nil || !strings.Contains(err.Error(), "build the site") {
			t.Errorf("error %v", err)
		}
	}
	if !strings.Contains(log.String(), "page.html") {
		t.Errorf("the log says nothing of the reason: %s", log.String())
	}
}
