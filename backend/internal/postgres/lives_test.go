package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
)

func TestChangeLife(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	root := b.post(t, nova, "root", cruddur.TTL1Hour)
	reply := b.reply(t, nova, root.ID, "reply")

	half := b.later(t, 30*time.Minute)
	longer, err := half.ChangeLife(t.Context(), nova.Sub, root.ID, cruddur.TTL1Day)
	if err != nil {
		t.Fatal(err)
	}
	if life := longer.Life.ExpiresAt.Sub(longer.Life.StartsAt); life != 24*time.Hour {
		t.Errorf("the new life is %s", life)
	}
	if begins := longer.Life.StartsAt.Sub(longer.CreatedAt); begins < 30*time.Minute || begins > 31*time.Minute {
		t.Errorf("it begins %s after the crud was posted", begins)
	}
	for _, id := range []uuid.UUID{root.ID, reply.ID} {
		found, err := b.later(t, 2*time.Hour).Activity(t.Context(), id)
		if err != nil || found.Life != longer.Life {
			t.Errorf("after the first end: %+v, %v", found.Life, err)
		}
	}
	lives, err := half.Lives(t.Context(), []uuid.UUID{root.ID, reply.ID, uuid.New()})
	if err != nil || len(lives) != 2 || lives[0].Life != longer.Life || lives[1].Life != longer.Life {
		t.Errorf("lives: %+v, %v", lives, err)
	}
	shorter, err := half.ChangeLife(t.Context(), nova.Sub, root.ID, cruddur.TTL1Hour)
	if err != nil || !shorter.Life.ExpiresAt.Before(longer.Life.ExpiresAt) {
		t.Errorf("shortened: %+v, %v", shorter.Life, err)
	}
	// A life counts from its choice, so it may be chosen again and again.
	for day := range 3 {
		at := time.Duration(day)*29*24*time.Hour + 45*time.Minute
		if _, err := b.later(t, at).ChangeLife(t.Context(), nova.Sub, root.ID, cruddur.TTL30Days); err != nil {
			t.Errorf("the %d. month: %v", day+1, err)
		}
	}
}

func TestBurnAndSpare(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	root := b.post(t, nova, "root", cruddur.TTL1Day)
	reply := b.reply(t, nova, root.ID, "reply")

	burning, err := b.BurnActivity(t.Context(), nova.Sub, root.ID)
	if err != nil {
		t.Fatal(err)
	}
	if left := time.Until(burning.Life.ExpiresAt); left > cruddur.Fuse || left < cruddur.Fuse-5*time.Second {
		t.Errorf("it burns for %s, want %s", left, cruddur.Fuse)
	}
	again, err := b.later(t, 3*time.Second).BurnActivity(t.Context(), nova.Sub, root.ID)
	if err != nil || again.Life != burning.Life {
		t.Errorf("burned again: %+v, %v; want the same end", again.Life, err)
	}
	spared, err := b.SpareActivity(t.Context(), nova.Sub, root.ID)
	if err != nil || spared.Life != root.Life {
		t.Errorf("spared: %+v, %v; want the life it had", spared.Life, err)
	}
	if _, err := b.SpareActivity(t.Context(), nova.Sub, root.ID); !errors.Is(err, cruddur.ErrNotBurning) {
		t.Errorf("spared again: %v", err)
	}

	if _, err := b.BurnActivity(t.Context(), nova.Sub, root.ID); err != nil {
		t.Fatal(err)
	}
	chosen, err := b.ChangeLife(t.Context(), nova.Sub, root.ID, cruddur.TTL1Hour)
	if err != nil || time.Until(chosen.Life.ExpiresAt) < 59*time.Minute {
		t.Errorf("a new life for a burning crud: %+v, %v", chosen.Life, err)
	}
	if _, err := b.SpareActivity(t.Context(), nova.Sub, root.ID); !errors.Is(err, cruddur.ErrNotBurning) {
		t.Errorf("there is nothing to take back then: %v", err)
	}

	if _, err := b.BurnActivity(t.Context(), nova.Sub, root.ID); err != nil {
		t.Fatal(err)
	}
	after := b.later(t, cruddur.Fuse+time.Second)
	for _, id := range []uuid.UUID{root.ID, reply.ID} {
		if _, err := after.Activity(t.Context(), id); !errors.Is(err, cruddur.ErrActivityNotFound) {
			t.Errorf("burned: %v", err)
		}
	}
	if _, err := after.SpareActivity(t.Context(), nova.Sub, root.ID); !errors.Is(err, cruddur.ErrActivityNotFound) {
		t.Errorf("too late to spare: %v", err)
	}
}

// The last seconds of a life are not made longer by burning.
func TestBurningNeverExtends(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	root := b.post(t, nova, "root", cruddur.TTL1Hour)
	burning, err := b.later(t, time.Hour-5*time.Second).BurnActivity(t.Context(), nova.Sub, root.ID)
	if err != nil || burning.Life != root.Life {
		t.Errorf("got %+v, %v; want %+v", burning.Life, err, root.Life)
	}
}

func TestLifeRefusals(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	root := b.post(t, nova, "root", cruddur.TTL1Hour)
	reply := b.reply(t, nova, root.ID, "reply")
	changes := map[string]func(*postgres.Store, context.Context, uuid.UUID, uuid.UUID) error{
		"change": func(s *postgres.Store, ctx context.Context, by, id uuid.UUID) error {
			_, err := s.ChangeLife(ctx, by, id, cruddur.TTL1Day)
			return err
		},
		"burn": func(s *postgres.Store, ctx context.Context, by, id uuid.UUID) error {
			_, err := s.BurnActivity(ctx, by, id)
			return err
		},
		"spare": func(s *postgres.Store, ctx context.Context, by, id uuid.UUID) error {
			_, err := s.SpareActivity(ctx, by, id)
			return err
		},
	}
	later := b.later(t, time.Hour)
	for name, change := range changes {
		if err := change(b.Store, t.Context(), ziggy.Sub, root.ID); !errors.Is(err, cruddur.ErrNotAuthor) {
			t.Errorf("%s somebody else's: %v", name, err)
		}
		if err := change(b.Store, t.Context(), nova.Sub, reply.ID); !errors.Is(err, cruddur.ErrLifeOfRoot) {
			t.Errorf("%s a reply: %v", name, err)
		}
		if err := change(later, t.Context(), nova.Sub, root.ID); !errors.Is(err, cruddur.ErrActivityNotFound) {
			t.Errorf("%s what has expired: %v", name, err)
		}
		if err := change(b.Store, t.Context(), nova.Sub, uuid.New()); !errors.Is(err, cruddur.ErrActivityNotFound) {
			t.Errorf("%s what never was: %v", name, err)
		}
	}
	if found, err := b.Activity(t.Context(), root.ID); err != nil || found.Life != root.Life {
		t.Errorf("the life changed all the same: %+v, %v", found.Life, err)
	}
}
