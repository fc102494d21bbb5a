package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

func TestPeopleBySubs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, troll := b.person(t, "nova"), b.person(t, "troll")
	b.person(t, "other")
	if _, _, err := b.Suspend(t.Context(), "troll", "spam"); err != nil {
		t.Fatal(err)
	}
	found, err := b.PeopleBySubs(t.Context(), []uuid.UUID{nova.Sub, troll.Sub, nova.Sub, uuid.New()})
	if err != nil || len(found) != 2 {
		t.Fatalf("got %+v, %v", found, err)
	}
	slices.SortFunc(found, func(a, b cruddur.Person) int { return strings.Compare(a.Handle, b.Handle) })
	if found[0].Sub != nova.Sub || found[1].Sub != troll.Sub || found[0].SuspendedAt != nil || found[1].SuspendedAt == nil {
		t.Errorf("got %+v", found)
	}
	if found, err := b.PeopleBySubs(t.Context(), nil); err != nil || len(found) != 0 {
		t.Errorf("of nobody: %+v, %v", found, err)
	}
}
