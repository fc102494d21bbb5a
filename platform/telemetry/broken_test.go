package telemetry_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"runtime"
	"testing"
	"time"

	"go.opentelemetry.io/otel"

	"github.com/cruddur/cruddur/platform/telemetry"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

func spans(t *testing.T, many int) {
	t.Helper()
	for range many {
		_, span := otel.GetTracerProvider().Tracer("test").Start(t.Context(), "span")
		span.End()
	}
}

// However a collector is broken: requests are answered while it is at its worst,
// the end comes when it is told to, and nothing is left behind.
func TestBrokenCollectorsCostNothing(t *testing.T) {
	for _, collector := range telemetrytest.AllBroken(t) {
		t.Run(collector.Name, func(t *testing.T) {
			before := runtime.NumGoroutine()
			shutdown := start(t, func(s *telemetry.Settings) { s.Endpoint = collector.URL })
			server := served(t, func(http.ResponseWriter, *http.Request) {})
			spans(t, 600) // fills a batch, which is then sent
			until(t, "asked", func() bool { return collector.Asked() > 0 || collector.Name == "gone" })
			spans(t, 5000) // more than the queue holds
			for range 20 {
				if status := ask(t, "GET", server.URL+"/api/users/zuzka"); status != 200 {
					t.Errorf("status %d", status)
				}
			}
			ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
			defer cancel()
			ended := make(chan struct{})
			go func() {
				_ = shutdown(ctx)
				close(ended)
			}()
			select {
			case <-ended:
			case <-time.After(patience):
				t.Fatal("the end does not come")
			}
			if collector.Name == "never answers" {
				return // what waits for it ends with it, or after ten seconds
			}
			server.Close()
			http.DefaultClient.CloseIdleConnections()
			until(t, "as few goroutines as before", func() bool { return runtime.NumGoroutine() <= before+2 })
		})
	}
}

func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for begun := time.Now(); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Since(begun) > 2*patience {
			buffer := make([]byte, 1<<16)
			t.Fatalf("never %s\n%s", what, buffer[:runtime.Stack(buffer, true)])
		}
	}
}

// What is held for a collector that hangs is bounded: when it goes on, it gets
// what fits into the queue and into what was on its way, and no more.
func TestWhatIsHeldForACollector(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	address, err := url.Parse(receiver.URL)
	if err != nil {
		t.Fatal(err)
	}
	hung, release := make(chan struct{}, 100), make(chan struct{})
	proxy := httputil.NewSingleHostReverseProxy(address)
	collector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hung <- struct{}{}
		<-release
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(collector.Close)
	shutdown := start(t, func(s *telemetry.Settings) { s.Endpoint = collector.URL })
	spans(t, 600)
	<-hung
	const many = 50_000
	spans(t, many)
	close(release)
	deliver(t, shutdown)
	// The SDK's queue, and batches on both its ends.
	if got := len(receiver.Spans()); got == 0 || got > 2048+3*512 {
		t.Errorf("%d of %d spans were held", got, many)
	}
}
