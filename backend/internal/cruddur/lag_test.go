package cruddur_test

import (
	"testing"
	"time"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

func TestLagQuantiles(t *testing.T) {
	t.Parallel()
	counts := cruddur.NewLagCounts()
	if q := counts.Quantile(0.5, 0); q != 0 || counts.Total() != 0 {
		t.Errorf("of nothing: %s", q)
	}
	longest := 200 * time.Hour
	for range 98 {
		counts.Add(2500 * time.Millisecond)
	}
	counts.Add(time.Second)
	counts.Add(longest)
	for q, want := range map[float64]time.Duration{0: time.Second, 0.01: time.Second, 0.5: 3 * time.Second, 0.99: 3 * time.Second, 1: longest} {
		if got := counts.Quantile(q, longest); got != want {
			t.Errorf("quantile %v is %s, want %s", q, got, want)
		}
	}
	// A bound is never said to be longer than what was ever measured.
	if got := counts.Quantile(0.5, 2600*time.Millisecond); got != 2600*time.Millisecond {
		t.Errorf("got %s", got)
	}
}
