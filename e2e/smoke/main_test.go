package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// wellAnswers is a site on which all is well, as far as a look goes.
func wellAnswers() map[string]func(http.ResponseWriter) {
	page := func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Security-Policy", "default-src 'self'")
	}
	say := func(status int, body string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	return map[string]func(http.ResponseWriter){
		"/": page, "/@nobody/cruds/none": page, "/directory/ready": page,
		"/config.json":        say(http.StatusOK, `{"environment":"x","region":"x","user_pool_id":"x","user_pool_client_id":"x"}`),
		"/assets/none.js":     say(http.StatusForbidden, ""),
		"/api/feeds/public":   say(http.StatusOK, `{"items":[]}`),
		"/api/nothing":        say(http.StatusNotFound, `{"code":"route_not_found"}`),
		"/api/me":             say(http.StatusUnauthorized, "{}"),
		"/api/message_groups": say(http.StatusUnauthorized, "{}"),
		"/uploads":            say(http.StatusUnauthorized, "{}"),
		"/live":               say(http.StatusForbidden, "{}"),
		"/media/photos/00000000-0000-7000-8000-000000000000/large.jpg": say(http.StatusForbidden, ""),
		"/media/manifests/00000000-0000-7000-8000-000000000000.json":   page,
	}
}

func serve(t *testing.T, answers map[string]func(http.ResponseWriter)) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, known := answers[r.URL.Path]
		if !known {
			t.Errorf("asked for %s", r.URL.Path)
			return
		}
		answer(w)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestAWellSite(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := run(t.Context(), []string{serve(t, wellAnswers()) + "/"}, &out, 0); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(out.String(), "well:"); got != len(looks()) {
		t.Errorf("%d looks, want %d", got, len(looks()))
	}
}

// Each look fails when what it looks at is ill, and says which one.
func TestEveryLookCanFail(t *testing.T) {
	t.Parallel()
	for _, look := range looks() {
		t.Run(look.what, func(t *testing.T) {
			t.Parallel()
			answers := wellAnswers()
			answers[look.path] = func(w http.ResponseWriter) { w.WriteHeader(http.StatusBadGateway) }
			err := run(t.Context(), []string{serve(t, answers)}, io.Discard, 0)
			if err == nil || !strings.Contains(err.Error(), look.what) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestWhatIsOpenIsNoticed(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/directory/ready", "/api/me", "/live", "/media/manifests/00000000-0000-7000-8000-000000000000.json"} {
		answers := wellAnswers()
		answers[path] = func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, "{}")
		}
		if err := run(t.Context(), []string{serve(t, answers)}, io.Discard, 0); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s is open, and the error is %v", path, err)
		}
	}
}

func TestASiteMustBeNamed(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"cruddur.example.com"}, {"https://a", "https://b"}} {
		if err := run(t.Context(), args, io.Discard, 0); err == nil || !strings.Contains(err.Error(), "https://") {
			t.Errorf("%v: %v", args, err)
		}
	}
}
