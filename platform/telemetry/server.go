package telemetry

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"

	"github.com/cruddur/cruddur/platform/logging"
)

// maxTraceState is what W3C asks for at least; longer ones are a stranger's
// way to fill our memory.
const maxTraceState = 512

// HTTPServer is one of the server: what it traces, and under which names.
type HTTPServer struct {
	// Name stands for the server's address, which would be the caller's Host
	// header otherwise.
	Name string
	// Route returns the template of the route ("/api/users/{handle}").
	Route func(*http.Request) string
	// Quiet are routes that load balancers ask all the time; not reported.
	Quiet []string
}

// Middleware begins a span for each request, named after its method and route,
// or goes on with the caller's trace, and counts and times requests by route.
// What names or addresses a person never gets to it: the instrumentation sees
// a request that has the template for its path, and no headers but those of
// W3C traces.
func (s HTTPServer) Middleware(next http.Handler) http.Handler {
	if !On() {
		return next
	}
	traced := otelhttp.NewMiddleware(s.Name,
		otelhttp.WithServerName(s.Name),
		otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string { return spanMethod(r.Method) + " " + r.Pattern }),
	)(http.HandlerFunc(unmask))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		route := s.Route(r)
		if slices.Contains(s.Quiet, route) {
			next.ServeHTTP(w, r)
			return
		}
		traced.ServeHTTP(w, mask(r, route, next))
	})
}

// masked is what the instrumentation must not see.
type masked struct {
	request *http.Request
	next    http.Handler
}

type maskedKey struct{}

func mask(r *http.Request, route string, next http.Handler) *http.Request {
	shown := r.WithContext(context.WithValue(r.Context(), maskedKey{}, masked{r, next}))
	shown.URL = &url.URL{Path: route}
	shown.Pattern = route
	shown.Method = logging.Method(r.Method)
	shown.Host, shown.RemoteAddr, shown.RequestURI = "", "", ""
	shown.Header = http.Header{}
	if parent := r.Header.Get("Traceparent"); parent != "" {
		shown.Header.Set("Traceparent", parent)
	}
	if state := r.Header.Get("Tracestate"); len(state) <= maxTraceState {
		shown.Header.Set("Tracestate", state)
	}
	return shown
}

// unmask goes on with the real request, in the span's context.
func unmask(w http.ResponseWriter, r *http.Request) {
	hidden, ok := r.Context().Value(maskedKey{}).(masked)
	if !ok {
		panic("a request lost what was masked of it")
	}
	whole := hidden.request.WithContext(r.Context())
	whole.Body = r.Body // counts what is read
	hidden.next.ServeHTTP(w, whole)
}

// spanMethod is what names of spans begin with.
func spanMethod(method string) string {
	if method == logging.OtherMethod {
		return "HTTP"
	}
	return method
}
