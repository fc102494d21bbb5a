package contract_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/e2e/contract"
)

const document = `
openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /api/thing:
    get:
      responses:
        "200":
          description: A thing.
          content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
components:
  schemas:
    Thing:
      type: object
      additionalProperties: false
      required: [name]
      properties: {name: {type: string}}
    Problem:
      type: object
      additionalProperties: false
      required: [code]
      properties: {code: {type: string}}
`

// answered is an API that always answers in the same way.
func answered(t *testing.T, status int, header map[string]string, body string) *contract.Client {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/openapi.yaml", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(document))
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Request-Id", "1")
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Content-Type", "application/json")
		for name, value := range header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	client, err := contract.Open(t.Context(), server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestAnswersAreHeldAgainstTheContract(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		path   string
		status int
		header map[string]string
		body   string
		want   string // part of the complaint; none when the answer is good
	}{
		"good":               {"/api/thing", 200, nil, `{"name":"x"}`, ""},
		"a missing field":    {"/api/thing", 200, nil, `{}`, "name"},
		"a field too many":   {"/api/thing", 200, nil, `{"name":"x","sub":"y"}`, "sub"},
		"a wrong type":       {"/api/thing", 200, nil, `{"name":7}`, "name"},
		"an unknown status":  {"/api/thing", 418, nil, `{"name":"x"}`, "418"},
		"another media type": {"/api/thing", 200, map[string]string{"Content-Type": "text/html"}, `{"name":"x"}`, "text/html"},
		"no request id":      {"/api/thing", 200, map[string]string{"X-Request-Id": ""}, `{"name":"x"}`, "X-Request-Id"},
		"cacheable":          {"/api/thing", 200, map[string]string{"Cache-Control": "public"}, `{"name":"x"}`, "Cache-Control"},
		"unknown, a problem": {"/api/x", 404, map[string]string{"Content-Type": "application/problem+json"}, `{"code":"x"}`, ""},
		"unknown, no form":   {"/api/x", 404, map[string]string{"Content-Type": "application/problem+json"}, `{}`, "code"},
		"unknown, no type":   {"/api/x", 404, nil, `{"code":"x"}`, "Content-Type"},
		"unknown, but 200":   {"/api/x", 200, nil, `{}`, "200"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := answered(t, test.status, test.header, test.body)
			answer, err := client.Do(t.Context(), contract.Call{Method: "GET", Path: test.path})
			if answer.Status != test.status {
				t.Errorf("status %d, want %d", answer.Status, test.status)
			}
			switch {
			case test.want == "" && err != nil:
				t.Errorf("a good answer: %v", err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("complaint %v, want one of %s", err, test.want)
			}
		})
	}
}
