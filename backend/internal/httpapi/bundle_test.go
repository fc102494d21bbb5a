package httpapi_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/routers"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/httpapi"
	"github.com/cruddur/cruddur/backend/internal/objects"
	"github.com/cruddur/cruddur/backend/internal/objects/objectstest"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
	"github.com/cruddur/cruddur/platform/accesstoken"
	"github.com/cruddur/cruddur/platform/httpserver"
)

// bundle is the whole API on a database of the test's own.
type bundle struct {
	handler   http.Handler
	database  postgrestest.Database
	store     *postgres.Store
	verifier  *accesstoken.Verifier
	pool      *userPool
	readiness *httpserver.Readiness
	bucket    *objectstest.Memory
	site      httpapi.Site
}

func setup(t *testing.T) *bundle {
	t.Helper()
	database := postgrestest.New(t)
	b := &bundle{
		database: database,
		store:    postgres.NewStore(database.Pool(t), postgres.WithSigner(signer())),
		verifier: newVerifier(t),
		pool:     &userPool{accounts: map[string]cruddur.Account{}},
		bucket:   objectstest.NewMemory(),
	}
	b.build(t)
	return b
}

// later is the same API at a later time of the database's clock. Nothing has
// been purged in between.
func (b *bundle) later(t *testing.T, offset time.Duration) *bundle {
	t.Helper()
	other := *b
	other.store = postgres.NewStore(b.database.PoolAt(t, offset), postgres.WithSigner(signer()))
	other.build(t)
	return &other
}

func (b *bundle) build(t *testing.T) {
	t.Helper()
	b.readiness = &httpserver.Readiness{}
	b.readiness.Add("database", b.store.Ready)
	handler, err := httpapi.NewHandler(httpapi.Dependencies{
		Registration: cruddur.Registration{People: b.store, Accounts: b.pool},
		Profiles:     b.store,
		Follows:      b.store,
		Activities:   b.store,
		Threads:      b.store,
		Lives:        b.store,
		Feeds:        b.store,
		Uploads:      cruddur.Uploads{Manifests: objects.NewBucket(b.bucket, "media"), Used: b.store, Now: time.Now},
		Site:         b.site,
		SiteURL:      "https://cruddur.test",
		Tokens:       b.verifier,
		Readiness:    b.readiness,
		Logger:       slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	b.handler = handler
}

// person is somebody with an account and an access token.
type person struct {
	handle, token string
	sub           uuid.UUID
}

// account makes somebody who has signed up but never called.
func (b *bundle) account(t *testing.T, handle string) person {
	t.Helper()
	sub := uuid.New()
	p := person{handle: handle, sub: sub, token: token(t, sub, nil)}
	b.pool.add(p.token, cruddur.Account{Sub: sub, Handle: handle, DisplayName: "Name of " + handle})
	return p
}

// person makes somebody with a profile.
func (b *bundle) person(t *testing.T, handle string) person {
	t.Helper()
	p := b.account(t, handle)
	b.call(t, p.token, "GET", "/api/me", "").want(t, 200)
	return p
}

// post posts a crud that lives for an hour and returns its id.
func (b *bundle) post(t *testing.T, p person, message string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"message": message, "ttl": "1-hour"})
	if err != nil {
		t.Fatal(err)
	}
	answer := b.call(t, p.token, "POST", "/api/activities", string(body))
	answer.want(t, 201)
	return answer.JSON["id"].(string)
}

// reply replies to a crud and returns the reply's id.
func (b *bundle) reply(t *testing.T, p person, to, message string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"message": message})
	if err != nil {
		t.Fatal(err)
	}
	answer := b.call(t, p.token, "POST", "/api/activities/"+to+"/replies", string(body))
	answer.want(t, 201)
	return answer.JSON["id"].(string)
}

// answer is what a call came to.
type answer struct {
	Status int
	Header http.Header
	Body   string
	JSON   map[string]any // nil when the body is no JSON object
}

// call makes one request, as anybody with an empty token, and holds the answer
// against the contract.
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

func (b *bundle) do(t *testing.T, request *http.Request) answer {
	t.Helper()
	return do(t, b.handler, contractRouter(), request)
}

// do makes one request and holds the answer against a contract.
func do(t *testing.T, handler http.Handler, contract routers.Router, request *http.Request) answer {
	t.Helper()
	asked := request.Clone(t.Context())
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	got := recorder.Result()
	body := recorder.Body.Bytes()
	conforms(t, contract, asked, got, body)

	a := answer{Status: got.StatusCode, Header: got.Header, Body: string(body)}
	if strings.Contains(got.Header.Get("Content-Type"), "json") {
		if err := json.NewDecoder(bytes.NewReader(body)).Decode(&a.JSON); err != nil {
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
		named = append(named, field["field"].(string)+" "+field["code"].(string))
	}
	if got, want := strings.Join(named, ", "), strings.Join(faults, ", "); got != want {
		t.Errorf("faults %q, want %q", got, want)
	}
}
