package telemetry

import (
	"context"
	"net/http"
	"net/url"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
)

// Transport traces requests to other services and tells them of the trace. As
// for servers, the instrumentation sees neither path nor query nor headers.
func Transport(base http.RoundTripper) http.RoundTripper {
	if !On() {
		return base
	}
	return discreetTransport{otelhttp.NewTransport(unmaskingTransport{base})}
}

type discreetTransport struct{ traced http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (t discreetTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	shown := r.WithContext(context.WithValue(r.Context(), maskedKey{}, r))
	shown.URL = &url.URL{Scheme: r.URL.Scheme, Host: r.URL.Host}
	shown.Header = http.Header{}
	return t.traced.RoundTrip(shown)
}

type unmaskingTransport struct{ base http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (t unmaskingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	hidden, ok := r.Context().Value(maskedKey{}).(*http.Request)
	if !ok {
		return t.base.RoundTrip(r)
	}
	whole := hidden.Clone(r.Context())
	whole.Body = r.Body // counts what is sent
	for _, name := range []string{"Traceparent", "Tracestate"} {
		if value := r.Header.Get(name); value != "" {
			whole.Header.Set(name, value)
		}
	}
	return t.base.RoundTrip(whole)
}
