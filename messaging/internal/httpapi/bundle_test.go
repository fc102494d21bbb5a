package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/api"
	"github.com/cruddur/cruddur/messaging/internal/awstest"
	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/conversations/conversationstest"
	"github.com/cruddur/cruddur/messaging/internal/dynamo"
	"github.com/cruddur/cruddur/messaging/internal/flood"
	"github.com/cruddur/cruddur/messaging/internal/httpapi"
	"github.com/cruddur/cruddur/messaging/schema"
	"github.com/cruddur/cruddur/platform/accesstoken"
	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/httpserver"
)

func TestMain(m *testing.M) { os.Exit(awstest.Run(m)) }

// bundle is the whole API on a table of the test's own, at the emulator. The
// stream is handled at once.
type bundle struct {
	handler   http.Handler
	store     conversationstest.Streamed
	directory *conversationstest.Directory
	pusher    *conversationstest.Pusher
	photos    *photos
	readiness *httpserver.Readiness
	clock     *clock
	at        func(now func() time.Time) conversationstest.Store
}

// storeAt is the bundle's store by another clock.
func storeAt(t *testing.T, b *bundle, other *clock) conversationstest.Store {
	t.Helper()
	return b.at(other.Now)
}

// clock is the service's, which a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the time.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// tokens takes a sub for the token of its account.
type tokens struct{}

// Verify implements openapi.TokenVerifier.
func (tokens) Verify(_ context.Context, raw string) (accesstoken.Claims, error) {
	if _, err := uuid.Parse(raw); err != nil {
		return accesstoken.Claims{}, fault.New(fault.Unauthenticated, "token_invalid", "Sign in again.")
	}
	return accesstoken.Claims{Subject: raw}, nil
}

// photos takes every upload whose alternative text isn't "refused".
type photos struct {
	away atomic.Bool
}

// Attach implements conversations.Photos.
func (p *photos) Attach(_ context.Context, _ uuid.UUID, attachments []conversations.Attachment, _ time.Time) ([]conversations.Photo, error) {
	attached := make([]conversations.Photo, len(attachments))
	for i, a := range attachments {
		if a.Alt == "refused" || p.away.Load() {
			return nil, fault.New(fault.Conflict, "pictures_unusable", "No.")
		}
		attached[i] = conversations.Photo{
			ID: a.ID, Alt: a.Alt, Width: 640, Height: 480, Placeholder: "hash", Widths: []int{320, 640}, Formats: []string{"webp", "jpeg"},
		}
	}
	return attached, nil
}

// Sign implements httpapi.Signatures.
func (*photos) Sign(photo uuid.UUID, end *time.Time) (base, signature string, err error) {
	until := "a day"
	if end != nil {
		until = end.Format(time.RFC3339)
	}
	return "/media/photos/" + photo.String() + "/", "until " + until, nil
}

func setup(t *testing.T) *bundle {
	t.Helper()
	client := awstest.DynamoDB(t)
	b := &bundle{
		directory: conversationstest.NewDirectory(),
		pusher:    &conversationstest.Pusher{},
		photos:    &photos{},
		readiness: &httpserver.Readiness{},
		clock:     &clock{now: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)},
	}
	table := awstest.NewTable(t, client, schema.Conversations())
	b.at = func(now func() time.Time) conversationstest.Store { return dynamo.NewStore(client, table, now) }
	store := dynamo.NewStore(client, table, b.clock.Now)
	b.readiness.Add("conversations", store.Ready)
	b.store = conversationstest.Streamed{Store: store}
	b.build(t, 1000)
	return b
}

// build makes the API with a limit on how much a person may do at once.
func (b *bundle) build(t *testing.T, burst int) {
	t.Helper()
	handler, err := httpapi.NewHandler(httpapi.Dependencies{
		Service: &conversations.Service{
			Groups: b.store, Messages: b.store, Inboxes: b.store, Directory: b.directory, Photos: b.photos, Pusher: b.pusher,
			Writes: flood.New(burst, time.Second), Signals: flood.New(burst, time.Second),
			IDs: &conversations.IDs{}, Now: b.clock.Now,
		},
		Signatures: b.photos, Tokens: tokens{}, Readiness: b.readiness, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	b.handler = handler
}

// person is somebody with an access token.
type person struct {
	conversations.Person

	token string
}

func (b *bundle) person(handle string) person {
	p := b.directory.Add(handle)
	return person{p, p.Sub.String()}
}

// pair starts the conversation of two and returns its address.
func (b *bundle) pair(t *testing.T, by, with person) string {
	t.Helper()
	started := b.call(t, by.token, "POST", groups, `{"handles":["`+with.Handle+`"]}`)
	started.want(t, 201)
	return started.Header.Get("Location")
}

// group starts a group and returns its address.
func (b *bundle) group(t *testing.T, by person, others ...person) string {
	t.Helper()
	handles := make([]string, len(others))
	for i, other := range others {
		handles[i] = other.Handle
	}
	body, err := json.Marshal(map[string]any{"handles": handles, "name": "The Group"})
	if err != nil {
		t.Fatal(err)
	}
	started := b.call(t, by.token, "POST", groups, string(body))
	started.want(t, 201)
	return started.Header.Get("Location")
}

const groups = "/api/message_groups"

// say sends a message and returns its id.
func (b *bundle) say(t *testing.T, by person, group, message string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"message": message})
	if err != nil {
		t.Fatal(err)
	}
	sent := b.send(t, by, group, uuid.NewString(), string(body))
	sent.want(t, 201)
	b.clock.advance(time.Second)
	return sent.JSON["id"].(string)
}

// send sends a message by a name of the client's.
func (b *bundle) send(t *testing.T, by person, group, key, body string) answer {
	t.Helper()
	request := newRequest("POST", group+"/messages", body)
	request.Header.Set("Authorization", "Bearer "+by.token)
	request.Header.Set("Idempotency-Key", key)
	return b.do(t, request)
}

// answer is what a call came to.
type answer struct {
	Status int
	Header http.Header
	Body   string
	JSON   map[string]any // nil when the body is no JSON object
}

// call makes one request, as anybody with an empty token.
func (b *bundle) call(t *testing.T, token, method, target, body string) answer {
	t.Helper()
	request := newRequest(method, target, body)
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	return b.do(t, request)
}

func newRequest(method, target, body string) *http.Request {
	request := httptest.NewRequest(method, target, strings.NewReader(body))
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	return request
}

// do makes a request and holds its answer against the contract. Nobody's sub may
// be in it.
func (b *bundle) do(t *testing.T, request *http.Request) answer {
	t.Helper()
	asked := request.Clone(t.Context())
	recorder := httptest.NewRecorder()
	b.handler.ServeHTTP(recorder, request)
	got := recorder.Result()
	body := recorder.Body.Bytes()
	conforms(t, asked, got, body)
	for _, sub := range b.directory.Subs() {
		if bytes.Contains(body, []byte(sub.String())) {
			t.Errorf("%s %s shows a sub: %s", request.Method, request.URL, body)
		}
	}
	a := answer{Status: got.StatusCode, Header: got.Header, Body: string(body)}
	if strings.Contains(got.Header.Get("Content-Type"), "json") {
		if err := json.Unmarshal(body, &a.JSON); err != nil {
			t.Errorf("%s %s: %v", request.Method, request.URL, err)
		}
	}
	return a
}

func (a answer) want(t *testing.T, status int) {
	t.Helper()
	if a.Status != status {
		t.Fatalf("got %d %s, want %d", a.Status, a.Body, status)
	}
}

// wantProblem checks the status and code, and that exactly these faults are
// named, as "field code".
func (a answer) wantProblem(t *testing.T, status int, code string, faults ...string) {
	t.Helper()
	a.want(t, status)
	if a.JSON["code"] != code {
		t.Errorf("code %v, want %s", a.JSON["code"], code)
	}
	errors, _ := a.JSON["errors"].([]any)
	named := make([]string, 0, len(errors))
	for _, one := range errors {
		field := one.(map[string]any)
		named = append(named, fmt.Sprint(field["field"], " ", field["code"]))
	}
	if got, want := strings.Join(named, ", "), strings.Join(faults, ", "); got != want {
		t.Errorf("faults %q, want %q", got, want)
	}
}

// texts lists what the messages of a page say, or their kinds for events.
func (a answer) texts() string {
	items, _ := a.JSON["items"].([]any)
	said := make([]string, len(items))
	for i, item := range items {
		m := item.(map[string]any)
		if said[i] = m["message"].(string); m["kind"] != "text" {
			said[i] = m["kind"].(string)
		}
	}
	return strings.Join(said, " ")
}

var document = sync.OnceValue(func() *openapi3.T {
	document, err := openapi3.NewLoader().LoadFromData(api.Contract)
	if err != nil {
		panic(err)
	}
	return document
})

var contractRouter = sync.OnceValue(func() routers.Router {
	router, err := gorillamux.NewRouter(document())
	if err != nil {
		panic(err)
	}
	return router
})

// conforms holds an answer against the contract; what is in none must be
// answered with a problem.
func conforms(t *testing.T, request *http.Request, response *http.Response, body []byte) {
	t.Helper()
	if response.Header.Get("Cache-Control") != "no-store" && response.StatusCode != http.StatusNotFound {
		t.Errorf("%s %s may be cached", request.Method, request.URL)
	}
	route, params, err := contractRouter().FindRoute(request)
	if err != nil {
		if response.StatusCode != http.StatusNotFound && response.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("%s %s is in no contract and answers %d", request.Method, request.URL, response.StatusCode)
		}
		return
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, PathParams: params, Route: route},
		Status:                 response.StatusCode,
		Header:                 response.Header,
		Options:                &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	}
	input.SetBodyBytes(body)
	if err := openapi3filter.ValidateResponse(t.Context(), input); err != nil {
		t.Errorf("%s %s answers %d against the contract: %v\n%s", request.Method, request.URL, response.StatusCode, err, body)
	}
}
