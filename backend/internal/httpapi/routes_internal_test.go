package httpapi

import (
	"strings"
	"testing"

	"github.com/gorilla/mux"

	"github.com/cruddur/cruddur/backend/api"
	"github.com/cruddur/cruddur/platform/openapi"
)

// The router and the contract have the same operations, looked at from both
// sides.
func TestRoutesAreTheContracts(t *testing.T) {
	t.Parallel()
	document, err := openapi.Load(api.Contract)
	if err != nil {
		t.Fatal(err)
	}
	routed := map[openapi.Operation]bool{}
	err = newRouter(Dependencies{}, document).Walk(func(route *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		template, err := route.GetPathTemplate()
		if err != nil {
			return err
		}
		methods, err := route.GetMethods()
		if err != nil {
			return err
		}
		for _, method := range methods {
			routed[openapi.Operation{Method: method, Template: template}] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for key := range document {
		if !routed[key] {
			t.Errorf("%s %s is in the contract and has no route", key.Method, key.Template)
		}
	}
	for key := range routed {
		if document[key] == nil {
			t.Errorf("%s %s has a route and is not in the contract", key.Method, key.Template)
		}
	}
}

// Whatever changes something needs a signed-in person. The site tells of itself
// whoever looks at it; that changes nothing.
func TestWritesNeedAToken(t *testing.T) {
	t.Parallel()
	document, err := openapi.Load(api.Contract)
	if err != nil {
		t.Fatal(err)
	}
	for key, route := range document {
		if key.Method != "GET" && !strings.HasPrefix(key.Template, "/api/telemetry/") && !openapi.NeedsToken(route) {
			t.Errorf("%s %s needs no token", key.Method, key.Template)
		}
		if strings.HasPrefix(key.Template, "/api/me") && !openapi.NeedsToken(route) {
			t.Errorf("%s %s needs no token", key.Method, key.Template)
		}
	}
}
