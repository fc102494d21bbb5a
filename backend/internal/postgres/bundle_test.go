package postgres_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
)

// bundle is a database of the test's own and a store on it.
type bundle struct {
	*postgres.Store
	database postgrestest.Database
	pool     *pgxpool.Pool
}

func setup(t *testing.T) *bundle {
	t.Helper()
	database := postgrestest.New(t)
	pool := database.Pool(t)
	return &bundle{Store: postgres.NewStore(pool), database: database, pool: pool}
}

// later is the same store at a later time.
func (b *bundle) later(t *testing.T, offset time.Duration) *postgres.Store {
	t.Helper()
	return postgres.NewStore(b.database.PoolAt(t, offset))
}

func (b *bundle) person(t *testing.T, handle string) cruddur.Person {
	t.Helper()
	person, err := b.AddPerson(t.Context(), cruddur.Account{Sub: uuid.New(), Handle: handle, DisplayName: handle})
	if err != nil {
		t.Fatal(err)
	}
	return person
}

func (b *bundle) post(t *testing.T, author cruddur.Person, message string, ttl cruddur.TTL) cruddur.Activity {
	t.Helper()
	made, posted, err := b.CreateActivity(t.Context(), draft(author, message, ttl))
	if err != nil || !posted {
		t.Fatalf("post %q: posted %v, %v", message, posted, err)
	}
	return made
}

func draft(author cruddur.Person, message string, ttl cruddur.TTL) cruddur.NewActivity {
	return cruddur.NewActivity{ID: uuid.Must(uuid.NewV7()), Author: author.Sub, Message: message, TTL: ttl}
}

func (b *bundle) count(t *testing.T, query string) int {
	t.Helper()
	var n int
	if err := b.pool.QueryRow(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
