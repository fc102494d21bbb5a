package telemetrytest

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// Broken is a collector, or a Rollbar, that does not do what it should.
type Broken struct {
	// Name says how it is broken.
	Name string
	// URL is its address.
	URL string

	asked atomic.Int64
}

// Asked is how often somebody turned to it; one that is gone does not know.
func (b *Broken) Asked() int64 { return b.asked.Load() }

// AllBroken are one of each kind, for the time of the test.
func AllBroken(tb testing.TB) []*Broken {
	tb.Helper()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	release := make(chan struct{})
	all := []*Broken{
		{Name: "gone", URL: gone.URL},
		answering(tb, "asks for an hour, 503", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusServiceUnavailable)
		}),
		answering(tb, "asks for an hour, 429", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusTooManyRequests)
		}),
		answering(tb, "answers nonsense", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/x-protobuf")
			_, _ = io.WriteString(w, strings.Repeat("nonsense\n\x1b[2J", 100_000))
		}),
		answering(tb, "cuts off", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }),
		babbling(tb, "babbles", "http://"),
		babbling(tb, "babbles at TLS", "https://"),
		answering(tb, "never answers", func(http.ResponseWriter, *http.Request) { <-release }),
	}
	tb.Cleanup(func() { close(release) }) // before the servers are closed
	return all
}

func answering(tb testing.TB, name string, answer http.HandlerFunc) *Broken {
	tb.Helper()
	b := &Broken{Name: name}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		b.asked.Add(1)
		answer(w, r)
	}))
	server.Config.SetKeepAlivesEnabled(false) // nobody keeps a connection to it, so that those who wait can be counted
	tb.Cleanup(server.Close)
	b.URL = server.URL
	return b
}

// babbling speaks no protocol at all.
func babbling(tb testing.TB, name, scheme string) *Broken {
	tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // nothing is waited for
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = listener.Close() })
	b := &Broken{Name: name, URL: scheme + listener.Addr().String()}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			b.asked.Add(1)
			_, _ = io.WriteString(conn, strings.Repeat("\x16\x03\xff\x00garbage", 10))
			_ = conn.Close()
		}
	}()
	return b
}
