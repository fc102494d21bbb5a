package postgres_test

import (
	"sync"
	"testing"

	"github.com/cruddur/cruddur/backend/internal/postgres"
)

func TestMigrationsGoDownAndUpAgain(t *testing.T) {
	t.Parallel()
	b := setup(t)
	migrator := newMigrator(t, b)
	steps := len(postgres.MigrationTexts())
	for range steps {
		if _, err := migrator.Down(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Ready(t.Context()); err == nil {
		t.Error("ready without a schema")
	}
	status, err := migrator.Status(t.Context())
	if err != nil || len(status) != steps || status[0].Applied {
		t.Errorf("got %+v, %v", status, err)
	}
	applied, err := migrator.Up(t.Context())
	if err != nil || len(applied) != steps {
		t.Fatalf("applied %d of %d, %v", len(applied), steps, err)
	}
	if err := b.Ready(t.Context()); err != nil {
		t.Errorf("not ready: %v", err)
	}
}

func TestMigratorsTakeTurns(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first := newMigrator(t, b)
	for range postgres.MigrationTexts() {
		if _, err := first.Down(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var wait sync.WaitGroup
	for range 3 {
		migrator := newMigrator(t, b)
		wait.Go(func() {
			if _, err := migrator.Up(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func newMigrator(t *testing.T, b *bundle) *postgres.Migrator {
	t.Helper()
	migrator, err := postgres.NewMigrator(b.database.Pool(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := migrator.Close(); err != nil {
			t.Error(err)
		}
	})
	return migrator
}
