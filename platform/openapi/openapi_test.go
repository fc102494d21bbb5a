package openapi_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/platform/accesstoken"
	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/openapi"
	"github.com/cruddur/cruddur/platform/text"
)

const document = `
openapi: 3.0.3
info: { title: Test, version: 1.0.0 }
paths:
  /open/{id}:
    get:
      operationId: open
      security: []
      parameters:
        - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100 } }
        - { name: mood, in: query, schema: { type: string, enum: [good, bad] } }
      responses: { "200": { description: ok } }
  /either:
    get:
      operationId: either
      security: [{}, { accessToken: [] }]
      responses: { "200": { description: ok } }
  /closed:
    post:
      operationId: closed
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              additionalProperties: false
              required: [name]
              properties:
                name: { type: string, format: name }
                tags: { type: array, minItems: 1, maxItems: 2, items: { type: string, pattern: "^[a-z]+$" } }
                deep: { type: object, additionalProperties: false, properties: { count: { type: integer } } }
      responses: { "200": { description: ok } }
security: [{ accessToken: [] }]
components:
  securitySchemes: { accessToken: { type: http, scheme: bearer } }
`

// tokens takes the token "good" alone.
type tokens struct{}

func (tokens) Verify(_ context.Context, raw string) (accesstoken.Claims, error) {
	if raw != "good" {
		return accesstoken.Claims{}, fault.New(fault.Unauthenticated, "token_invalid", "Sign in again.")
	}
	return accesstoken.Claims{Subject: "somebody"}, nil
}

// newHandler answers with the subject of who calls.
func newHandler(t *testing.T) http.Handler {
	t.Helper()
	contract, err := openapi.Load([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	router := openapi.NewRouter()
	formats := openapi.Formats{"name": text.Rule{MaxLength: 5, Required: true}.Check}
	router.Use(openapi.NeverStored, contract.Authenticate(tokens{}, logging.NewPseudonyms("key")), contract.CheckBody, contract.Validate(formats))
	answer := func(w http.ResponseWriter, r *http.Request) {
		claims, _ := accesstoken.ClaimsFrom(r.Context())
		_, _ = w.Write([]byte(claims.Subject))
	}
	router.HandleFunc("/open/{id}", answer).Methods(http.MethodGet)
	router.HandleFunc("/either", answer).Methods(http.MethodGet)
	router.HandleFunc("/closed", answer).Methods(http.MethodPost)
	router.HandleFunc("/forgotten", answer).Methods(http.MethodGet)
	return router
}

func TestRequests(t *testing.T) {
	t.Parallel()
	const id = "/open/0190f0a4-1c2b-7d3e-8f4a-5b6c7d8e9f00"
	tests := map[string]struct {
		method, target, token, body string
		status                      int
		code                        string   // of the problem, or the body
		faults                      []string // "field code"
	}{
		"open":                {"GET", id, "", "", 200, "", nil},
		"open, a bad token":   {"GET", id, "bad", "", 200, "", nil},
		"no uuid":             {"GET", "/open/x", "", "", 422, "validation_failed", []string{"id invalid_uuid"}},
		"all faults at once":  {"GET", "/open/x?limit=0&mood=so&offset=1", "", "", 422, "validation_failed", []string{"id invalid_uuid", "limit out_of_range", "mood not_allowed", "offset unknown_field"}},
		"wrong type":          {"GET", id + "?limit=ten", "", "", 422, "validation_failed", []string{"limit wrong_type"}},
		"twice":               {"GET", id + "?limit=1&limit=2", "", "", 422, "validation_failed", []string{"limit repeated"}},
		"empty":               {"GET", id + "?limit=", "", "", 422, "validation_failed", []string{"limit empty"}},
		"a broken query":      {"GET", id + "?limit=%zz", "", "", 422, "validation_failed", []string{"query malformed"}},
		"either, nobody":      {"GET", "/either", "", "", 200, "", nil},
		"either, somebody":    {"GET", "/either", "good", "", 200, "somebody", nil},
		"either, a bad token": {"GET", "/either", "bad", "", 401, "token_invalid", nil},
		"closed":              {"POST", "/closed", "good", `{"name":"nova"}`, 200, "somebody", nil},
		"closed, nobody":      {"POST", "/closed", "", `{"name":""}`, 401, "token_missing", nil},
		"no JSON":             {"POST", "/closed", "good", `{`, 400, "malformed_json", nil},
		"body faults": {
			"POST", "/closed", "good", `{"name":" ","tags":[],"deep":{"count":"1","x":1},"more":1}`, 422, "validation_failed",
			[]string{"deep.count wrong_type", "deep.x unknown_field", "more unknown_field", "name blank", "tags too_few"},
		},
		"missing, too many": {
			"POST", "/closed", "good", `{"tags":["A","b","c"]}`, 422, "validation_failed",
			[]string{"name missing", "tags too_many", "tags.0 bad_characters"},
		},
		"no route":            {"GET", "/nowhere", "", "", 404, "route_not_found", nil},
		"not in the contract": {"GET", "/forgotten", "good", "", 404, "route_not_found", nil},
		"no such method":      {"DELETE", "/closed", "good", "", 405, "method_not_allowed", nil},
	}
	handler := newHandler(t)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := httptest.NewRequest(tt.method, tt.target, strings.NewReader(tt.body))
			if tt.body != "" {
				request.Header.Set("Content-Type", "application/json")
			}
			if tt.token != "" {
				request.Header.Set("Authorization", "Bearer "+tt.token)
			}
			got := httptest.NewRecorder()
			handler.ServeHTTP(got, request)
			code, faults := problemOf(got)
			if got.Code != tt.status || code != tt.code || strings.Join(faults, ", ") != strings.Join(tt.faults, ", ") {
				t.Errorf("got %d %s", got.Code, got.Body)
			}
		})
	}
}

// problemOf reads an answer's code and faults; the code of an answer that is no
// problem is its body.
func problemOf(got *httptest.ResponseRecorder) (code string, faults []string) {
	var problem struct {
		Code   string
		Errors []struct{ Field, Code string }
	}
	if json.Unmarshal(got.Body.Bytes(), &problem) != nil {
		return got.Body.String(), nil
	}
	for _, one := range problem.Errors {
		faults = append(faults, one.Field+" "+one.Code)
	}
	return problem.Code, faults
}

func TestMethodNotAllowedNamesTheMethods(t *testing.T) {
	t.Parallel()
	got := httptest.NewRecorder()
	newHandler(t).ServeHTTP(got, httptest.NewRequest(http.MethodDelete, "/closed", nil))
	if allow := got.Header().Get("Allow"); allow != http.MethodPost {
		t.Errorf("Allow: %q", allow)
	}
}

func TestNothingIsStored(t *testing.T) {
	t.Parallel()
	got := httptest.NewRecorder()
	newHandler(t).ServeHTTP(got, httptest.NewRequest(http.MethodGet, "/either", nil))
	if got.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", got.Header())
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	for _, broken := range []string{"{", "openapi: 3.0.3"} {
		if _, err := openapi.Load([]byte(broken)); err == nil {
			t.Errorf("%q is no contract, and no error", broken)
		}
	}
}

func TestNeedsToken(t *testing.T) {
	t.Parallel()
	contract, err := openapi.Load([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	for operation, route := range contract {
		if got, want := openapi.NeedsToken(route), operation.Template == "/closed"; got != want {
			t.Errorf("%v needs a token: %v", operation, got)
		}
	}
}
