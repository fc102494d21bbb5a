package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/uuid"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
	"github.com/cruddur/cruddur/backend/internal/settings/settingstest"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/observe"
	"github.com/cruddur/cruddur/platform/telemetry"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

// issuer signs access tokens, and serves the key to check them by.
type issuer struct {
	key *rsa.PrivateKey
	url string
}

func newIssuer(t *testing.T) issuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	keys := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "k", Algorithm: "RS256", Use: "sig"}}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _ = json.NewEncoder(w).Encode(keys) }))
	t.Cleanup(server.Close)
	return issuer{key, server.URL}
}

func (i issuer) token(t *testing.T, sub uuid.UUID) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: i.key}, (&jose.SignerOptions{}).WithHeader("kid", "k"))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := jwt.Signed(signer).Claims(map[string]any{
		"iss": "https://issuer.test", "sub": sub.String(), "client_id": "client", "token_use": "access",
		"iat": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix(),
	}).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// errorsTaken speaks Rollbar's item API.
type errorsTaken struct {
	url  string
	mu   sync.Mutex
	sent []string
}

func newErrorsTaken(t *testing.T) *errorsTaken {
	t.Helper()
	taken := &errorsTaken{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		taken.mu.Lock()
		defer taken.mu.Unlock()
		taken.sent = append(taken.sent, string(body))
		_, _ = io.WriteString(w, `{"err":0}`)
	}))
	t.Cleanup(server.Close)
	taken.url = server.URL
	return taken
}

// observed is a backend that runs, and what is seen of it.
type observed struct {
	*logBuffer
	address string
	stop    func()
}

func runObserved(t *testing.T, values map[string]string) observed {
	t.Helper()
	all := map[string]string{
		"listen_address": "127.0.0.1:0", "directory_listen_address": "127.0.0.1:0", "purge_interval": "1s",
		"token_issuer": "https://issuer.test", "token_client_id": "client", "site_url": "https://cruddur.test",
		"environment": "test", "release": "v1", "log_user_key": "key", "otlp_headers": "x-key=hunter2",
	}
	maps.Copy(all, values)
	getenv := settingstest.Serve(t, all)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	logs := &logBuffer{}
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, nil, getenv, logs) }()
	stop := sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("stop: %v", err)
			}
		case <-time.After(patience):
			t.Error("the backend does not stop")
		}
	})
	t.Cleanup(stop)
	return observed{logs, logs.waitForAddress(t), stop}
}

func (o observed) get(t *testing.T, path, token, parent string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+o.address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Traceparent", parent)
	request.Header.Set("User-Agent", "hunter2")
	request.Header.Set("X-Forwarded-For", "192.0.2.7")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

func waitUntil(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never %s", what)
		}
	}
}

// What a collector, Rollbar and the log are told of a backend at work: whole
// traces from requests and jobs to statements, and nothing of whom they were
// about.
func TestWhatIsSeenFromOutside(t *testing.T) {
	database, keys, receiver, rollbar := postgrestest.New(t), newIssuer(t), telemetrytest.NewReceiver(t), newErrorsTaken(t)
	ada := cruddur.Account{Sub: uuid.New(), Handle: "lovelace", DisplayName: "Ada"}
	if _, err := postgres.NewStore(database.Pool(t)).AddPerson(t.Context(), ada); err != nil {
		t.Fatal(err)
	}
	o := runObserved(t, map[string]string{
		"database_url": database.URL, "token_jwks_url": keys.url, "otlp_endpoint": receiver.URL,
		"rollbar_token": "hunter2", "rollbar_endpoint": rollbar.url,
	})
	const traceID, caller = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
	token, parent := keys.token(t, ada.Sub), "00-"+traceID+"-"+caller+"-01"
	for path, want := range map[string]int{"/api/users?prefix=lovelace": 200, "/api/users/nobody": 404, "/api/health-check": 200} {
		if got := o.get(t, path, token, parent); got != want {
			t.Errorf("GET %s answers %d, want %d", path, got, want)
		}
	}
	waitUntil(t, "purged", func() bool { return countRuns(t, database) > 1 })
	o.stop()

	spans := receiver.Spans()
	search := spanNamed(t, spans, "GET /api/users")
	if search.TraceID != traceID || search.Parent != caller || search.Kind != tracepb.Span_SPAN_KIND_SERVER {
		t.Errorf("the request: %+v", search)
	}
	pseudonym := logging.NewPseudonyms("key").Of(ada.Sub.String())
	if search.Attributes["enduser.pseudo.id"] != pseudonym || search.Resource["service.name"] != "backend" || search.Resource["service.version"] != "v1" {
		t.Errorf("the request: %+v", search)
	}
	if !slices.ContainsFunc(spans, func(s telemetrytest.Span) bool {
		return s.Name == "SearchPeople" && s.Parent == search.ID && s.TraceID == traceID && s.Attributes["db.system.name"] == "postgresql"
	}) {
		t.Errorf("the request has no statement: %+v", spans)
	}
	job := spanNamed(t, spans, "river.work/purge_expired")
	inJob := slices.ContainsFunc(spans, func(s telemetrytest.Span) bool {
		return s.Parent == job.ID && s.TraceID == job.TraceID && s.Attributes["db.system.name"] == "postgresql"
	})
	if job.Parent != "" || !inJob {
		t.Errorf("the job %+v has no statement", job)
	}
	// The job was not worked on in its cause's trace, but leads to it.
	if !slices.ContainsFunc(spans, func(s telemetrytest.Span) bool {
		return s.Name == "river.insert_many" && slices.Contains(job.Links, s.ID)
	}) {
		t.Errorf("the job %+v leads to nothing", job)
	}
	checkMetrics(t, receiver)
	if !strings.Contains(o.String(), `"route":"/api/users"`) || !strings.Contains(o.String(), `"user":"`+pseudonym+`","trace_id":"`+traceID+`"`) {
		t.Errorf("the log does not tell the trace: %s", o)
	}
	told := map[string]string{"the collector": receiver.Raw(), "the log": o.String(), "Rollbar": strings.Join(rollbar.sent, "")}
	for who, text := range told {
		for _, never := range []string{"hunter2", "lovelace", "Ada", ada.Sub.String(), "192.0.2.7", token, "eyJ"} {
			if strings.Contains(text, never) {
				t.Errorf("%s is told %q", who, never)
			}
		}
	}
	if len(rollbar.sent) != 0 {
		t.Errorf("Rollbar is told of errors: %s", rollbar.sent)
	}
}

func countRuns(t *testing.T, database postgrestest.Database) (runs int) {
	t.Helper()
	if err := database.Pool(t).QueryRow(t.Context(), "SELECT count(*) FROM purge_runs").Scan(&runs); err != nil {
		t.Fatal(err)
	}
	return runs
}

func spanNamed(t *testing.T, spans []telemetrytest.Span, name string) telemetrytest.Span {
	t.Helper()
	var names []string
	for _, span := range spans {
		if span.Name == name {
			return span
		}
		names = append(names, span.Name)
	}
	t.Fatalf("no span %q among %q", name, names)
	return telemetrytest.Span{}
}

// checkMetrics holds what was reported against the list of all metrics.
func checkMetrics(t *testing.T, receiver *telemetrytest.Receiver) {
	t.Helper()
	got := receiver.Metrics()
	for name, metric := range got {
		listed, ok := telemetry.FindMetric(name)
		if !ok || listed.Unit != metric.Unit || string(listed.Kind) != metric.Kind {
			t.Errorf("%s (%s, %s) is listed as %+v", name, metric.Unit, metric.Kind, listed)
		}
	}
	// All that the list says of what a backend has, but for what did not happen.
	unheard := []string{"db.client.operation.errors", "go.memory.limit"}
	has := regexp.MustCompile(`^(http\.server|db|pgxpool|river|go|process|system|cruddur\.(purge|log))\.`)
	for _, listed := range telemetry.Metrics() {
		if has.MatchString(listed.Name) && len(got[listed.Name].Points) == 0 && !slices.Contains(unheard, listed.Name) {
			t.Errorf("%s was not reported", listed.Name)
		}
	}
}

// An error reaches the log and Rollbar, once each, while the collector is gone.
func TestErrorsReachRollbar(t *testing.T) {
	rollbar := newErrorsTaken(t)
	o := runObserved(t, map[string]string{
		"database_url": "postgres://ada:hunter2@127.0.0.1:1/none", "token_jwks_url": newIssuer(t).url, "otlp_endpoint": "http://127.0.0.1:1",
		"rollbar_token": "hunter2", "rollbar_endpoint": rollbar.url, "purge_enabled": "false",
	})
	if got := o.get(t, "/api/feeds/public", "", ""); got != 503 {
		t.Errorf("status %d", got)
	}
	o.stop()
	if len(rollbar.sent) != 1 {
		t.Fatalf("%d errors: %s", len(rollbar.sent), rollbar.sent)
	}
	for _, want := range []string{`"environment":"test"`, `"code_version":"v1"`, `"code":"database_unavailable"`, "request failed"} {
		if !strings.Contains(rollbar.sent[0], want) {
			t.Errorf("the error does not tell %s: %s", want, rollbar.sent[0])
		}
	}
	if strings.Count(o.String(), "request failed") != 1 || strings.Contains(rollbar.sent[0]+o.String(), "hunter2") {
		t.Errorf("log %s, Rollbar %s", o, rollbar.sent[0])
	}
}

// A migration is one trace with its statements, delivered before the task ends.
func TestMigrateIsSeen(t *testing.T) {
	receiver, rollbar := telemetrytest.NewReceiver(t), newErrorsTaken(t)
	values := map[string]string{
		"database_url": postgrestest.New(t).URL, "otlp_endpoint": receiver.URL, "rollbar_token": "hunter2", "rollbar_endpoint": rollbar.url,
		"token_issuer": "i", "token_jwks_url": "https://k", "token_client_id": "c", "site_url": "https://s",
	}
	var logs logBuffer
	if err := run(t.Context(), []string{"migrate"}, settingstest.Serve(t, values), &logs); err != nil {
		t.Fatal(err)
	}
	root := spanNamed(t, receiver.Spans(), "migrate")
	if root.Parent != "" || root.Error || root.Resource["service.name"] != "migrate" || !strings.Contains(logs.String(), root.TraceID) {
		t.Errorf("%+v, logged %s", root, &logs)
	}
	if !slices.ContainsFunc(receiver.Spans(), func(s telemetrytest.Span) bool {
		return s.TraceID == root.TraceID && s.Attributes["db.system.name"] == "postgresql"
	}) {
		t.Error("it has no statement")
	}
	values["database_url"] = "postgres://ada:hunter2@127.0.0.1:1/none"
	err := run(t.Context(), []string{"migrate"}, settingstest.Serve(t, values), &logs)
	if !observe.Told(err) || len(rollbar.sent) != 1 || strings.Contains(rollbar.sent[0], "hunter2") || strings.Count(logs.String(), "the command has failed") != 1 {
		t.Errorf("%v, Rollbar %s, logged %s", err, rollbar.sent, &logs)
	}
}

// What ends the service is logged and reported before it ends.
func TestTheEndOfTheServiceIsReported(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	rollbar := newErrorsTaken(t)
	var logs logBuffer
	err = run(t.Context(), nil, settingstest.Serve(t, map[string]string{
		"database_url": "postgres://h/d", "listen_address": taken.Addr().String(), "rollbar_token": "hunter2", "rollbar_endpoint": rollbar.url,
		"token_issuer": "i", "token_jwks_url": "https://k", "token_client_id": "c", "site_url": "https://s",
	}), &logs)
	if !observe.Told(err) || len(rollbar.sent) != 1 || strings.Count(logs.String(), "the service has failed") != 1 {
		t.Errorf("%v, Rollbar %s, logged %s", err, rollbar.sent, &logs)
	}
}

func TestSettingsOfTelemetryAreChecked(t *testing.T) {
	for name, value := range map[string]string{"otlp_endpoint": "collector:4318", "trace_sample_ratio": "2", "otlp_headers": "hunter2", "log_level": "loud"} {
		values := map[string]string{
			"database_url": "postgres://h/d", "token_issuer": "i", "token_jwks_url": "https://k", "token_client_id": "c", "site_url": "https://s",
			"otlp_endpoint": "http://127.0.0.1:1", name: value,
		}
		err := run(t.Context(), nil, settingstest.Serve(t, values), io.Discard)
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s=%s: %v", name, value, err)
		}
	}
}
