package httpapi

import (
	"fmt"
	"log/slog"
	"net/http"

	"github.com/gorilla/mux"
	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"

	"github.com/cruddur/cruddur/backend/api"
	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/httpapi/contract"
	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/httpserver"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/problem"
	"github.com/cruddur/cruddur/platform/telemetry"
)

// Dependencies is what the API is made of.
type Dependencies struct {
	Registration cruddur.Registration
	Profiles     Profiles
	Follows      Follows
	Activities   Activities
	Threads      Threads
	Lives        Lives
	Feeds        Feeds
	Uploads      cruddur.Uploads
	// SiteURL is the product's address for people, such as https://cruddur.com.
	SiteURL   string
	Tokens    TokenVerifier
	Readiness *httpserver.Readiness
	Logger    *slog.Logger
	// Pseudonyms are what callers are called in logs and traces.
	Pseudonyms logging.Pseudonyms
}

// minCompressed is the size in bytes from which an answer is compressed; below
// it, little is gained. Answers are compressed here because CloudFront does so
// only where it may cache.
const minCompressed = 1024

// NewHandler makes the whole API, middleware included.
func NewHandler(deps Dependencies) (http.Handler, error) {
	operations, err := loadOperations(api.Contract)
	if err != nil {
		return nil, err
	}
	return surround(newRouter(deps, operations), deps.Logger)
}

// surround puts around a router what sees requests before and after it.
func surround(router *mux.Router, logger *slog.Logger) (http.Handler, error) {
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(minCompressed), gzhttp.CompressionLevel(gzip.BestSpeed))
	if err != nil {
		return nil, fmt.Errorf("make the compressor: %w", err)
	}
	handler := httpserver.Recover(compress(router))
	route := routeTemplate(router)
	handler = httpserver.AccessLog(logger, route)(handler)
	handler = telemetry.HTTPServer{Name: "backend", Route: route, Quiet: quietRoutes()}.Middleware(handler)
	return httpserver.RequestID(handler), nil
}

func newRouter(deps Dependencies, operations operations) *mux.Router {
	router := emptyRouter()
	// Cheap refusals first: a caller without a token learns nothing of the
	// contract, and costs no validation.
	router.Use(neverStored, authenticate(operations, deps.Tokens, deps.Pseudonyms), checkBody(operations), validate(operations))

	strict := contract.NewStrictHandlerWithOptions(&server{deps}, nil, contract.StrictHTTPServerOptions{
		RequestErrorHandlerFunc:  writeDecodeFault,
		ResponseErrorHandlerFunc: problem.Write,
	})
	contract.HandlerWithOptions(strict, contract.GorillaServerOptions{
		BaseRouter:       router,
		ErrorHandlerFunc: writeDecodeFault,
	})
	return router
}

// quietRoutes are asked every few seconds, by what watches the service.
func quietRoutes() []string {
	return []string{"/api/health-check", "/api/ready", "/directory/health-check", "/directory/ready"}
}

// emptyRouter answers with problems where it has no routes.
func emptyRouter() *mux.Router {
	router := mux.NewRouter()
	router.NotFoundHandler = faultHandler(fault.New(fault.NotFound, "route_not_found", "There is nothing at this address."))
	router.MethodNotAllowedHandler = methodNotAllowed(router)
	return router
}

// neverStored keeps answers out of every cache: what expires must not live on
// in one.
func neverStored(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
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

func faultHandler(f *fault.Error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		problem.Write(w, r, f)
	})
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

// writeDecodeFault answers what the generated decoders refuse. Validation runs
// before them, so this is a gap between the two and worth a log line.
func writeDecodeFault(w http.ResponseWriter, r *http.Request, err error) {
	problem.Write(w, r, fault.New(fault.Malformed, "malformed_request", "The request can't be read.").
		WithCause(fmt.Errorf("decode a validated request: %w", err)))
}
