package postgres_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

func TestAddPersonIsIdempotent(t *testing.T) {
	t.Parallel()
	b := setup(t)
	account := cruddur.Account{Sub: uuid.New(), Handle: "nova", DisplayName: "Nova"}
	var wait sync.WaitGroup
	for range 8 { // the first page of the site makes several calls at once
		wait.Go(func() {
			person, err := b.AddPerson(t.Context(), account)
			if err != nil || person.Handle != "nova" || person.DefaultTTL != cruddur.DefaultTTL {
				t.Errorf("got %+v, %v", person, err)
			}
		})
	}
	wait.Wait()
	if n := b.count(t, "SELECT count(*) FROM users"); n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
}

func TestAddPersonRefusesATakenHandle(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person(t, "Nova")
	_, err := b.AddPerson(t.Context(), cruddur.Account{Sub: uuid.New(), Handle: "nOVA", DisplayName: "Other"})
	if !errors.Is(err, cruddur.ErrHandleTaken) {
		t.Errorf("got %v, want ErrHandleTaken", err)
	}
	taken, err := b.HandleTaken(t.Context(), "NOVA")
	if err != nil || !taken {
		t.Errorf("HandleTaken: %v, %v", taken, err)
	}
	if taken, err := b.HandleTaken(t.Context(), "ziggy"); err != nil || taken {
		t.Errorf("HandleTaken of a free one: %v, %v", taken, err)
	}
}

func TestProfile(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "Nova")
	b.post(t, nova, "one", cruddur.TTL1Hour)
	b.post(t, nova, "two", cruddur.TTL1Day)
	found, err := b.Profile(t.Context(), uuid.Nil, "nova")
	if err != nil || found.Sub != nova.Sub || found.CrudsCount != 2 {
		t.Errorf("got %+v, %v", found, err)
	}
	found, err = b.later(t, 2*cruddur.TTL1Hour.Duration()).Profile(t.Context(), uuid.Nil, "nova")
	if err != nil || found.CrudsCount != 1 {
		t.Errorf("two hours later: %d cruds, %v; want 1", found.CrudsCount, err)
	}
	if _, err := b.Profile(t.Context(), uuid.Nil, "nobody_"); !errors.Is(err, cruddur.ErrUserNotFound) {
		t.Errorf("got %v, want ErrUserNotFound", err)
	}
	if _, err := b.PersonBySub(t.Context(), uuid.New()); !errors.Is(err, cruddur.ErrPersonUnknown) {
		t.Errorf("got %v, want ErrPersonUnknown", err)
	}
}

func TestUpdateProfile(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	bio, ttl := "  e\u0301toile\r\n", cruddur.TTL3Days
	got, err := b.UpdateProfile(t.Context(), nova.Sub, cruddur.ProfileChange{Bio: &bio, DefaultTTL: &ttl})
	if err != nil {
		t.Fatal(err)
	}
	if got.Bio != "\u00e9toile" || got.DefaultTTL != ttl || got.DisplayName != nova.DisplayName {
		t.Errorf("got %+v", got)
	}
	cleared := ""
	got, err = b.UpdateProfile(t.Context(), nova.Sub, cruddur.ProfileChange{Bio: &cleared})
	if err != nil || got.Bio != "" || got.DefaultTTL != ttl {
		t.Errorf("got %+v, %v", got, err)
	}
	if !strings.HasPrefix(bio, "  ") {
		t.Error("the caller's text was changed")
	}
	if _, err := b.UpdateProfile(t.Context(), uuid.New(), cruddur.ProfileChange{Bio: &cleared}); !errors.Is(err, cruddur.ErrPersonUnknown) {
		t.Errorf("nobody's profile: %v", err)
	}
}
