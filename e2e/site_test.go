package e2e_test

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// fetch asks for an address of the site as it is: nothing followed, nothing
// unpacked.
func fetch(t *testing.T, method, path string, header ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, product.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	client := http.Client{Transport: &http.Transport{DisableCompression: true}}
	defer client.CloseIdleConnections()
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

// Every page of the application is answered with its one document.
func TestPagesOfTheSite(t *testing.T) {
	_, index := fetch(t, http.MethodGet, "/")
	if !strings.Contains(index, `<div id="root">`) {
		t.Fatalf("the front page is %s", index)
	}
	for _, path := range []string{"/signup", "/@nova", "/@nova/cruds/0190c1de-0000-7000-8000-000000000000", "/no/such/page"} {
		response, body := fetch(t, http.MethodGet, path)
		if response.StatusCode != http.StatusOK || body != index {
			t.Errorf("%s answers %d, and not with the front page", path, response.StatusCode)
		}
		if got := response.Header.Get("Cache-Control"); got != "no-cache" {
			t.Errorf("%s: Cache-Control is %q", path, got)
		}
	}
	for _, path := range []string{"/assets/none.js", "/none.png"} {
		if response, _ := fetch(t, http.MethodGet, path); response.StatusCode != http.StatusNotFound {
			t.Errorf("%s answers %d, want 404", path, response.StatusCode)
		}
	}
	if response, _ := fetch(t, http.MethodPost, "/signup"); response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("a POST to a page answers %d, want 405", response.StatusCode)
	}
}

func TestAssetsAreCompressedAndKept(t *testing.T) {
	_, index := fetch(t, http.MethodGet, "/")
	scripts := regexp.MustCompile(`href="(/assets/first-[^"]+\.js)"`).FindStringSubmatch(index)
	if scripts == nil {
		t.Fatalf("the front page has no script: %s", index)
	}
	_, plain := fetch(t, http.MethodGet, scripts[1])
	for _, encoding := range []string{"br", "gzip"} {
		response, body := fetch(t, http.MethodGet, scripts[1], "Accept-Encoding", encoding)
		if response.Header.Get("Content-Encoding") != encoding || len(body) > len(plain)/2 {
			t.Errorf("%s: %d of %d bytes, Content-Encoding %q", encoding, len(body), len(plain), response.Header.Get("Content-Encoding"))
		}
		if got := response.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("Cache-Control is %q", got)
		}
		tag := response.Header.Get("ETag")
		if again, _ := fetch(t, http.MethodGet, scripts[1], "Accept-Encoding", encoding, "If-None-Match", tag); again.StatusCode != http.StatusNotModified {
			t.Errorf("with its own ETag %s answers %d", scripts[1], again.StatusCode)
		}
	}
	response, _ := fetch(t, http.MethodGet, "/api/openapi.yaml", "Accept-Encoding", "gzip")
	if response.Header.Get("Content-Encoding") != "gzip" {
		t.Error("the API's answers are not compressed")
	}
}

// What a stranger's first visit waits for: little code, and the styles first.
func TestFirstLoad(t *testing.T) {
	const budget = 150 << 10
	_, index := fetch(t, http.MethodGet, "/")
	modules := regexp.MustCompile(`<(?:script type="module"|link rel="modulepreload")[^>]*(?:src|href)="(/assets/[^"]+\.js)"[^>]*>`).FindAllStringSubmatch(index, -1)
	if len(modules) < 2 {
		t.Fatalf("the front page has %d modules: %s", len(modules), index)
	}
	total := 0
	for _, module := range modules {
		if !strings.Contains(module[0], `fetchpriority="low"`) {
			t.Errorf("%s is fetched as urgently as the styles", module[1])
		}
		_, packed := fetch(t, http.MethodGet, module[1], "Accept-Encoding", "gzip")
		total += len(packed)
	}
	if total > budget {
		t.Errorf("the first load has %d bytes of JavaScript, want at most %d", total, budget)
	}
}

func TestSecurityHeaders(t *testing.T) {
	want := map[string]string{
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "strict-origin-when-cross-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
	}
	for _, path := range []string{"/", "/@nova", "/config.json", "/assets/none.js", "/api/feeds/public", "/api/nothing"} {
		response, _ := fetch(t, http.MethodGet, path)
		for name, value := range want {
			if got := response.Header.Get(name); got != value {
				t.Errorf("%s: %s is %q, want %q", path, name, got, value)
			}
		}
		for _, name := range []string{"Server", "X-Powered-By"} {
			if got := response.Header.Get(name); got != "" {
				t.Errorf("%s: %s tells %q", path, name, got)
			}
		}
	}
	response, _ := fetch(t, http.MethodGet, "/api/feeds/public")
	if got := response.Header.Get("Content-Security-Policy"); got != "default-src 'none'; frame-ancestors 'none'" {
		t.Errorf("the API's policy is %q", got)
	}
}

func TestContentSecurityPolicyOfPages(t *testing.T) {
	response, _ := fetch(t, http.MethodGet, "/signin")
	directives := map[string][]string{}
	for directive := range strings.SplitSeq(response.Header.Get("Content-Security-Policy"), ";") {
		words := strings.Fields(directive)
		directives[words[0]] = words[1:]
	}
	_, config := openPool(t)
	want := map[string]string{
		"default-src":     "'self'",
		"script-src":      "'self'",
		"style-src":       "'self'",
		"object-src":      "'none'",
		"base-uri":        "'none'",
		"frame-ancestors": "'none'",
		"form-action":     "'self'",
		"connect-src":     "'self' " + config.CognitoEndpoint,
	}
	for name, value := range want {
		if got := strings.Join(directives[name], " "); got != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
}

func TestConfigOfTheSite(t *testing.T) {
	response, body := fetch(t, http.MethodGet, "/config.json")
	if got := response.Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type is %q", got)
	}
	if got := response.Header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("Cache-Control is %q", got)
	}
	var config map[string]any
	if err := json.Unmarshal([]byte(body), &config); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"environment", "region", "user_pool_id", "user_pool_client_id", "cognito_endpoint", "local_codes"} {
		if config[name] == nil || config[name] == "" {
			t.Errorf("%s is missing: %s", name, body)
		}
	}
	if len(config) != 6 {
		t.Errorf("it tells more than the site needs: %s", body)
	}
}

// What the API doesn't have is a problem document, not a page.
func TestUnknownAddressesOfTheAPI(t *testing.T) {
	for _, path := range []string{"/api/nothing", "/api/", "/api/feeds", "/api/activities/"} {
		stranger(t).get(path).problem(http.StatusNotFound, "route_not_found")
	}
	refused := stranger(t).call(http.MethodPut, "/api/me", nil).problem(http.StatusMethodNotAllowed, "method_not_allowed")
	if refused.Header.Get("Allow") == "" {
		t.Error("a wrong method's answer has no Allow")
	}
}
