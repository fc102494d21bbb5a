package edge

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

const indexContent = "<!doctype html><title>Cruddur</title>"

// script is long enough to be compressed.
func script() string { return strings.Repeat("console.log('cruddur');\n", 200) }

// fixture is an edge over a small site and a backend.
type fixture struct {
	*Edge
	dist string
}

func newFixture(t *testing.T, backend http.Handler, change ...func(*Settings)) fixture {
	t.Helper()
	dist := filepath.Join(t.TempDir(), "dist")
	writeFile(t, filepath.Join(dist, "index.html"), indexContent)
	writeFile(t, filepath.Join(dist, "assets", "app-1a2b.js"), script())
	writeFile(t, filepath.Join(dist, "favicon.svg"), "<svg/>")
	writeFile(t, filepath.Join(filepath.Dir(dist), "secret.txt"), "outside")
	if backend == nil {
		backend = http.NotFoundHandler()
	}
	server := httptest.NewServer(backend)
	t.Cleanup(server.Close)
	settings := Settings{
		Origin: "http://localhost:8080", Backend: parse(t, server.URL), Messaging: parse(t, server.URL), SiteDir: dist,
		ConnectSources: []string{"http://127.0.0.1:4566"}, Log: slog.New(slog.DiscardHandler),
	}
	for _, change := range change {
		change(&settings)
	}
	edge, err := New(settings)
	if err != nil {
		t.Fatal(err)
	}
	return fixture{Edge: edge, dist: dist}
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func parse(t *testing.T, address string) *url.URL {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// ask sends a request; headers are pairs of name and value.
func (f fixture) ask(method, target string, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	f.ServeHTTP(recorder, request)
	return recorder
}

func TestBehavioursAreCompleteAndOrdered(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"/api/activities": "/api/*",
		"/api":            "*",
		"/config.json":    "/config.json",
		"/assets/x.js":    "/assets/*",
		"/":               "*",
		"/@nova":          "*",
		"/apiary":         "*",
	}
	for path, want := range tests {
		for _, row := range behaviours() {
			if !match(row.path, path) {
				continue
			}
			if row.path != want {
				t.Errorf("%s goes to %s, want %s", path, row.path, want)
			}
			break
		}
	}
	rows := behaviours()
	if last := rows[len(rows)-1]; last.path != "*" {
		t.Errorf("the last behaviour is %s, want one that matches everything", last.path)
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pattern, path string
		want          bool
	}{
		{"*", "/anything/at all", true},
		{"/media/*/x", "/media/a/b/x", true},
		{"/media/*/x", "/media/a/b/y", false},
		{"/live", "/live", true},
		{"/live", "/lively", false},
		{"/a?c", "/abc", true},
		{"/a?c", "/ac", false},
		{"*.js", "/assets/a.b.js", true},
		{"/a*b*c", "/aXbYbZc", true},
		{"/a*b*c", "/aXbYbZ", false},
	}
	for _, test := range tests {
		if got := match(test.pattern, test.path); got != test.want {
			t.Errorf("match(%q, %q) = %t, want %t", test.pattern, test.path, got, test.want)
		}
	}
}

func TestSiteFilesAndHistoryFallback(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	tests := []struct {
		path     string
		status   int
		body     string
		caching  string
		mimeType string
	}{
		{"/", 200, indexContent, "no-cache", "text/html; charset=utf-8"},
		{"/index.html", 200, indexContent, "no-cache", "text/html; charset=utf-8"},
		{"/@nova", 200, indexContent, "no-cache", "text/html; charset=utf-8"},
		{"/@nova/cruds/0190c1de-0000-7000-8000-000000000000", 200, indexContent, "no-cache", "text/html; charset=utf-8"},
		{"/favicon.svg", 200, "<svg/>", "no-cache", "image/svg+xml"},
		{"/assets/app-1a2b.js", 200, script(), "public, max-age=31536000, immutable", "text/javascript; charset=utf-8"},
		{"/assets/gone-1a2b.js", 404, "", "", ""},
		{"/assets/gone", 404, "", "", ""},
		{"/assets", 200, indexContent, "no-cache", "text/html; charset=utf-8"},
		{"/missing.png", 404, "", "", ""},
	}
	for _, test := range tests {
		answer := f.ask("GET", test.path)
		if answer.Code != test.status {
			t.Errorf("GET %s: status %d, want %d", test.path, answer.Code, test.status)
			continue
		}
		if got := answer.Header().Get("Cache-Control"); got != test.caching {
			t.Errorf("GET %s: Cache-Control %q, want %q", test.path, got, test.caching)
		}
		if test.status != 200 {
			continue
		}
		if got := answer.Body.String(); got != test.body {
			t.Errorf("GET %s: body %.40q, want %.40q", test.path, got, test.body)
		}
		if got := answer.Header().Get("Content-Type"); got != test.mimeType {
			t.Errorf("GET %s: Content-Type %q, want %q", test.path, got, test.mimeType)
		}
	}
}

func TestSiteStaysInsideItsFolder(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	if err := os.Symlink(filepath.Join(filepath.Dir(f.dist), "secret.txt"), filepath.Join(f.dist, "link.txt")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/link.txt", "/a\\..\\secret.txt"} {
		request := httptest.NewRequest("GET", "/", nil)
		request.URL = parse(t, "http://localhost"+path)
		recorder := httptest.NewRecorder()
		f.ServeHTTP(recorder, request)
		if strings.Contains(recorder.Body.String(), "outside") || recorder.Code != 404 {
			t.Errorf("GET %s: status %d, body %q; want 404", path, recorder.Code, recorder.Body)
		}
	}
}

func TestSiteTakesOnlyReads(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	for _, path := range []string{"/", "/assets/app-1a2b.js", "/config.json"} {
		answer := f.ask("POST", path)
		if answer.Code != 405 || answer.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("POST %s: status %d, Allow %q", path, answer.Code, answer.Header().Get("Allow"))
		}
		head := f.ask("HEAD", path)
		if path != "/config.json" && (head.Code != 200 || head.Body.Len() != 0) {
			t.Errorf("HEAD %s: status %d with %d bytes", path, head.Code, head.Body.Len())
		}
	}
}

func TestSiteRevalidates(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	for _, encoding := range []string{"", "br", "gzip"} {
		first := f.ask("GET", "/assets/app-1a2b.js", "Accept-Encoding", encoding)
		tag := first.Header().Get("ETag")
		again := f.ask("GET", "/assets/app-1a2b.js", "Accept-Encoding", encoding, "If-None-Match", tag)
		if tag == "" || again.Code != 304 || again.Body.Len() != 0 {
			t.Errorf("%q: ETag %s, then status %d", encoding, tag, again.Code)
		}
		if again.Header().Get("Cache-Control") != cacheForever {
			t.Errorf("%q: the 304 has Cache-Control %q", encoding, again.Header().Get("Cache-Control"))
		}
	}
	before := f.ask("GET", "/").Header().Get("ETag")
	writeFile(t, filepath.Join(f.dist, "index.html"), indexContent+"<!-- built again -->")
	if after := f.ask("GET", "/"); after.Header().Get("ETag") == before || !strings.Contains(after.Body.String(), "built again") {
		t.Error("a new build is not served")
	}
}

func TestSiteCompression(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	tests := []struct{ accept, want string }{
		{"", ""},
		{"identity", ""},
		{"gzip, deflate, br", "br"},
		{"gzip, deflate", "gzip"},
		{"br;q=0, gzip", "gzip"},
		{"br;q=0.1, gzip;q=0.9", "gzip"},
		{"*", "br"},
		{"gzip;q=0, *;q=0", ""},
	}
	for _, test := range tests {
		answer := f.ask("GET", "/assets/app-1a2b.js", "Accept-Encoding", test.accept)
		if got := answer.Header().Get("Content-Encoding"); got != test.want {
			t.Errorf("Accept-Encoding %q: got %q, want %q", test.accept, got, test.want)
			continue
		}
		if answer.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("Accept-Encoding %q: Vary %q", test.accept, answer.Header().Get("Vary"))
		}
		if decode(t, test.want, answer.Body) != script() {
			t.Errorf("Accept-Encoding %q: the content is not the file's", test.accept)
		}
	}
	if small := f.ask("GET", "/", "Accept-Encoding", "br"); small.Header().Get("Content-Encoding") != "" {
		t.Error("a small file was compressed")
	}
	part := f.ask("GET", "/assets/app-1a2b.js", "Accept-Encoding", "br", "Range", "bytes=0-6")
	if part.Code != 206 || part.Body.String() != "console" {
		t.Errorf("range: status %d, body %q", part.Code, part.Body)
	}
}

func decode(t *testing.T, encoding string, body *bytes.Buffer) string {
	t.Helper()
	var reader io.Reader = body
	switch encoding {
	case "br":
		reader = brotli.NewReader(body)
	case "gzip":
		unzipped, err := gzip.NewReader(body)
		if err != nil {
			t.Fatal(err)
		}
		reader = unzipped
	}
	raw, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestMissingSite(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil, func(s *Settings) { s.SiteDir = filepath.Join(s.SiteDir, "nowhere") })
	answer := f.ask("GET", "/")
	if answer.Code != 503 || answer.Header().Get("Retry-After") == "" || !strings.Contains(answer.Body.String(), "make up") {
		t.Errorf("status %d, body %q", answer.Code, answer.Body)
	}
	if asset := f.ask("GET", "/assets/x.js"); asset.Code != 404 {
		t.Errorf("asset: status %d, want 404", asset.Code)
	}
}

func TestSecurityHeaders(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	policy := f.ask("GET", "/@nova").Header().Get("Content-Security-Policy")
	for _, want := range []string{
		"default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'",
		"frame-ancestors 'none'", "connect-src 'self' http://127.0.0.1:4566",
	} {
		if !strings.Contains(policy+";", want+";") {
			t.Errorf("the policy lacks %q: %s", want, policy)
		}
	}
	for directive := range strings.SplitSeq(policy, "; ") {
		if strings.HasPrefix(directive, "script-src") && strings.Contains(directive, "unsafe") {
			t.Errorf("scripts are let in: %s", directive)
		}
	}
	for _, path := range []string{"/", "/config.json", "/assets/app-1a2b.js", "/assets/gone.js", "/api/x"} {
		header := f.ask("GET", path).Header()
		if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Content-Security-Policy") == "" ||
			header.Get("Referrer-Policy") != "strict-origin-when-cross-origin" {
			t.Errorf("GET %s: headers %v", path, header)
		}
		if header.Get("Strict-Transport-Security") != "" {
			t.Errorf("GET %s: HSTS over plain HTTP", path)
		}
	}
	secure := newFixture(t, nil, func(s *Settings) { s.Origin = "https://cruddur.example" })
	if secure.ask("GET", "/").Header().Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS over HTTPS")
	}
}

func TestConfig(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	if before := f.ask("GET", "/config.json"); before.Code != 503 {
		t.Errorf("before Publish: status %d, want 503", before.Code)
	}
	f.Publish(SiteConfig{
		Environment: "local", Region: "us-east-1", UserPoolID: "pool", UserPoolClientID: "client",
		CognitoEndpoint: "http://127.0.0.1:4566", LocalCodes: &LocalCodes{SignUp: "1", Recover: "2"},
	})
	answer := f.ask("GET", "/config.json")
	want := map[string]any{
		"environment": "local", "region": "us-east-1", "user_pool_id": "pool", "user_pool_client_id": "client",
		"cognito_endpoint": "http://127.0.0.1:4566",
		"local_codes":      map[string]any{"sign_up": "1", "recover": "2"},
	}
	var got map[string]any
	if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if a, b := mustJSON(t, got), mustJSON(t, want); a != b {
		t.Errorf("config is %s, want %s", a, b)
	}
	if answer.Header().Get("Cache-Control") != "no-cache" || answer.Header().Get("Content-Type") != "application/json" {
		t.Errorf("headers %v", answer.Header())
	}
	f.Publish(SiteConfig{Environment: "staging", Traces: TracesTo("")})
	if body := f.ask("GET", "/config.json").Body.String(); strings.Contains(body, "local_codes") || strings.Contains(body, "traces") {
		t.Errorf("codes are shown where mail is sent, or traces go nowhere: %s", body)
	}
	f.Publish(SiteConfig{Environment: "staging", Traces: TracesTo("http://localhost:4318")})
	if body := f.ask("GET", "/config.json").Body.String(); !strings.Contains(body, `"traces":{"sample_ratio":1}`) {
		t.Errorf("nothing is traced for a collector: %s", body)
	}
}

func mustJSON(t *testing.T, value any) string {
	t.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
