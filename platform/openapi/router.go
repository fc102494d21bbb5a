package openapi

import (
	"fmt"
	"net/http"

	"github.com/gorilla/mux"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/problem"
)

var errRouteNotFound = fault.New(fault.NotFound, "route_not_found", "There is nothing at this address.")

// NewRouter returns a router that answers with problems where it has no routes.
func NewRouter() *mux.Router {
	router := mux.NewRouter()
	router.NotFoundHandler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		problem.Write(w, r, errRouteNotFound)
	})
	router.MethodNotAllowedHandler = methodNotAllowed(router)
	return router
}

// methodNotAllowed answers 405 with the methods that the address has.
func methodNotAllowed(router *mux.Router) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
			other := r.Clone(r.Context())
			other.Method = method
			var match mux.RouteMatch
			if router.Match(other, &match) && match.MatchErr == nil {
				w.Header().Add("Allow", method)
			}
		}
		problem.Write(w, r, fault.New(fault.MethodNotAllowed, "method_not_allowed", "This address has no such method."))
	})
}

// NeverStored keeps answers out of every cache: what expires must not live on
// in one.
func NeverStored(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}

// RouteTemplate names the route of a request for the access log, which sees it
// from outside the router.
func RouteTemplate(router *mux.Router) func(*http.Request) string {
	return func(r *http.Request) string {
		var match mux.RouteMatch
		if !router.Match(r, &match) || match.Route == nil {
			return "none"
		}
		template, err := match.Route.GetPathTemplate()
		if err != nil {
			return "none"
		}
		return template
	}
}

// WriteDecodeFault answers what the generated decoders refuse. Validation runs
// before them, so this is a gap between the two and worth a log line.
func WriteDecodeFault(w http.ResponseWriter, r *http.Request, err error) {
	problem.Write(w, r, fault.New(fault.Malformed, "malformed_request", "The request can't be read.").
		WithCause(fmt.Errorf("decode a validated request: %w", err)))
}
