package livetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/live"
)

// Store is a registry with all that is asked of it.
type Store interface {
	live.Registry
	Add(ctx context.Context, c live.Connection) error
	CountFrame(ctx context.Context, person uuid.UUID, id string) error
}

var _ Store = (*Registry)(nil)

// TestStore holds a registry to what its users rely on. The store's clock is now.
func TestStore(t *testing.T, store Store, now time.Time) {
	t.Helper()
	t.Run("connections are listed, the oldest first", func(t *testing.T) {
		t.Parallel()
		testListed(t, store, now)
	})
	t.Run("a connection is removed once", func(t *testing.T) {
		t.Parallel()
		testRemoved(t, store, now)
	})
	t.Run("frames are counted", func(t *testing.T) {
		t.Parallel()
		testCounted(t, store, now)
	})
}

func add(t *testing.T, store Store, person uuid.UUID, id string, opened time.Time) live.Connection {
	t.Helper()
	c := live.Connection{Person: person, ID: id, OpenedAt: opened, TokenExpires: opened.Add(15 * time.Minute).Truncate(time.Second)}
	if err := store.Add(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	return c
}

func testListed(t *testing.T, store Store, now time.Time) {
	t.Helper()
	person := uuid.New()
	newer := add(t, store, person, "a=", now)
	older := add(t, store, person, "z=", now.Add(-time.Second))
	add(t, store, uuid.New(), "m=", now)
	got, err := store.Of(t.Context(), person)
	if err != nil || len(got) != 2 || got[0] != older || got[1] != newer {
		t.Errorf("got %+v, %v, want %+v, %+v", got, err, older, newer)
	}
	if got, err := store.Of(t.Context(), uuid.New()); err != nil || len(got) != 0 {
		t.Errorf("nobody has %+v, %v", got, err)
	}
}

func testRemoved(t *testing.T, store Store, now time.Time) {
	t.Helper()
	person := uuid.New()
	add(t, store, person, "a=", now)
	for _, step := range []struct {
		id   string
		want bool
	}{{"b=", false}, {"a=", true}, {"a=", false}} {
		if removed, err := store.Remove(t.Context(), person, step.id); err != nil || removed != step.want {
			t.Errorf("%s: %t, %v", step.id, removed, err)
		}
	}
	if got, err := store.Of(t.Context(), person); err != nil || len(got) != 0 {
		t.Errorf("left are %+v, %v", got, err)
	}
}

func testCounted(t *testing.T, store Store, now time.Time) {
	t.Helper()
	person := uuid.New()
	if err := store.CountFrame(t.Context(), person, "a="); !errors.Is(err, live.ErrUnknown) {
		t.Errorf("of no connection: %v", err)
	}
	if got, err := store.Of(t.Context(), person); err != nil || len(got) != 0 {
		t.Errorf("counting made %+v, %v", got, err)
	}
	add(t, store, person, "a=", now)
	for counted := 0; ; counted++ {
		err := store.CountFrame(t.Context(), person, "a=")
		if err == nil && counted < live.MaxFramesPerMinute {
			continue
		}
		// A call whose answer gets lost is made again, and counts twice.
		if !errors.Is(err, live.ErrTooManyFrames) || counted < live.MaxFramesPerMinute/2 {
			t.Errorf("after %d frames: %v", counted, err)
		}
		return
	}
}
