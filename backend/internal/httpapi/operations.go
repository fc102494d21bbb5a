package httpapi

import (
	"fmt"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/gorilla/mux"
)

// operations finds what a contract says of a request, by method and path
// template: the router has matched the path already, and the generated routes
// have the contract's templates.
type operations map[operationKey]*routers.Route

type operationKey struct{ method, template string }

func loadOperations(contract []byte) (operations, error) {
	loader := openapi3.NewLoader()
	document, err := loader.LoadFromData(contract)
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
	for _, way := range securityOf(route) {
		if len(way) == 0 {
			return false
		}
	}
	return takesToken(route)
}

// takesToken reports whether an operation makes something of a token.
func takesToken(route *routers.Route) bool {
	return len(securityOf(route)) > 0
}

// securityOf lists the ways to call an operation; an empty one is without a
// token.
func securityOf(route *routers.Route) openapi3.SecurityRequirements {
	if route.Operation.Security != nil {
		return *route.Operation.Security
	}
	return route.Spec.Security
}
