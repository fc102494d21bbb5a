package edge

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// API Gateway gets the path below its stage, its own name, and the token.
func TestUploadsGoToTheStage(t *testing.T) {
	t.Parallel()
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Cache-Control", "no-store")
		_, _ = io.WriteString(w, strings.Join([]string{r.Method, r.Host, r.RequestURI, r.Header.Get("Authorization"), string(body)}, " "))
	}))
	defer gateway.Close()
	f := newFixture(t, nil)
	stage := parse(t, gateway.URL+"/_aws/execute-api/abcd1234/$default")
	f.SetUploads(stage)
	for _, path := range []string{"/uploads", "/uploads/0190c1de-0000-7000-8000-000000000000?a=%zz"} {
		request := httptest.NewRequest(http.MethodPost, "http://localhost:8080"+path, strings.NewReader("{}"))
		request.Header.Set("Authorization", "Bearer token")
		got := httptest.NewRecorder()
		f.ServeHTTP(got, request)
		want := "POST " + stage.Host + " /_aws/execute-api/abcd1234/$default" + path + " Bearer token {}"
		if got.Body.String() != want || got.Header().Get("Cache-Control") != "no-store" || got.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %s, %v", path, got.Body, got.Header())
		}
	}
	for _, path := range []string{
		"/uploads/../../ffff0000/$default/uploads", "/uploads/..", "/uploads/%2e%2e/x", "/uploads/..%2fx", "/uploads//x", "/uploads/./x", "/uploads/%252e", "/uploads/%5c..",
	} {
		if got := f.ask("GET", "http://localhost:8080"+path); got.Code != http.StatusNotFound || strings.Contains(got.Body.String(), "execute-api") {
			t.Errorf("%s: %d %s", path, got.Code, got.Body)
		}
	}
}
