package rollbar_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/rollbar"
)

const patience = 30 * time.Second

// service speaks Rollbar's item API, as its reference describes it.
type service struct {
	*httptest.Server

	mu    sync.Mutex
	items []map[string]any
}

func newService(t *testing.T) *service {
	t.Helper()
	s := &service{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		status, answer := s.take(r)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *service) take(r *http.Request) (status int, answer string) {
	if r.Method != http.MethodPost || r.URL.Path != "/api/1/item/" {
		return http.StatusNotFound, `{"err":1,"message":"not found"}`
	}
	if r.Header.Get("X-Rollbar-Access-Token") != "token-1" {
		return http.StatusForbidden, `{"err":1,"message":"invalid access token"}`
	}
	var sent struct {
		Data map[string]any `json:"data"`
	}
	if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
		return http.StatusBadRequest, `{"err":1,"message":"invalid JSON"}`
	}
	body, _ := sent.Data["body"].(map[string]any)
	message, _ := body["message"].(map[string]any)
	trace, _ := body["trace"].(map[string]any)
	exception, _ := trace["exception"].(map[string]any)
	frames, traced := trace["frames"].([]any)
	told := message["body"] != nil && message["body"] != "" || traced && len(frames) > 0 && exception["class"] != ""
	if len(body) != 1 || !told || sent.Data["environment"] == "" || len(sent.Data["fingerprint"].(string)) > 40 || len(sent.Data["uuid"].(string)) != 32 {
		return http.StatusUnprocessableEntity, `{"err":1,"message":"invalid payload"}`
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items = append(s.items, sent.Data)
	return http.StatusOK, `{"err":0,"result":{"id":null,"uuid":"` + sent.Data["uuid"].(string) + `"}}`
}

// bundle is a logger behind which a reporter stands.
type bundle struct {
	*rollbar.Reporter
	service  *service
	logger   *slog.Logger
	lines    *bytes.Buffer // of the logger
	troubles *bytes.Buffer // of the reporter itself
}

func setup(t *testing.T, change func(*rollbar.Settings)) *bundle {
	t.Helper()
	b := &bundle{service: newService(t), lines: &bytes.Buffer{}, troubles: &bytes.Buffer{}}
	settings := rollbar.Settings{
		Token: "token-1", Service: "backend", Environment: "test", Release: "v1",
		Endpoint: b.service.URL + "/api/1/item/", Logger: logging.New(b.troubles, slog.LevelInfo),
	}
	if change != nil {
		change(&settings)
	}
	b.Reporter = rollbar.NewReporter(settings)
	b.logger = slog.New(b.Handler(logging.New(b.lines, slog.LevelInfo).Handler()))
	t.Cleanup(func() { b.end(t) })
	return b
}

func (b *bundle) end(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := b.Close(ctx); err != nil {
		t.Error(err)
	}
}

// items are what Rollbar has when all is delivered.
func (b *bundle) items(t *testing.T) []map[string]any {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := b.Flush(ctx); err != nil {
		t.Fatal(err)
	}
	b.service.mu.Lock()
	defer b.service.mu.Unlock()
	return append([]map[string]any(nil), b.service.items...)
}

func TestErrorsAreReportedOnce(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	ctx := logging.WithUser(logging.WithRequestID(t.Context(), "r-1"))
	logging.SetUser(ctx, "pseudonym")
	b.logger.InfoContext(ctx, "fine")
	b.logger.WarnContext(ctx, "hm")
	b.logger.With("route", "/api/me").WithGroup("g").ErrorContext(ctx, "request failed", "status", 500, slog.Group("deep", "flag", true))
	items := b.items(t)
	if len(items) != 1 {
		t.Fatalf("%d items: %v", len(items), items)
	}
	got := items[0]
	for name, want := range map[string]string{
		"environment": "test", "code_version": "v1", "level": "error", "language": "go", "title": "request failed", "context": "/api/me",
		"person": "map[id:pseudonym]",
		"custom": "map[g.deep.flag:true g.status:500 request_id:r-1 route:/api/me service:backend]",
	} {
		if fmt.Sprint(got[name]) != want {
			t.Errorf("%s is %v, want %s", name, got[name], want)
		}
	}
	if lines := strings.Count(b.lines.String(), "\n"); lines != 3 || !strings.Contains(b.lines.String(), `"g":{"status":500`) {
		t.Errorf("the log: %s", b.lines)
	}
}

// One fault is one group, however its words differ; two faults are two.
func TestErrorsAreGrouped(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	fail := func(code string, err string) { b.logger.Error("request failed", "code", code, "error", err) }
	fail("internal", `row 17 of "ada" is at 0xc000123`)
	fail("internal", `row 4 of "grace" is at 0xc000fff`)
	fail("internal", "018f0000-0000-7000-8000-000000000000 is not there")
	fail("internal", "018f0000-0000-7000-8000-000000000001 is not there")
	fail("database_unavailable", "018f0000-0000-7000-8000-000000000001 is not there")
	b.logger.Error("request failed", "code", "internal", "error", "row 17 of x") // elsewhere in the code
	groups := map[any]int{}
	for _, item := range b.items(t) {
		groups[item["fingerprint"]]++
	}
	if len(groups) != 4 {
		t.Errorf("%d groups: %v", len(groups), groups)
	}
}

func TestNothingSecretOrPersonalIsReported(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl"
	b.logger.Error("mail to zuzka.lovelace+x@hunter2.example failed",
		"error", errors.New(`dial postgres://zuzka:hunter2@db/cruddur: Bearer `+jwt+` and `+jwt),
		"url", "https://b.s3/x?X-Amz-Signature=hunter2&X-Amz-Credential=hunter2&password=hunter2",
		"request_body", "hunter2", "Authorization", "hunter2", "cookies", "hunter2", "message", "hunter2", "args", []string{"hunter2"},
		"sub", "018f0000-0000-7000-8000-000000000000", "peer", "192.0.2.7:443",
		"panic", "é@ünicode.example "+strings.Repeat("hunter2", 10), "long", strings.Repeat("ab ", 1<<20), "bad", "\xff\xfe",
		"stack", strings.Repeat("goroutine 1\n", 10000),
	)
	b.logger.With("token", "hunter2").WithGroup("email").Error("x", "to", "hunter2")
	items := b.items(t)
	if len(items) != 2 {
		t.Fatalf("%d items: %s", len(items), b.troubles)
	}
	sent, err := json.Marshal(items)
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"hunter2", "zuzka", "eyJ", "018f0000", "192.0.2.7", "nicode", "grace"} {
		if strings.Contains(string(sent), never) {
			t.Errorf("%q is reported: %.3000s", never, sent)
		}
	}
	if len(sent) > 30000 {
		t.Errorf("%d bytes", len(sent))
	}
}

// A Rollbar that hangs keeps nobody waiting: what does not fit is dropped, and
// said once.
func TestARollbarThatHangs(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}, 1), make(chan struct{})
	var calls atomic.Int32
	hanging := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if calls.Add(1) == 1 { // one at a time: there is one sender
			arrived <- struct{}{}
			<-release
		}
	}))
	t.Cleanup(hanging.Close)
	b := setup(t, func(s *rollbar.Settings) { s.Endpoint = hanging.URL })
	b.logger.Error("first")
	<-arrived
	for range 1000 {
		b.logger.Error("more")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.Flush(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("flush: %v", err)
	}
	close(release)
	b.end(t)
	if calls.Load() != 101 {
		t.Errorf("%d were sent, want the first and the 100 of the queue", calls.Load())
	}
	if lines := strings.Count(b.troubles.String(), "\n"); lines != 1 || !strings.Contains(b.troubles.String(), "queue is full") {
		t.Errorf("troubles: %s", b.troubles)
	}
	b.logger.Error("after the end") // is logged, and not reported
}

// Whatever Rollbar answers, and if it is gone, nothing is sent twice.
func TestRollbarsThatFail(t *testing.T) {
	t.Parallel()
	answers := map[string]http.HandlerFunc{
		"refuses": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) },
		"limits":  func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) },
		"nonsense": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = io.WriteString(w, strings.Repeat("x", 1<<20))
		},
		"cuts, and took it": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	}
	for name, answer := range answers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var calls atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				calls.Add(1)
				_, _ = io.Copy(io.Discard, r.Body)
				answer(w, r)
			}))
			t.Cleanup(server.Close)
			b := setup(t, func(s *rollbar.Settings) { s.Endpoint = server.URL })
			b.logger.Error("one")
			b.logger.Error("two")
			b.items(t)
			if calls.Load() != 2 || strings.Count(b.lines.String(), "\n") != 2 {
				t.Errorf("%d calls, log %s", calls.Load(), b.lines)
			}
			if lines := strings.Count(b.troubles.String(), "\n"); lines != 1 || strings.Contains(b.troubles.String(), "token-1") {
				t.Errorf("troubles: %s", b.troubles)
			}
		})
	}
	gone := setup(t, func(s *rollbar.Settings) { s.Endpoint = "http://127.0.0.1:1/" })
	gone.logger.Error("one")
	gone.items(t)
	if !strings.Contains(gone.troubles.String(), "not reported") {
		t.Errorf("troubles: %s", gone.troubles)
	}
}

// Errors of browsers are items of their own kind: scrubbed, and one group in
// every build of the site.
func TestErrorsOfBrowsers(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	e := rollbar.BrowserError{
		Name: "TypeError", Message: `can't read "hunter2" of https://x/@zuzka or @zuzka or ?q=hunter2 of zuzka@x.test (reading 'id')`,
		Route: "/@{$handle}", Release: "v7", Origin: "https://cruddur.test",
		Frames: []rollbar.Frame{{File: "/assets/first-1a2b3c4d.js", Line: 1, Column: 2, Function: "inner"}, {File: "/assets/first-1a2b3c4d.js", Line: 3}},
	}
	b.ReportBrowser(e)
	e.Frames = []rollbar.Frame{{File: "/assets/first-9z8y7x6w.js", Line: 10, Function: "inner"}, {File: "/assets/first-9z8y7x6w.js", Line: 30}}
	b.ReportBrowser(e)
	e.Frames[0].Function = "another"
	b.ReportBrowser(e)
	var off *rollbar.Reporter
	off.ReportBrowser(e)
	items := b.items(t)
	if len(items) != 3 || items[0]["fingerprint"] != items[1]["fingerprint"] || items[1]["fingerprint"] == items[2]["fingerprint"] {
		t.Fatalf("%d items: %v", len(items), items)
	}
	for name, want := range map[string]string{
		"platform": "browser", "language": "javascript", "code_version": "v7", "environment": "test", "context": "/@{$handle}",
		"custom": "map[service:site]", "client": "map[javascript:map[code_version:v7 source_map_enabled:true]]",
		"body": "map[trace:map[exception:map[class:TypeError message:can't read \"…\" of [url] or @[handle] or ?[query] of [e-mail] (reading 'id')] " +
			"frames:[map[filename:https://cruddur.test/assets/first-1a2b3c4d.js lineno:3] map[colno:2 filename:https://cruddur.test/assets/first-1a2b3c4d.js lineno:1 method:inner]]]]",
	} {
		if got := fmt.Sprint(items[0][name]); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}
