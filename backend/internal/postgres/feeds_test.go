package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

type feed func(context.Context, cruddur.PageRequest) (cruddur.ActivityPage, error)

// readAll reads a feed to its end, and calls between after each page.
func readAll(t *testing.T, read feed, limit int, between func()) []cruddur.Activity {
	t.Helper()
	var all []cruddur.Activity
	page := cruddur.PageRequest{Limit: limit}
	for {
		got, err := read(t.Context(), page)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Items) > limit {
			t.Fatalf("%d items on a page of %d", len(got.Items), limit)
		}
		all = append(all, got.Items...)
		if got.Next == nil {
			return all
		}
		page.After = got.Next
		between()
	}
}

func (b *bundle) feeds() map[string]feed {
	return map[string]feed{
		"public": b.PublicFeed,
		"home": func(ctx context.Context, page cruddur.PageRequest) (cruddur.ActivityPage, error) {
			var reader uuid.UUID
			if err := b.pool.QueryRow(ctx, "SELECT sub FROM users WHERE handle = 'nova'").Scan(&reader); err != nil {
				return cruddur.ActivityPage{}, err
			}
			return b.HomeFeed(ctx, reader, page)
		},
		"profile": func(ctx context.Context, page cruddur.PageRequest) (cruddur.ActivityPage, error) {
			return b.UserFeed(ctx, "NOVA", page)
		},
	}
}

func TestFeedsArePagedNewestFirst(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	for i := range 23 {
		b.post(t, nova, fmt.Sprint(i), cruddur.TTL1Day)
	}
	for name, read := range b.feeds() {
		for _, limit := range []int{1, 7, 22, 23, 24, 100} {
			all := readAll(t, read, limit, func() {})
			if len(all) != 23 {
				t.Fatalf("%s by %d: %d items, want 23", name, limit, len(all))
			}
			for i, item := range all {
				if want := fmt.Sprint(22 - i); item.Message != want {
					t.Fatalf("%s by %d: item %d is %s, want %s", name, limit, i, item.Message, want)
				}
			}
		}
	}
}

// Cruds of the same microsecond are the hard case of a keyset.
func TestFeedsTellEqualTimesApart(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	_, err := b.pool.Exec(t.Context(), `
		INSERT INTO activities (id, author, message, created_at, expires_at)
		SELECT gen_random_uuid(), $1, 'n' || n, now(), now() + interval '1 hour' FROM generate_series(1, 50) n`, nova.Sub)
	if err != nil {
		t.Fatal(err)
	}
	for name, read := range b.feeds() {
		if n := len(distinct(t, readAll(t, read, 7, func() {}))); n != 50 {
			t.Errorf("%s: %d of 50", name, n)
		}
	}
}

// While somebody reads on, others post and delete, and time passes: everything
// that was there from the beginning to the end is seen exactly once.
func TestFeedsNeitherSkipNorRepeat(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	lasting := map[uuid.UUID]bool{}
	var passing []cruddur.Activity
	for i := range 60 {
		made := b.post(t, nova, fmt.Sprint("old ", i), cruddur.TTL1Day)
		if i%3 == 0 {
			passing = append(passing, made)
		} else {
			lasting[made.ID] = true
		}
	}
	for name, read := range b.feeds() {
		seen := distinct(t, readAll(t, read, 7, func() {
			b.post(t, nova, "new", cruddur.TTL1Day)
			if len(passing) > 0 {
				_ = b.DeleteActivity(t.Context(), nova.Sub, passing[0].ID)
				passing = passing[1:]
			}
		}))
		for id := range lasting {
			if !seen[id] {
				t.Errorf("%s: %s was skipped", name, id)
			}
		}
	}
}

func distinct(t *testing.T, items []cruddur.Activity) map[uuid.UUID]bool {
	t.Helper()
	seen := map[uuid.UUID]bool{}
	for _, item := range items {
		if seen[item.ID] {
			t.Errorf("%s came twice", item.ID)
		}
		seen[item.ID] = true
	}
	return seen
}

func TestFeedsLeaveOutWhatHasExpired(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	for range 5 {
		b.post(t, nova, "brief", cruddur.TTL1Hour)
		b.post(t, nova, "long", cruddur.TTL1Day)
	}
	later := &bundle{Store: b.later(t, time.Hour), pool: b.pool}
	for name, read := range later.feeds() {
		all := readAll(t, read, 2, func() {})
		if len(all) != 5 {
			t.Errorf("%s: %d items, want 5", name, len(all))
		}
		for _, item := range all {
			if item.Message != "long" {
				t.Errorf("%s shows what has expired", name)
			}
		}
	}
}

func TestUserFeedIsOnePersons(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.post(t, b.person(t, "nova"), "mine", cruddur.TTL1Hour)
	b.post(t, b.person(t, "ziggy"), "theirs", cruddur.TTL1Hour)
	page, err := b.UserFeed(t.Context(), "nova", cruddur.PageRequest{Limit: 10})
	if err != nil || len(page.Items) != 1 || page.Items[0].Message != "mine" {
		t.Errorf("got %+v, %v", page, err)
	}
	if _, err := b.UserFeed(t.Context(), "missing", cruddur.PageRequest{Limit: 10}); !errors.Is(err, cruddur.ErrUserNotFound) {
		t.Errorf("got %v, want ErrUserNotFound", err)
	}
}

// What expires between one page and the next is not on the next, and takes
// nothing else with it: neither what lives nor the place in the list.
func TestWhatExpiresBetweenPages(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	for i := range 12 {
		ttl := cruddur.TTL1Day
		if i%2 == 0 {
			ttl = cruddur.TTL1Hour
		}
		b.post(t, nova, fmt.Sprint(i), ttl)
	}
	later := &bundle{Store: b.later(t, time.Hour), pool: b.pool}
	for name, read := range b.feeds() {
		first, err := read(t.Context(), cruddur.PageRequest{Limit: 4})
		if err != nil || len(first.Items) != 4 {
			t.Fatalf("%s: %+v, %v", name, first, err)
		}
		// The last of the page, which the cursor stands on, expires too.
		second, err := later.feeds()[name](t.Context(), cruddur.PageRequest{Limit: 4, After: first.Next})
		if err != nil {
			t.Fatal(err)
		}
		var shown string
		for _, item := range second.Items {
			shown += item.Message + " "
		}
		if shown != "7 5 3 1 " {
			t.Errorf("%s: the second page is %q, want the living ones in order", name, shown)
		}
	}
}
