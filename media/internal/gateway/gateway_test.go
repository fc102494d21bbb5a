package gateway_test

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"github.com/cruddur/cruddur/media/internal/gateway"
)

// An event as API Gateway sends it, cut down to what is read.
const event = `{
	"version": "2.0", "routeKey": "POST /uploads", "rawPath": "/uploads", "rawQueryString": "a=1&b=%2F",
	"headers": {"content-type": "application/json", "x-request-id": "abc"},
	"requestContext": {
		"authorizer": {"jwt": {"claims": {"sub": "me", "exp": "1"}, "scopes": null}},
		"domainName": "api.example", "http": {"method": "POST", "path": "/uploads", "sourceIp": "192.0.2.1"}
	},
	"body": "eyJhIjoxfQ==", "isBase64Encoded": true
}`

func parse(t *testing.T, text string) events.APIGatewayV2HTTPRequest {
	t.Helper()
	var request events.APIGatewayV2HTTPRequest
	if err := json.Unmarshal([]byte(text), &request); err != nil {
		t.Fatal(err)
	}
	return request
}

func TestAdapt(t *testing.T) {
	t.Parallel()
	function := gateway.Adapt(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		claims := gateway.Claims(r.Context())
		if r.Method != "POST" || r.URL.Path != "/uploads" || r.URL.Query().Get("b") != "/" || r.Host != "api.example" ||
			r.Header.Get("Content-Type") != "application/json" || r.ContentLength != 7 || string(body) != `{"a":1}` ||
			!maps.Equal(claims, map[string]string{"sub": "me", "exp": "1"}) {
			t.Errorf("got %s %s %v %q, claims %v", r.Method, r.URL, r.Header, body, claims)
		}
		w.Header().Add("Allow", "GET")
		w.Header().Add("Allow", "POST")
		w.WriteHeader(http.StatusTeapot)
		w.WriteHeader(http.StatusOK) // the first one counts
		_, _ = io.WriteString(w, "short ")
		_, _ = io.WriteString(w, "and stout")
	}))
	got, err := function(t.Context(), parse(t, event))
	if err != nil || got.StatusCode != 418 || got.Headers["Allow"] != "GET, POST" || got.Body != "short and stout" || got.IsBase64Encoded {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAdaptWithoutAuthorizer(t *testing.T) {
	t.Parallel()
	function := gateway.Adapt(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if claims := gateway.Claims(r.Context()); claims != nil {
			t.Errorf("claims %v", claims)
		}
	}))
	got, err := function(t.Context(), parse(t, `{"rawPath": "/", "requestContext": {"http": {"method": "GET"}}}`))
	if err != nil || got.StatusCode != 200 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAdaptRefusesWhatItCantRead(t *testing.T) {
	t.Parallel()
	function := gateway.Adapt(http.NotFoundHandler())
	if _, err := function(t.Context(), parse(t, `{"rawPath": "/", "body": "%", "isBase64Encoded": true}`)); err == nil {
		t.Error("it was read")
	}
}

// What is no address and no method is for the handler to refuse, and no failure
// of the Lambda.
func TestAdaptTakesAnyAddress(t *testing.T) {
	t.Parallel()
	function := gateway.Adapt(http.NotFoundHandler())
	for _, text := range []string{
		`{"rawPath": "/", "requestContext": {"http": {"method": "NO METHOD"}}}`,
		`{"rawPath": "/uploads/50%"}`, `{"rawPath": "/uploads/\n\u0000"}`, `{"rawPath": ""}`, `{"rawPath": "//host/"}`, `{"rawPath": "/", "rawQueryString": "%\n"}`,
	} {
		if got, err := function(t.Context(), parse(t, text)); err != nil || got.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
}
