package postgres_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
)

func TestRelinkAccountKeepsWhatAPersonHas(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	d := draft(nova, "mine", cruddur.TTL1Hour)
	d.IdempotencyKey, d.Fingerprint = "key-0001", []byte("a")
	made, _, err := b.CreateActivity(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	sub := uuid.New()
	if relinked, err := b.RelinkAccount(t.Context(), "NOVA", sub); err != nil || !relinked {
		t.Fatalf("relinked %v, %v", relinked, err)
	}
	if relinked, err := b.RelinkAccount(t.Context(), "nova", sub); err != nil || relinked {
		t.Errorf("again: relinked %v, %v", relinked, err)
	}
	if relinked, err := b.RelinkAccount(t.Context(), "missing", uuid.New()); err != nil || relinked {
		t.Errorf("nobody: relinked %v, %v", relinked, err)
	}
	if _, err := b.PersonBySub(t.Context(), nova.Sub); !errors.Is(err, cruddur.ErrPersonUnknown) {
		t.Errorf("the old account: %v", err)
	}
	person, err := b.PersonBySub(t.Context(), sub)
	if err != nil || person.Handle != "nova" || person.CrudsCount != 1 {
		t.Errorf("the new account: %+v, %v", person, err)
	}
	if err := b.DeleteActivity(t.Context(), sub, made.ID); err != nil {
		t.Errorf("delete as the new account: %v", err)
	}
}

func TestSeed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	person := postgres.SeededPerson{
		Person: cruddur.Person{Sub: uuid.New(), Handle: "seedy", DisplayName: "Seedy", DefaultTTL: cruddur.TTL1Day},
		Joined: 31 * 24 * time.Hour,
		Cruds: []postgres.SeededActivity{
			{Message: "alive", Age: time.Minute, TTL: cruddur.TTL1Hour},
			{Message: "expired", Age: 2 * time.Hour, TTL: cruddur.TTL1Hour},
		},
	}
	seed := func(store *postgres.Store, want bool) {
		t.Helper()
		if seeded, err := store.Seed(t.Context(), person); err != nil || seeded != want {
			t.Errorf("seeded %v, %v; want %v", seeded, err, want)
		}
	}
	seed(b.Store, true)
	seed(b.Store, false)
	if found, err := b.PersonByHandle(t.Context(), "seedy"); err != nil || found.CrudsCount != 1 {
		t.Errorf("%d living cruds, %v; want 1", found.CrudsCount, err)
	}
	links, err := b.AccountLinks(t.Context())
	if err != nil || len(links) != 1 || !links[0].Seeded || links[0].Handle != "seedy" {
		t.Errorf("got %+v, %v", links, err)
	}
	seed(b.later(t, time.Hour), true) // everything of theirs has burned
	genuine := b.person(t, "genuine")
	person.Handle, person.Sub = genuine.Handle, uuid.New()
	seed(b.Store, false) // a real person is never given cruds
}
