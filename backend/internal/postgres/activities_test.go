package postgres_test

import (
	"errors"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/platform/fault"
)

func TestCreateActivity(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	for _, ttl := range cruddur.TTLs() {
		made := b.post(t, nova, string(ttl), ttl)
		if life := made.Life.ExpiresAt.Sub(made.CreatedAt); life != ttl.Duration() {
			t.Errorf("%s lives for %s", ttl, life)
		}
		if made.CreatedAt.Location() != time.UTC || made.Author.Handle != "nova" {
			t.Errorf("got %+v", made)
		}
		read, err := b.Activity(t.Context(), made.ID)
		if err != nil || !reflect.DeepEqual(read, made) {
			t.Errorf("read %+v, %v; want %+v", read, err, made)
		}
	}
}

func TestAnActivityIsGoneAtItsEnd(t *testing.T) {
	t.Parallel()
	b := setup(t)
	made := b.post(t, b.person(t, "nova"), "brief", cruddur.TTL1Hour)
	if _, err := b.later(t, 59*time.Minute).Activity(t.Context(), made.ID); err != nil {
		t.Errorf("a minute before: %v", err)
	}
	if _, err := b.later(t, time.Hour).Activity(t.Context(), made.ID); !errors.Is(err, cruddur.ErrActivityNotFound) {
		t.Errorf("at its end: %v, want ErrActivityNotFound", err)
	}
}

func TestIdempotencyKey(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	keyed := func(author cruddur.Person, fingerprint string) cruddur.NewActivity {
		d := draft(author, "once", cruddur.TTL1Hour)
		d.IdempotencyKey, d.Fingerprint = "key-0001", []byte(fingerprint)
		return d
	}
	first, posted, err := b.CreateActivity(t.Context(), keyed(nova, "a"))
	if err != nil || !posted {
		t.Fatalf("posted %v, %v", posted, err)
	}

	t.Run("a repetition finds the first", func(t *testing.T) {
		again, posted, err := b.CreateActivity(t.Context(), keyed(nova, "a"))
		if err != nil || posted || !reflect.DeepEqual(again, first) {
			t.Errorf("got %+v, posted %v, %v", again, posted, err)
		}
	})
	t.Run("another body is refused", func(t *testing.T) {
		_, _, err := b.CreateActivity(t.Context(), keyed(nova, "b"))
		if f := fault.From(err); f.Kind != fault.Invalid || f.Fields[0].Name != "Idempotency-Key" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("keys are each person's own", func(t *testing.T) {
		if _, posted, err := b.CreateActivity(t.Context(), keyed(ziggy, "a")); err != nil || !posted {
			t.Errorf("posted %v, %v", posted, err)
		}
	})
	t.Run("a repetition obeys the rule of reading", func(t *testing.T) {
		_, _, err := b.later(t, 2*time.Hour).CreateActivity(t.Context(), keyed(nova, "a"))
		if !errors.Is(err, cruddur.ErrActivityNotFound) {
			t.Errorf("got %v, want ErrActivityNotFound", err)
		}
	})
	t.Run("also when the crud is purged", func(t *testing.T) {
		later := b.later(t, 2*time.Hour)
		if _, err := later.Purge(t.Context(), "operator", 100); err != nil {
			t.Fatal(err)
		}
		if _, _, err := later.CreateActivity(t.Context(), keyed(nova, "a")); !errors.Is(err, cruddur.ErrActivityNotFound) {
			t.Errorf("got %v, want ErrActivityNotFound", err)
		}
	})
	t.Run("after a day the key is new", func(t *testing.T) {
		if _, posted, err := b.later(t, 25*time.Hour).CreateActivity(t.Context(), keyed(nova, "b")); err != nil || !posted {
			t.Errorf("posted %v, %v", posted, err)
		}
	})
}

func TestOneKeyPostsOnceUnderARace(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	var posts atomic.Int32
	var ids sync.Map
	var wait sync.WaitGroup
	for range 16 {
		wait.Go(func() {
			d := draft(nova, "double click", cruddur.TTL1Hour)
			d.IdempotencyKey, d.Fingerprint = "key-0001", []byte("same")
			made, posted, err := b.CreateActivity(t.Context(), d)
			if err != nil {
				t.Error(err)
				return
			}
			if posted {
				posts.Add(1)
			}
			ids.Store(made.ID, true)
		})
	}
	wait.Wait()
	distinct := 0
	ids.Range(func(any, any) bool { distinct++; return true })
	if posts.Load() != 1 || distinct != 1 || b.count(t, "SELECT count(*) FROM activities") != 1 {
		t.Errorf("%d posts and %d ids, want one of each", posts.Load(), distinct)
	}
}

// A refused post must leave nothing behind, its key included: the next try with
// the same key has to post.
func TestAFailedPostLeavesNoKey(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	d := draft(nova, "", cruddur.TTL1Hour) // the table refuses an empty text
	d.IdempotencyKey, d.Fingerprint = "key-0001", []byte("a")
	if _, _, err := b.CreateActivity(t.Context(), d); err == nil {
		t.Fatal("an empty text was stored")
	}
	d.Message = "not empty"
	if _, posted, err := b.CreateActivity(t.Context(), d); err != nil || !posted {
		t.Errorf("posted %v, %v", posted, err)
	}
}

func TestDeleteActivity(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	made := b.post(t, nova, "regret", cruddur.TTL1Hour)
	if err := b.DeleteActivity(t.Context(), ziggy.Sub, made.ID); !errors.Is(err, cruddur.ErrNotAuthor) {
		t.Errorf("somebody else's: %v, want ErrNotAuthor", err)
	}
	if err := b.later(t, 2*time.Hour).DeleteActivity(t.Context(), nova.Sub, made.ID); !errors.Is(err, cruddur.ErrActivityNotFound) {
		t.Errorf("an expired one: %v, want ErrActivityNotFound", err)
	}
	if err := b.DeleteActivity(t.Context(), nova.Sub, made.ID); err != nil {
		t.Errorf("one's own: %v", err)
	}
	for _, id := range []uuid.UUID{made.ID, uuid.New()} {
		if err := b.DeleteActivity(t.Context(), nova.Sub, id); !errors.Is(err, cruddur.ErrActivityNotFound) {
			t.Errorf("one that is not there: %v, want ErrActivityNotFound", err)
		}
	}
}
