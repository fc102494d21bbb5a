package live_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/messaging/internal/live/livetest"
)

var (
	noon  = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	nova  = uuid.New()
	ziggy = uuid.New()
	group = uuid.New()
)

// bundle is a pusher on memory, with two windows of nova's and one of ziggy's.
type bundle struct {
	*live.Pusher
	registry *livetest.Registry
	gateway  *livetest.Gateway
}

func setup(t *testing.T) *bundle {
	t.Helper()
	b := &bundle{registry: &livetest.Registry{}, gateway: &livetest.Gateway{}}
	b.Pusher = live.NewPusher(b.registry, b.gateway, func() time.Time { return noon })
	b.open(t, nova, "n1", noon.Add(time.Minute))
	b.open(t, nova, "n2", noon.Add(time.Minute))
	b.open(t, ziggy, "z1", noon.Add(time.Minute))
	return b
}

func (b *bundle) open(t *testing.T, person uuid.UUID, id string, expires time.Time) {
	t.Helper()
	c := live.Connection{Person: person, ID: id, OpenedAt: noon, TokenExpires: expires}
	if err := b.registry.Add(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

func TestEveryWindowIsTold(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if err := b.Push(t.Context(), []uuid.UUID{nova, ziggy, uuid.New()}, live.GroupChanged(group)); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"n1", "n2", "z1"} {
		if got := b.gateway.Frames(id); len(got) != 1 || got[0].Type != live.TypeGroupChanged || *got[0].GroupID != group {
			t.Errorf("%s was told %+v", id, got)
		}
	}
}

func TestAWindowHearsThingsInOrder(t *testing.T) {
	t.Parallel()
	b := setup(t)
	batch := b.Batch()
	for i := range 50 {
		batch.Push(t.Context(), []uuid.UUID{nova, ziggy}, live.Typing(group, fmt.Sprint(i)))
	}
	if err := batch.Wait(); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"n1", "n2", "z1"} {
		frames := b.gateway.Frames(id)
		if len(frames) != 50 || !slices.IsSortedFunc(frames, func(a, b live.Frame) int { return len(a.Handle) - len(b.Handle) }) {
			t.Fatalf("%s was told %d frames: %+v", id, len(frames), frames)
		}
		for i, frame := range frames {
			if frame.Handle != fmt.Sprint(i) {
				t.Fatalf("%s: frame %d is %s", id, i, frame.Handle)
			}
		}
	}
}

func TestWhoIsGoneIsForgotten(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.gateway.Fault = func(_ context.Context, _, id string) error {
		if id == "n1" {
			return live.ErrGone
		}
		return nil
	}
	if err := b.Push(t.Context(), []uuid.UUID{nova, ziggy}, live.GroupChanged(group)); err != nil {
		t.Fatal(err)
	}
	if got := b.registry.IDs(); !slices.Equal(got, []string{"n2", "z1"}) {
		t.Errorf("left are %v", got)
	}
	if len(b.gateway.Types("n2")) != 1 || len(b.gateway.Types("z1")) != 1 {
		t.Error("the others were not told")
	}
}

func TestAfterTheTokenNothingIsPushed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.open(t, nova, "old", noon)
	for range 2 {
		batch := b.Batch()
		batch.Push(t.Context(), []uuid.UUID{nova}, live.GroupChanged(group))
		batch.Push(t.Context(), []uuid.UUID{nova}, live.GroupChanged(group))
		if err := batch.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	if got := b.gateway.Types("old"); !slices.Equal(got, []live.Type{live.TypeAuthExpired}) {
		t.Errorf("it was told %v", got)
	}
	if !slices.Equal(b.gateway.Deleted(), []string{"old"}) || slices.Contains(b.registry.IDs(), "old") {
		t.Errorf("deleted are %v, left %v", b.gateway.Deleted(), b.registry.IDs())
	}
	if got := len(b.gateway.Types("n1")); got != 4 {
		t.Errorf("the other window got %d frames", got)
	}
}

// Two Lambdas meet an expired connection at the same time.
func TestTheEndIsToldOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.open(t, nova, "old", noon)
	done := make(chan error)
	for range 8 {
		go func() { done <- b.Push(t.Context(), []uuid.UUID{nova}, live.GroupChanged(group)) }()
	}
	for range 8 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if got := b.gateway.Types("old"); !slices.Equal(got, []live.Type{live.TypeAuthExpired}) {
		t.Errorf("it was told %v", got)
	}
}

func TestABusyGatewayIsTriedAgain(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var calls atomic.Int32
	b.gateway.Fault = func(context.Context, string, string) error {
		if calls.Add(1) < 3 {
			return live.ErrBusy
		}
		return nil
	}
	b.Patience = time.Minute
	if err := b.Push(t.Context(), []uuid.UUID{ziggy}, live.GroupChanged(group)); err != nil {
		t.Fatal(err)
	}
	if len(b.gateway.Types("z1")) != 1 || calls.Load() != 3 {
		t.Errorf("%d calls, told %v", calls.Load(), b.gateway.Types("z1"))
	}
}

func TestAGatewayThatStaysBusyIsGivenUp(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.gateway.Fault = func(context.Context, string, string) error { return live.ErrBusy }
	if err := b.Push(t.Context(), []uuid.UUID{ziggy}, live.GroupChanged(group)); err != nil {
		t.Fatal(err)
	}
	if got := b.registry.IDs(); len(got) != 3 {
		t.Errorf("a busy gateway is no reason to forget anybody: %v", got)
	}
}

// n1 never answers. The others don't wait for it, and after its patience is over
// it gets nothing more of this batch.
func TestASlowWindowHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var slow atomic.Int32
	hanging, told := make(chan string, 100), make(chan string, 100)
	b.gateway.Fault = func(ctx context.Context, _, id string) error {
		if id == "n1" {
			slow.Add(1)
			hanging <- id
			<-ctx.Done()
			return ctx.Err()
		}
		told <- id
		return nil
	}
	ctx, cancel := context.WithCancel(t.Context())
	b.Patience = time.Hour
	batch := b.Batch()
	for range 5 {
		batch.Push(ctx, []uuid.UUID{nova, ziggy}, live.GroupChanged(group))
	}
	<-hanging
	for range 10 {
		<-told // all that n2 and z1 get, while n1 hangs
	}
	cancel()
	if err := batch.Wait(); err != nil {
		t.Fatal(err)
	}
	if slow.Load() != 1 {
		t.Errorf("the slow one was tried %d times", slow.Load())
	}
}

func TestAFailingRegistryIsReported(t *testing.T) {
	t.Parallel()
	b := setup(t)
	down := errors.New("down")
	b.registry.Before = func(string) error { return down }
	if err := b.Push(t.Context(), []uuid.UUID{nova}, live.GroupChanged(group)); !errors.Is(err, down) {
		t.Errorf("got %v", err)
	}
}

// The connection was forgotten, although that seemed to fail: nobody tells it
// any more, but its next ping will.
func TestForgettingMayFail(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(*livetest.Registry, func(string) error){
		"it failed":                 func(r *livetest.Registry, f func(string) error) { r.Before = f },
		"it failed but took effect": func(r *livetest.Registry, f func(string) error) { r.After = f },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.open(t, ziggy, "old", noon)
			fail(b.registry, func(call string) error {
				if call == "remove" {
					return errors.New("lost")
				}
				return nil
			})
			if err := b.Push(t.Context(), []uuid.UUID{ziggy}, live.GroupChanged(group)); err != nil {
				t.Fatal(err)
			}
			if len(b.gateway.Types("z1")) != 1 || slices.Contains(b.gateway.Types("old"), live.TypeGroupChanged) {
				t.Errorf("told %v and %v", b.gateway.Types("z1"), b.gateway.Types("old"))
			}
		})
	}
}
