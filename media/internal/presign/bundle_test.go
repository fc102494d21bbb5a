package presign_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/media/api"
	"github.com/cruddur/cruddur/media/internal/gateway"
	"github.com/cruddur/cruddur/media/internal/ledger/ledgertest"
	"github.com/cruddur/cruddur/media/internal/objects/objectstest"
	"github.com/cruddur/cruddur/media/internal/presign"
	"github.com/cruddur/cruddur/media/internal/upload"
	"github.com/cruddur/cruddur/platform/logging"
)

const (
	issuer = "https://issuer.example/pool"
	client = "site"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

var errDown = errors.New("down")

// bundle is the API with everything around it in memory.
type bundle struct {
	handler http.Handler
	ledger  *ledgertest.Memory
	media   *objectstest.Memory
	signer  *signer
	me      uuid.UUID
}

type signer struct{ err error }

func (s *signer) Sign(_ context.Context, g upload.Grant, life time.Duration) (presign.Form, error) {
	fields := map[string]string{"key": g.Key(), "life": life.String(), "size": strconv.FormatInt(g.Bytes, 10)}
	return presign.Form{URL: "https://uploads.example/", Fields: fields}, s.err
}

func setup(t *testing.T) *bundle {
	t.Helper()
	b := &bundle{ledger: ledgertest.New(), media: objectstest.New(), signer: &signer{}, me: uuid.New()}
	now := func() time.Time { return noon }
	service := &presign.Service{
		Ledger: b.ledger, Manifests: b.media, Signer: b.signer,
		Quota: upload.Quota{Uploads: 3, Bytes: 30_000_000}, Now: now,
	}
	tokens := presign.Tokens{Issuer: issuer, ClientID: client, Now: now}
	b.handler = presign.NewHandler(service, tokens, slog.New(slog.DiscardHandler), logging.NewPseudonyms("key"))
	return b
}

// claims are what the authorizer says of an access token of sub.
func claims(sub uuid.UUID, change map[string]string) map[string]string {
	c := map[string]string{
		"iss": issuer, "client_id": client, "token_use": "access", "sub": sub.String(),
		"exp": strconv.FormatInt(noon.Add(time.Minute).Unix(), 10), "iat": strconv.FormatInt(noon.Unix(), 10),
	}
	for name, value := range change {
		c[name] = value
		if value == "" {
			delete(c, name)
		}
	}
	return c
}

type answer struct {
	status int
	header http.Header
	body   string
}

func (b *bundle) call(t *testing.T, who map[string]string, method, target, body string) answer {
	t.Helper()
	request := httptest.NewRequest(method, target, strings.NewReader(body))
	request = request.WithContext(gateway.WithClaims(t.Context(), who))
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	recorder := httptest.NewRecorder()
	b.handler.ServeHTTP(recorder, request)
	conforms(t, request, recorder.Result(), recorder.Body.Bytes())
	return answer{recorder.Code, recorder.Header(), recorder.Body.String()}
}

func (b *bundle) mine() map[string]string { return claims(b.me, nil) }

// problem returns the status, the code, and the faults as "field code".
func (a answer) problem(t *testing.T) string {
	t.Helper()
	var p struct {
		Code   string
		Errors []struct{ Field, Code string }
	}
	if err := json.Unmarshal([]byte(a.body), &p); err != nil {
		t.Fatalf("%v: %s", err, a.body)
	}
	text := fmt.Sprintf("%d %s", a.status, p.Code)
	for _, e := range p.Errors {
		text += ", " + e.Field + " " + e.Code
	}
	return text
}

var contractRouter = sync.OnceValue(func() routers.Router {
	document, err := openapi3.NewLoader().LoadFromData(api.Contract)
	if err == nil {
		err = document.Validate(context.Background())
	}
	if err != nil {
		panic(err)
	}
	router, err := gorillamux.NewRouter(document)
	if err != nil {
		panic(err)
	}
	return router
})

// conforms holds an answer against the contract.
func conforms(t *testing.T, request *http.Request, response *http.Response, body []byte) {
	t.Helper()
	if response.Header.Get("X-Request-Id") == "" || response.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s %s: headers %v", request.Method, request.URL, response.Header)
	}
	route, params, err := contractRouter().FindRoute(request)
	if err != nil {
		if response.StatusCode != http.StatusNotFound && response.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("%s %s is in no contract and answers %d", request.Method, request.URL, response.StatusCode)
		}
		return
	}
	request.Body = io.NopCloser(strings.NewReader(""))
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
