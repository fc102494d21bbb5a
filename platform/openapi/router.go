package openapi

import (
	"fmt"
	"log/slog"
	"net/http"

	"github.com/gorilla/mux"
	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/httpserver"
	"github.com/cruddur/cruddur/platform/problem"
	"github.com/cruddur/cruddur/platform/telemetry"
)

// minCompressed is the size in bytes from which an answer is compressed; below
// it, little is gained. Answers are compressed here because CloudFront does so
// only where it may cache.
const minCompressed = 1024

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

// Service is what traces and logs are to say of a router's requests.
type Service struct {
	Name   string
	Logger *slog.Logger
	// Quiet are routes that are asked every few seconds, by what watches the
	// service; they are not traced.
	Quiet []string
}

// Surround puts around a router what sees requests before and after it.
func (s Service) Surround(router *mux.Router) (http.Handler, error) {
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(minCompressed), gzhttp.CompressionLevel(gzip.BestSpeed))
	if err != nil {
		return nil, fmt.Errorf("make the compressor: %w", err)
	}
	route := routeTemplate(router)
	handler := httpserver.AccessLog(s.Logger, route)(httpserver.Recover(compress(router)))
	handler = telemetry.HTTPServer{Name: s.Name, Route: route, Quiet: s.Quiet}.Middleware(handler)
	return httpserver.RequestID(handler), nil
}

// routeTemplate names the route of a request for the access log, which sees it
// from outside the router.
func routeTemplate(router *mux.Router) func(*http.Request) string {
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
