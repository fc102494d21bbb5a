package flood_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/flood"
)

func TestLimiter(t *testing.T) {
	t.Parallel()
	limiter, now := flood.New(3, time.Second), time.Now()
	nova, ziggy := uuid.New(), uuid.New()
	for i := range 3 {
		if wait := limiter.Allow(nova, now); wait != 0 {
			t.Fatalf("act %d has to wait %v", i, wait)
		}
	}
	for range 5 { // being sent away costs nothing
		if wait := limiter.Allow(nova, now); wait <= 0 || wait > time.Second {
			t.Fatalf("the fourth waits %v", wait)
		}
	}
	if wait := limiter.Allow(ziggy, now); wait != 0 {
		t.Errorf("somebody else waits %v", wait)
	}
	now = now.Add(time.Second)
	if wait := limiter.Allow(nova, now); wait != 0 {
		t.Errorf("a second later, %v", wait)
	}
	if wait := limiter.Allow(nova, now); wait == 0 {
		t.Error("one more than a second gives")
	}
}

func TestLimiterForgetsTheQuiet(t *testing.T) {
	t.Parallel()
	limiter, now := flood.New(1, time.Minute), time.Now()
	busy := uuid.New()
	for range 20_000 {
		limiter.Allow(uuid.New(), now)
		now = now.Add(time.Second)
	}
	limiter.Allow(busy, now)
	limiter.Allow(uuid.New(), now)
	if limiter.Allow(busy, now) == 0 {
		t.Error("somebody busy was forgotten")
	}
}
