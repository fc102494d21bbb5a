package postgres_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

// crowd fills the database with people and cruds: some post much, most rarely.
func (b *bundle) crowd(t *testing.T, people, cruds int) {
	t.Helper()
	_, err := b.pool.Exec(t.Context(), `
		INSERT INTO users (sub, handle, display_name)
		SELECT gen_random_uuid(), 'person_' || n, 'Person ' || n FROM generate_series(0, $1 - 1) n`, people)
	if err == nil {
		_, err = b.pool.Exec(t.Context(), `
			INSERT INTO activities (id, author, message, created_at, expires_at)
			SELECT gen_random_uuid(), u.sub, 'crud ' || n, at, at + CASE WHEN n % 5 = 0 THEN interval '1 hour' ELSE interval '10 days' END
			FROM (SELECT n, floor(power($1, random()))::int - 1 AS author, now() - n * interval '20 seconds' AS at FROM generate_series(1, $2) n) c
			JOIN users u ON u.handle = 'person_' || c.author`, people, cruds)
	}
	if err == nil {
		_, err = b.pool.Exec(t.Context(), "ANALYZE")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// The two ways of the home feed, through the newest of all and through the
// newest of each, give what the plain definition gives: page by page, for
// readers of many kinds.
func TestHomeFeedIsExact(t *testing.T) {
	t.Parallel()
	b := setup(t)
	const people = 400
	b.crowd(t, people, 6000)
	readers := map[string][]int{
		"follows the loud":  {0, 1, 2, 3},
		"follows the quiet": {200, 250, 300, 350, 399},
		"follows one":       {123},
		"follows nobody":    {},
		"follows half":      rand.Perm(people)[:people/2],
	}
	for name, followed := range readers {
		t.Run(name, func(t *testing.T) {
			reader := b.person(t, fmt.Sprint("reader_", len(followed)))
			for _, n := range followed {
				b.follow(t, reader, fmt.Sprint("person_", n))
			}
			for range 3 {
				b.post(t, reader, "mine", cruddur.TTL1Day)
			}
			want := b.plainHome(t, reader.Sub)
			for _, limit := range []int{7, 20, 100} {
				got := readAll(t, home(b, reader.Sub), limit, func() {})
				if len(got) != len(want) {
					t.Fatalf("by %d: %d items, want %d", limit, len(got), len(want))
				}
				for i, id := range want {
					if got[i].ID != id {
						t.Fatalf("by %d: item %d is another", limit, i)
					}
				}
			}
		})
	}
}

func home(b *bundle, reader uuid.UUID) feed {
	return func(ctx context.Context, page cruddur.PageRequest) (cruddur.ActivityPage, error) {
		return b.HomeFeed(ctx, reader, page)
	}
}

// plainHome is the definition of a home feed, in the simplest words.
func (b *bundle) plainHome(t *testing.T, reader uuid.UUID) []uuid.UUID {
	t.Helper()
	rows, err := b.pool.Query(t.Context(), `
		SELECT id FROM activities
		WHERE root IS NULL AND expires_at > now()
		  AND (author = $1 OR author IN (SELECT followee FROM follows WHERE follower = $1))
		ORDER BY created_at DESC, id DESC`, reader)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var ids []uuid.UUID
	for rows.Next() {
		var id uuid.UUID
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

func TestHomeFeedFollowsTheFollows(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	b.post(t, nova, "mine", cruddur.TTL1Day)
	b.post(t, ziggy, "theirs", cruddur.TTL1Hour)
	read := func(b *bundle) string {
		var shown string
		for _, item := range readAll(t, home(b, nova.Sub), 10, func() {}) {
			shown += item.Message + " "
		}
		return shown
	}
	if got := read(b); got != "mine " {
		t.Errorf("alone: %q", got)
	}
	b.follow(t, nova, "ziggy")
	if got := read(b); got != "theirs mine " {
		t.Errorf("following: %q", got)
	}
	if got := read(&bundle{Store: b.later(t, time.Hour)}); got != "mine " {
		t.Errorf("an hour later: %q", got)
	}
	if err := b.Unfollow(t.Context(), nova.Sub, "ziggy"); err != nil {
		t.Fatal(err)
	}
	if got := read(b); got != "mine " {
		t.Errorf("no longer following: %q", got)
	}
	if page, err := b.HomeFeed(t.Context(), uuid.New(), cruddur.PageRequest{Limit: 10}); err != nil || len(page.Items) != 0 {
		t.Errorf("of nobody: %+v, %v", page, err)
	}
}
