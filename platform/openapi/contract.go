// Package openapi holds requests against an OpenAPI document: it asks for a
// token where the document does, and answers with all the faults of a request
// at once, each naming its field.
//
// The router is gorilla/mux with the document's own path templates, as
// oapi-codegen generates them. Put the middleware in this order: NeverStored,
// Authenticate (cheap refusals first: a caller without a token learns nothing
// of the contract), CheckBody, Validate.
package openapi

import (
	"fmt"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/gorilla/mux"
)

// Contract finds what a document says of a request, by method and path
// template: the router has matched the path already.
type Contract map[Operation]*routers.Route

// Operation names an operation.
type Operation struct{ Method, Template string }

// Load reads and checks a document.
func Load(document []byte) (Contract, error) {
	loader := openapi3.NewLoader()
	read, err := loader.LoadFromData(document)
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	if err := read.Validate(loader.Context); err != nil {
		return nil, fmt.Errorf("check the contract: %w", err)
	}
	found := Contract{}
	for template, item := range read.Paths.Map() {
		for method, operation := range item.Operations() {
			found[Operation{method, template}] = &routers.Route{
				Spec: read, Path: template, PathItem: item, Method: method, Operation: operation,
			}
		}
	}
	return found, nil
}

// of returns nil for a request that no operation of the contract describes.
func (c Contract) of(r *http.Request) *routers.Route {
	route := mux.CurrentRoute(r)
	if route == nil {
		return nil
	}
	template, err := route.GetPathTemplate()
	if err != nil {
		return nil
	}
	return c[Operation{r.Method, template}]
}

// NeedsToken reports whether an operation is for signed-in people.
func NeedsToken(route *routers.Route) bool {
	for _, way := range securityOf(route) {
		if len(way) == 0 {
			return false
		}
	}
	return takesToken(route)
}

// takesToken reports whether an operation makes something of a token.
func takesToken(route *routers.Route) bool { return len(securityOf(route)) > 0 }

// securityOf lists the ways to call an operation; an empty one is without a
// token.
func securityOf(route *routers.Route) openapi3.SecurityRequirements {
	if route.Operation.Security != nil {
		return *route.Operation.Security
	}
	return route.Spec.Security
}
