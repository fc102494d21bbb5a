package postgres_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
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
	if err != nil || person.Handle != "nova" {
		t.Errorf("the new account: %+v, %v", person, err)
	}
	if cruds, err := b.CountCruds(t.Context(), sub); err != nil || cruds != 1 {
		t.Errorf("the new account has %d cruds, %v; want 1", cruds, err)
	}
	if err := b.DeleteActivity(t.Context(), sub, made.ID); err != nil {
		t.Errorf("delete as the new account: %v", err)
	}
}
