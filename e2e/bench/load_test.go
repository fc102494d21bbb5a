package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestLoadTakesNothingButWhatItExpects(t *testing.T) {
	t.Parallel()
	item := `{"id":"1","message":"\"id\":\"2\""}`
	full := "[" + strings.Repeat(item+",", pageSize-1) + item + "]"
	for _, test := range []struct {
		name   string
		status int
		body   string
		fails  string
	}{
		{"all is well", http.StatusOK, full, ""},
		{"a long answer comes in chunks", http.StatusOK, full + strings.Repeat(" ", 100_000), ""},
		{"not found", http.StatusNotFound, full, "status 404"},
		{"an item is missing", http.StatusOK, strings.Replace(full, item+",", "", 1), "19 items"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var served atomic.Int64
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				served.Add(1)
				if r.URL.Path != "/here" || r.Header.Get("Authorization") != "Bearer token" {
					w.WriteHeader(http.StatusTeapot)
				}
				w.WriteHeader(test.status)
				_, _ = fmt.Fprint(w, test.body)
			}))
			defer server.Close()
			next := func(int, int) []byte { return request(http.MethodGet, "/here", "token", "") }
			got, err := load(t.Context(), server.URL, 2, 50*time.Millisecond, next, expected{http.StatusOK, pageSize})
			switch {
			case test.fails == "" && (err != nil || int64(len(got.latencies)) != served.Load() || got.rate <= 0):
				t.Errorf("%d of %d answers at %v a second, %v", len(got.latencies), served.Load(), got.rate, err)
			case test.fails != "" && (err == nil || !strings.Contains(err.Error(), test.fails)):
				t.Errorf("%v; want %q", err, test.fails)
			}
		})
	}
}
