package e2e_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/cruddur/cruddur/e2e/leak"
	"github.com/cruddur/cruddur/e2e/stack"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

// What the collector is told of a crud, from the click to the statements, and of
// who follows somebody.
const (
	clickToPost = `
click post crud (site INTERNAL)
  POST /api/activities (site CLIENT)
    POST /api/activities (backend SERVER)
`
	clickToFollow = `
click follow (site INTERNAL)
  PUT /api/users/{handle}/follow (site CLIENT)
    PUT /api/users/{handle}/follow (backend SERVER)
`
)

// A real browser, the whole product and a real collector: one trace leads from a
// click to the database. A page that breaks is told to Rollbar. Neither is told
// whom it was about. The product is one of its own, because the others' is seen
// by nobody.
func TestTraces(t *testing.T) {
	receiver, rollbar := telemetrytest.NewReceiver(t), newRollbar(t)
	t.Setenv("CRUDDUR_ROLLBAR_TOKEN", "token-of-the-test")
	t.Setenv("CRUDDUR_ROLLBAR_ENDPOINT", rollbar.URL)
	observed, err := stack.Start(t.Context(), os.Stdout, "--otlp-endpoint", receiver.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			_, _ = io.WriteString(os.Stderr, observed.Tails(15))
		}
		if err := observed.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	record, err := observed.Record()
	if err != nil {
		t.Fatal(err)
	}
	browser := playwright{url: record.URL, chromium: chromium(t), folder: here("browser")}
	browser.install(t)
	browser.run(t, "", "--grep=@telemetry", "--project=desktop")

	for click, want := range map[string]string{"click post crud": clickToPost, "click follow": clickToFollow} {
		checkTrace(t, receiver, click, want)
	}
	checkSite(t, receiver.Spans())
	ids := idsOf(t, record.DatabaseURL)
	checkUntold(t, "the collector", receiver.Raw(), ids)
	checkUntold(t, "Rollbar", checkErrors(t, rollbar), ids)
	if err := checkLogs(observed, processLogs("backend", "edge")); err != nil {
		t.Error(err)
	}
}

// rollbar speaks Rollbar's item API.
type rollbar struct {
	*httptest.Server

	mu   sync.Mutex
	sent []string
}

func newRollbar(t *testing.T) *rollbar {
	t.Helper()
	r := &rollbar{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		if request.Header.Get("X-Rollbar-Access-Token") != "token-of-the-test" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		r.sent = append(r.sent, string(body))
		_, _ = io.WriteString(w, `{"err":0}`)
	}))
	t.Cleanup(r.Close)
	return r
}

// checkTrace waits for the whole trace of a click: services deliver what they
// saw every few seconds.
func checkTrace(t *testing.T, receiver *telemetrytest.Receiver, click, want string) {
	t.Helper()
	var got string
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		for _, span := range receiver.Spans() {
			if span.Name == click {
				got = "\n" + telemetrytest.Tree(receiver.Spans(), span.TraceID, "")
			}
		}
		above, statements, _ := strings.Cut(got, "backend SERVER)\n")
		if above+"backend SERVER)\n" == want && strings.Contains(statements, "      ") && statement.MatchString(statements) {
			return
		}
	}
	t.Errorf("the trace of %q:\n%s", click, got)
}

// statement is a span of a statement below a request's.
var statement = regexp.MustCompile(`(?m)^      \w+ \(backend CLIENT\)`)

// checkSite holds what the site traced against OpenTelemetry's conventions.
func checkSite(t *testing.T, spans []telemetrytest.Span) {
	t.Helper()
	loads, requests := 0, 0
	for _, span := range spans {
		if span.Resource["service.name"] != "site" {
			continue
		}
		if span.Resource["deployment.environment.name"] != "local" || span.Resource["service.version"] == "" || span.StatusMessages != "" || span.Error {
			t.Errorf("the site tells of %+v", span)
		}
		method, route, isRequest := strings.Cut(span.Name, " /")
		switch {
		case span.Name == "documentLoad":
			loads++
			if len(span.Attributes) != 0 || len(span.Events) < 5 {
				t.Errorf("the load of a page is %+v", span)
			}
		case isRequest:
			requests++
			if span.Attributes["http.request.method"] != method || span.Attributes["url.template"] != "/"+route ||
				!strings.HasPrefix(span.Attributes["http.response.status_code"], "20") || len(span.Attributes) != 3 {
				t.Errorf("a request is %+v", span)
			}
		case !strings.HasPrefix(span.Name, "click ") || len(span.Attributes) != 0:
			t.Errorf("the site tells of %+v", span)
		}
	}
	if loads == 0 || requests < 2 {
		t.Errorf("%d loads and %d requests were traced", loads, requests)
	}
}

// person is what tells somebody from others: a handle and a name of the
// browser's tests, and what a browser says of itself.
var person = regexp.MustCompile(`b_[0-9a-f]{10}|Robin Ash|client\.address|network\.peer|user_agent|Mozilla`)

// checkUntold looks for what is of people, and for the ids of them and of their
// cruds.
func checkUntold(t *testing.T, who, text string, ids []string) {
	t.Helper()
	for _, found := range append(leak.Find(text), person.FindAllString(text, 3)...) {
		t.Errorf("%s is told %.200q", who, found)
	}
	for _, id := range ids {
		if strings.Contains(text, id) {
			t.Errorf("%s is told the id %s", who, id)
		}
	}
}

// idsOf are those of the people and cruds that the browser's tests made.
func idsOf(t *testing.T, databaseURL string) []string {
	t.Helper()
	database, err := pgx.Connect(t.Context(), databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	defer database.Close(context.WithoutCancel(t.Context()))
	rows, err := database.Query(t.Context(), `SELECT sub::text FROM users WHERE handle ~ '^b_'
		UNION SELECT id::text FROM activities JOIN users ON author = sub WHERE handle ~ '^b_'`)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(ids) != 4 {
		t.Fatalf("two people with a crud each have the ids %v, %v", ids, err)
	}
	return ids
}

// checkErrors waits for the page that broke, and returns what Rollbar was told.
func checkErrors(t *testing.T, told *rollbar) string {
	t.Helper()
	var sent []string
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline) && len(sent) == 0; time.Sleep(50 * time.Millisecond) {
		told.mu.Lock()
		sent = append(sent, told.sent...)
		told.mu.Unlock()
	}
	if len(sent) != 1 {
		t.Fatalf("Rollbar was told of %d errors: %s", len(sent), sent)
	}
	for _, want := range []string{`"platform":"browser"`, `"class":"TypeError"`, `"context":"/"`, `/assets/first-`, `"environment":"local"`} {
		if !strings.Contains(sent[0], want) {
			t.Errorf("Rollbar is not told %s: %s", want, sent[0])
		}
	}
	return sent[0]
}
