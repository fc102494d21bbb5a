package seed_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
	"github.com/cruddur/cruddur/backend/internal/seed"
)

var errCutOff = errors.New("cut off")

// fragile is a store that is cut off after some steps.
type fragile struct {
	*postgres.Store
	left int
}

func (f *fragile) step(ctx context.Context, p postgres.SeededPerson, do func(context.Context, postgres.SeededPerson) (bool, error)) (bool, error) {
	if f.left--; f.left < 0 {
		return false, errCutOff
	}
	return do(ctx, p)
}

func (f *fragile) SeedPerson(ctx context.Context, p postgres.SeededPerson) (bool, error) {
	return f.step(ctx, p, f.Store.SeedPerson)
}

func (f *fragile) SeedFollows(ctx context.Context, p postgres.SeededPerson) (bool, error) {
	return f.step(ctx, p, f.Store.SeedFollows)
}

func (f *fragile) SeedCruds(ctx context.Context, p postgres.SeededPerson) (bool, error) {
	return f.step(ctx, p, f.Store.SeedCruds)
}

// A run that is cut off anywhere is made whole by the next; a further one finds
// nothing to do.
func TestRun(t *testing.T) {
	t.Parallel()
	whole := contents(t, 0)
	if whole.people != 30 || whole.follows < 100 || whole.cruds < 150 || whole.replies < 60 {
		t.Errorf("seeded %+v", whole)
	}
	for _, cut := range []int{17, 45, 72} { // among the people, their follows, their cruds
		if got := contents(t, cut); got != whole {
			t.Errorf("cut off after %d steps: %+v, want %+v", cut, got, whole)
		}
	}
}

type figures struct{ people, follows, cruds, replies int }

// contents seeds a database, cut off once unless cut is 0, and looks into it.
func contents(t *testing.T, cut int) figures {
	t.Helper()
	pool := postgrestest.New(t).Pool(t)
	store := postgres.NewStore(pool)
	if cut > 0 {
		if _, err := seed.Run(t.Context(), &fragile{store, cut}); !errors.Is(err, errCutOff) {
			t.Fatalf("got %v", err)
		}
	}
	if seeded, err := seed.Run(t.Context(), store); err != nil || seeded == 0 {
		t.Fatalf("%d people seeded, %v", seeded, err)
	}
	if seeded, err := seed.Run(t.Context(), store); err != nil || seeded != 0 {
		t.Errorf("again: %d people seeded, %v", seeded, err)
	}
	if cut == 0 {
		checkHomeFeeds(t, store)
	}
	checkCounters(t, pool)
	return figures{
		people:  count(t, pool, "SELECT count(*) FROM users WHERE seeded"),
		follows: count(t, pool, "SELECT count(*) FROM follows"),
		cruds:   count(t, pool, "SELECT count(*) FROM activities WHERE root IS NULL"),
		replies: count(t, pool, "SELECT count(*) FROM activities WHERE root IS NOT NULL"),
	}
}

// checkCounters holds every counter against a recount.
func checkCounters(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	for _, wrong := range []string{
		"SELECT count(*) FROM users u WHERE followers_count <> (SELECT count(*) FROM follows WHERE followee = u.sub)",
		"SELECT count(*) FROM users u WHERE following_count <> (SELECT count(*) FROM follows WHERE follower = u.sub)",
		"SELECT count(*) FROM activities a WHERE replies_count <> (SELECT count(*) FROM activities WHERE reply_to = a.id AND deleted_at IS NULL)",
	} {
		if n := count(t, pool, wrong); n != 0 {
			t.Errorf("%d times: %s", n, wrong)
		}
	}
}

// The two whom `make up` names have something to read.
func checkHomeFeeds(t *testing.T, store *postgres.Store) {
	t.Helper()
	for _, handle := range []string{"nova", "ziggy"} {
		profile, err := store.Profile(t.Context(), uuid.Nil, handle)
		if err != nil || profile.FollowersCount != 15 || profile.FollowingCount != 12 {
			t.Errorf("@%s has %d followers and follows %d, %v", handle, profile.FollowersCount, profile.FollowingCount, err)
		}
		feed, err := store.HomeFeed(t.Context(), profile.Sub, cruddur.PageRequest{Limit: 30})
		if err != nil || len(feed.Items) != 30 {
			t.Errorf("@%s: %d cruds in the home feed, %v", handle, len(feed.Items), err)
		}
	}
}

func count(t *testing.T, pool *pgxpool.Pool, query string) (n int) {
	t.Helper()
	if err := pool.QueryRow(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
