// Package rollouttest replaces a service that is under load by another one, as
// ECS does behind a load balancer: the new task is asked until it is ready, the
// old one gets SIGTERM, and is no longer sent requests once it says that it is
// not ready.
package rollouttest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"
)

// probeEvery is the time between two looks at a target, and unhealthyAfter how
// many have to fail.
const (
	probeEvery     = 20 * time.Millisecond
	unhealthyAfter = 2
)

// Balancer sends requests in turn to the targets that say they are ready. It
// tries nothing twice.
type Balancer struct {
	// URL is its own address.
	URL string

	tb     testing.TB
	ready  string
	client *http.Client

	mu      sync.Mutex
	targets []*target
	turn    int
}

type target struct {
	address string
	up      bool
	refused int // probes in a row
}

// NewBalancer starts one that asks its targets at a path whether they are ready.
func NewBalancer(tb testing.TB, ready string) *Balancer {
	tb.Helper()
	b := &Balancer{tb: tb, ready: ready, client: &http.Client{Timeout: 5 * time.Second}}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: b.next()})
		},
		// Go's transport would try a request again on a connection that ended.
		Transport: &http.Transport{DisableKeepAlives: true},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			http.Error(w, r.URL.Host+": "+err.Error(), http.StatusBadGateway)
		},
	}
	server := httptest.NewServer(proxy)
	b.URL = server.URL
	ctx, stop := context.WithCancel(context.Background())
	var probes sync.WaitGroup
	probes.Go(func() {
		for ticks := time.Tick(probeEvery); ctx.Err() == nil; <-ticks {
			b.probe(ctx)
		}
	})
	tb.Cleanup(func() {
		stop()
		probes.Wait()
		server.Close()
	})
	return b
}

// Add tells the balancer of a target, and returns when it is ready.
func (b *Balancer) Add(address string) {
	b.tb.Helper()
	b.mu.Lock()
	b.targets = append(b.targets, &target{address: address})
	b.mu.Unlock()
	for begun := time.Now(); !b.isUp(address); time.Sleep(probeEvery) {
		if time.Since(begun) > patience {
			b.tb.Fatalf("%s is never ready", address)
		}
	}
}

// Remove has the balancer forget a target.
func (b *Balancer) Remove(address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.targets = slices.DeleteFunc(b.targets, func(t *target) bool { return t.address == address })
}

func (b *Balancer) isUp(address string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.ContainsFunc(b.targets, func(t *target) bool { return t.address == address && t.up })
}

// next is the address whose turn it is.
func (b *Balancer) next() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	for range b.targets {
		b.turn++
		if t := b.targets[b.turn%len(b.targets)]; t.up {
			return t.address
		}
	}
	return "no-target.invalid"
}

func (b *Balancer) probe(ctx context.Context) {
	b.mu.Lock()
	targets := slices.Clone(b.targets)
	b.mu.Unlock()
	for _, t := range targets {
		up := b.says(ctx, t.address)
		b.mu.Lock()
		t.refused++
		if up {
			t.refused = 0
		}
		t.up = t.refused == 0 || t.up && t.refused < unhealthyAfter
		b.mu.Unlock()
	}
}

func (b *Balancer) says(ctx context.Context, address string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+b.ready, nil)
	if err != nil {
		return false
	}
	answer, err := b.client.Do(request)
	if err != nil {
		return false
	}
	_ = answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}
