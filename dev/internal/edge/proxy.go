package edge

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"time"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/problem"
)

// CloudFront's waits for an origin.
const (
	connectTimeout  = 5 * time.Second
	responseTimeout = 30 * time.Second
)

// newProxy sends requests to an origin, with the viewer's Host, and turns a
// missing origin into a problem document.
func newProxy(target *url.URL, log *slog.Logger) http.Handler {
	return reverseProxy(log, func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.SetXForwarded()
		r.Out.Host = r.In.Host
	})
}

func reverseProxy(log *slog.Logger, rewrite func(*httputil.ProxyRequest)) *httputil.ReverseProxy {
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			rewrite(r)
			// The standard library drops what it can't read of a query. The
			// origin is to see it, and to refuse it.
			r.Out.URL.RawQuery = r.In.URL.RawQuery
		},
		Transport: &http.Transport{
			DialContext:           (&net.Dialer{Timeout: connectTimeout}).DialContext,
			ResponseHeaderTimeout: responseTimeout,
			MaxIdleConnsPerHost:   64,
			IdleConnTimeout:       60 * time.Second,
			// The answer goes through as the origin made it.
			DisableCompression: true,
		},
		ErrorLog:     slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		ErrorHandler: originFailed,
	}
}

// originFailed answers for an origin that didn't.
func originFailed(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(r.Context().Err(), context.Canceled) {
		problem.Write(w, r, context.Canceled)
		return
	}
	failure := fault.New(fault.Unavailable, "origin_unavailable", "Cruddur is not answering right now. Please try again.")
	problem.Write(w, r, failure.WithCause(err).WithRetryAfter(2*time.Second))
}
