package accesstoken

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// A caller may decide to fetch, and start only after another's fetch is done.
// That late start must not cost a second request.
func TestLateRefreshDoesNotFetchAgain(t *testing.T) {
	t.Parallel()
	var fetches atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fetches.Add(1)
		w.WriteHeader(http.StatusBadGateway)
	}))
	defer server.Close()
	now := time.Now()
	s := &keySet{url: server.URL, client: server.Client(), now: func() time.Time { return now }}
	for range 3 {
		<-s.refresh(t.Context())
	}
	if got := fetches.Load(); got != 1 {
		t.Errorf("%d fetches, want 1", got)
	}
}
