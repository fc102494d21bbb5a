package httpapi

import (
	"fmt"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/gorilla/mux"

	"github.com/cruddur/cruddur/backend/api"
)

// operations finds what the contract says of a request, by method and path
// template: the router has matched the path already, and the generated routes
// have the contract's templates.
type operations map[operationKey]*routers.Route

type operationKey struct{ method, template string }

func loadOperations() (operations, error) {
	loader := openapi3.NewLoader()
	document, err := loader.LoadFromData(api.Contract)
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	if err := document.Validate(loader.Context); err != nil {
		return nil, fmt.Errorf("check the contract: %w", err)
	}
	found := operations{}
	for template, item := range document.Paths.Map() {
		for method, operation := range item.Operations() {
			found[operationKey{method, template}] = &routers.Route{
				Spec: document, Path: template, PathItem: item, Method: method, Operation: operation,
			}
		}
	}
	return found, nil
}

// of returns nil for a request that no operation of the contract describes.
func (o operations) of(r *http.Request) *routers.Route {
	route := mux.CurrentRoute(r)
	if route == nil {
		return nil
	}
	template, err := route.GetPathTemplate()
	if err != nil {
		return nil
	}
	return o[operationKey{r.Method, template}]
}

// needsToken reports whether an operation is for signed-in people.
func needsToken(route *routers.Route) bool {
	security := route.Operation.Security
	if security == nil {
		security = &route.Spec.Security
	}
	return len(*security) > 0
}
