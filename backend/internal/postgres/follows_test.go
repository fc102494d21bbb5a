package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

func (b *bundle) follow(t *testing.T, follower cruddur.Person, handles ...string) {
	t.Helper()
	for _, handle := range handles {
		if err := b.Follow(t.Context(), follower.Sub, handle); err != nil {
			t.Fatalf("%s follows %s: %v", follower.Handle, handle, err)
		}
	}
}

func TestFollowAndUnfollowAreIdempotent(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	for range 2 {
		b.follow(t, nova, "ZIGGY")
	}
	seen, err := b.Profile(t.Context(), nova.Sub, "ziggy")
	if err != nil || seen.FollowersCount != 1 || seen.FollowingCount != 0 || *seen.Relation != (cruddur.Relation{Following: true}) {
		t.Errorf("the followed: %+v, %v", seen, err)
	}
	seen, err = b.Profile(t.Context(), ziggy.Sub, "nova")
	if err != nil || seen.FollowersCount != 0 || seen.FollowingCount != 1 || *seen.Relation != (cruddur.Relation{FollowedBy: true}) {
		t.Errorf("the follower: %+v, %v", seen, err)
	}
	for range 2 {
		if err := b.Unfollow(t.Context(), nova.Sub, "ziggy"); err != nil {
			t.Fatal(err)
		}
	}
	if seen, err := b.Profile(t.Context(), nova.Sub, "ziggy"); err != nil || seen.FollowersCount != 0 || seen.Relation.Following {
		t.Errorf("no longer followed: %+v, %v", seen, err)
	}
	if seen, err := b.Profile(t.Context(), uuid.Nil, "ziggy"); err != nil || seen.Relation != nil {
		t.Errorf("nobody stands to nobody: %+v, %v", seen.Relation, err)
	}
	if seen, err := b.Profile(t.Context(), nova.Sub, "nova"); err != nil || seen.Relation != nil {
		t.Errorf("nor does one to oneself: %+v, %v", seen.Relation, err)
	}
}

func TestFollowRefusals(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	b.person(t, "ziggy")
	b.suspend(t, b.person(t, "troll"))
	outcast := b.person(t, "outcast")
	b.suspend(t, outcast)
	full := b.person(t, "collector")
	if _, err := b.pool.Exec(t.Context(), "UPDATE users SET following_count = $1 WHERE sub = $2", cruddur.MaxFollowing, full.Sub); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name     string
		follower cruddur.Person
		handle   string
		want     error
	}{
		{"oneself", nova, "Nova", cruddur.ErrFollowSelf},
		{"nobody", nova, "missing", cruddur.ErrUserNotFound},
		{"somebody suspended", nova, "troll", cruddur.ErrUserSuspended},
		{"while suspended", outcast, "nova", cruddur.ErrAccountSuspended},
		{"one too many", full, "nova", cruddur.ErrFollowLimit},
		{"without a profile", cruddur.Person{Sub: uuid.New()}, "nova", cruddur.ErrUserNotFound},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if err := b.Follow(t.Context(), test.follower.Sub, test.handle); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
	if n := b.count(t, "SELECT count(*) FROM follows") + b.count(t, "SELECT sum(followers_count) FROM users"); n != 0 {
		t.Errorf("%d follows were stored or counted", n)
	}
}

func TestListsOfPeople(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	for i := range 7 {
		fan := b.person(t, fmt.Sprint("fan_", i))
		b.follow(t, fan, "nova")
		if i%2 == 0 {
			b.follow(t, nova, fan.Handle)
		}
	}
	b.suspend(t, cruddur.Person{Handle: "fan_6"})

	handles := readPeople(t, 2, func(ctx context.Context, page cruddur.PageRequest) (cruddur.PersonPage, error) {
		return b.Followers(ctx, nova.Sub, "NOVA", page)
	})
	if got := fmt.Sprint(handles); got != "[fan_5< fan_4<> fan_3< fan_2<> fan_1< fan_0<>]" {
		t.Errorf("followers: %s", got)
	}
	handles = readPeople(t, 2, func(ctx context.Context, page cruddur.PageRequest) (cruddur.PersonPage, error) {
		return b.Following(ctx, uuid.Nil, "nova", page)
	})
	if got := fmt.Sprint(handles); got != "[fan_4 fan_2 fan_0]" {
		t.Errorf("following: %s", got)
	}
	for _, list := range []func(context.Context, uuid.UUID, string, cruddur.PageRequest) (cruddur.PersonPage, error){b.Followers, b.Following} {
		if _, err := list(t.Context(), uuid.Nil, "missing", cruddur.PageRequest{Limit: 1}); !errors.Is(err, cruddur.ErrUserNotFound) {
			t.Errorf("of nobody: %v", err)
		}
		if _, err := list(t.Context(), uuid.Nil, "fan_6", cruddur.PageRequest{Limit: 1}); !errors.Is(err, cruddur.ErrUserSuspended) {
			t.Errorf("of somebody suspended: %v", err)
		}
	}
}

// readPeople reads a list to its end: handles, with < for who follows the
// viewer and > for who is followed.
func readPeople(t *testing.T, limit int, read func(context.Context, cruddur.PageRequest) (cruddur.PersonPage, error)) (handles []string) {
	t.Helper()
	page := cruddur.PageRequest{Limit: limit}
	for {
		got, err := read(t.Context(), page)
		if err != nil {
			t.Fatal(err)
		}
		for _, person := range got.Items {
			shown := person.Handle
			if person.Relation != nil && person.Relation.FollowedBy {
				shown += "<"
			}
			if person.Relation != nil && person.Relation.Following {
				shown += ">"
			}
			handles = append(handles, shown)
		}
		if got.Next == nil {
			return handles
		}
		page.After = got.Next
	}
}

// Everybody follows and unfollows everybody at once, in both directions: nobody
// waits for ever, and what is counted is what is there.
func TestAStormOfFollowsCountsRight(t *testing.T) {
	t.Parallel()
	b := setup(t)
	people := make([]cruddur.Person, 6)
	for i := range people {
		people[i] = b.person(t, fmt.Sprint("person_", i))
	}
	var wait sync.WaitGroup
	for range 12 {
		wait.Go(func() {
			for range 40 {
				one, other := people[rand.IntN(len(people))], people[rand.IntN(len(people))]
				change := b.Follow
				if rand.IntN(2) == 0 {
					change = b.Unfollow
				}
				if err := change(t.Context(), one.Sub, other.Handle); err != nil && !errors.Is(err, cruddur.ErrFollowSelf) {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	b.recount(t)
}

// recount compares every counter with what it counts.
func (b *bundle) recount(t *testing.T) {
	t.Helper()
	for counter, query := range map[string]string{
		"followers_count": "SELECT count(*) FROM users u WHERE followers_count <> (SELECT count(*) FROM follows WHERE followee = u.sub)",
		"following_count": "SELECT count(*) FROM users u WHERE following_count <> (SELECT count(*) FROM follows WHERE follower = u.sub)",
		"replies_count":   "SELECT count(*) FROM activities a WHERE replies_count <> (SELECT count(*) FROM activities r WHERE r.reply_to = a.id AND r.deleted_at IS NULL)",
	} {
		if wrong := b.count(t, query); wrong > 0 {
			t.Errorf("%s is wrong in %d rows", counter, wrong)
		}
	}
}
