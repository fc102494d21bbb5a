package httpapi

import (
	"strings"
	"testing"

	"github.com/gorilla/mux"

	"github.com/cruddur/cruddur/backend/api"
)

// The router and the contract have the same operations, looked at from both
// sides.
func TestRoutesAreTheContracts(t *testing.T) {
	t.Parallel()
	operations, err := loadOperations(api.Contract)
	if err != nil {
		t.Fatal(err)
	}
	routed := map[operationKey]bool{}
	err = newRouter(Dependencies{}, operations).Walk(func(route *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		template, err := route.GetPathTemplate()
		if err != nil {
			return err
		}
		methods, err := route.GetMethods()
		if err != nil {
			return err
		}
		for _, method := range methods {
			routed[operationKey{method, template}] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for key := range operations {
		if !routed[key] {
			t.Errorf("%s %s is in the contract and has no route", key.method, key.template)
		}
	}
	for key := range routed {
		if operations[key] == nil {
			t.Errorf("%s %s has a route and is not in the contract", key.method, key.template)
		}
	}
}

// Whatever changes something needs a signed-in person.
func TestWritesNeedAToken(t *testing.T) {
	t.Parallel()
	operations, err := loadOperations(api.Contract)
	if err != nil {
		t.Fatal(err)
	}
	for key, route := range operations {
		if key.method != "GET" && !needsToken(route) {
			t.Errorf("%s %s needs no token", key.method, key.template)
		}
		if strings.HasPrefix(key.template, "/api/me") && !needsToken(route) {
			t.Errorf("%s %s needs no token", key.method, key.template)
		}
	}
}
