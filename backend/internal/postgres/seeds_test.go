package postgres_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
)

// seedStep is a method of the store.
type seedStep func(context.Context, postgres.SeededPerson) (bool, error)

func seedling(handle string) postgres.SeededPerson {
	return postgres.SeededPerson{
		Person: cruddur.Person{Sub: uuid.New(), Handle: handle, DisplayName: handle, DefaultTTL: cruddur.TTL1Day},
		Joined: 31 * 24 * time.Hour,
	}
}

func seed(t *testing.T, step seedStep, p postgres.SeededPerson, want bool) {
	t.Helper()
	if seeded, err := step(t.Context(), p); err != nil || seeded != want {
		t.Errorf("seeded %v, %v; want %v", seeded, err, want)
	}
}

func TestSeedCrudsOnceNoneIsAlive(t *testing.T) {
	t.Parallel()
	b := setup(t)
	person := seedling("seedy")
	person.Cruds = []postgres.SeededActivity{
		{Message: "alive", Age: time.Minute, TTL: cruddur.TTL1Hour},
		{Message: "expired", Age: 2 * time.Hour, TTL: cruddur.TTL1Hour, Replies: []postgres.SeededReply{{By: "seedy", Message: "unseen", Age: time.Hour}}},
	}
	seed(t, b.SeedCruds, person, false) // nobody is there
	seed(t, b.SeedPerson, person, true)
	seed(t, b.SeedPerson, person, false)
	seed(t, b.SeedCruds, person, true)
	seed(t, b.SeedCruds, person, false)
	if found, err := b.Profile(t.Context(), uuid.Nil, "seedy"); err != nil || found.CrudsCount != 1 {
		t.Errorf("%d living cruds, %v; want 1", found.CrudsCount, err)
	}
	if n := b.count(t, "SELECT count(*) FROM activities WHERE root IS NOT NULL"); n != 0 {
		t.Errorf("%d replies in an expired thread", n)
	}
	links, err := b.AccountLinks(t.Context())
	if err != nil || len(links) != 1 || !links[0].Seeded || links[0].Handle != "seedy" {
		t.Errorf("got %+v, %v", links, err)
	}
	seed(t, b.later(t, time.Hour).SeedCruds, person, true) // everything of theirs has burned
}

// Nobody real, and nobody suspended, is made to do anything.
func TestSeedsLeaveOthersAlone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	genuine, suspended, seedy := seedling("genuine"), seedling("suspended"), seedling("seedy")
	b.person(t, "genuine")
	for _, p := range []*postgres.SeededPerson{&genuine, &suspended, &seedy} {
		p.Follows = []string{"genuine", "suspended", "seedy"}
		p.Follows = slices.DeleteFunc(p.Follows, func(handle string) bool { return handle == p.Handle })
		p.Cruds = []postgres.SeededActivity{{Message: "crud", Age: time.Minute, TTL: cruddur.TTL1Hour, Replies: []postgres.SeededReply{
			{By: "genuine", Message: "never said", Age: time.Second, Replies: []postgres.SeededReply{{By: "seedy", Message: "to nothing", Age: 0}}},
			{By: "suspended", Message: "not allowed", Age: time.Second},
			{By: "nobody_here", Message: "who?", Age: time.Second},
		}}}
	}
	seed(t, b.SeedPerson, genuine, false)
	seed(t, b.SeedPerson, suspended, true)
	seed(t, b.SeedPerson, seedy, true)
	if _, _, err := b.Suspend(t.Context(), "suspended", "for the test"); err != nil {
		t.Fatal(err)
	}
	for _, step := range []seedStep{b.SeedFollows, b.SeedCruds} {
		seed(t, step, genuine, false)
		seed(t, step, suspended, false)
	}
	seed(t, b.SeedFollows, seedy, false) // there is nobody to follow
	seed(t, b.SeedCruds, seedy, true)
	if n := b.count(t, "SELECT count(*) FROM activities"); n != 1 {
		t.Errorf("%d cruds and replies, want the one crud", n)
	}
	if n := b.count(t, "SELECT count(*) FROM follows"); n != 0 {
		t.Errorf("%d follows", n)
	}
}

func TestSeedFollowsOnceOneFollowsNobody(t *testing.T) {
	t.Parallel()
	b := setup(t)
	one, two, three := seedling("one"), seedling("two"), seedling("three")
	one.Follows = []string{"two", "three"}
	for _, p := range []postgres.SeededPerson{one, two, three} {
		seed(t, b.SeedPerson, p, true)
	}
	seed(t, b.SeedFollows, one, true)
	seed(t, b.SeedFollows, one, false)
	seed(t, b.SeedFollows, two, false)
	if err := b.Unfollow(t.Context(), one.Sub, "two"); err != nil {
		t.Fatal(err)
	}
	seed(t, b.SeedFollows, one, false) // they have chosen
	if found, err := b.PersonByHandle(t.Context(), "one"); err != nil || found.FollowingCount != 1 {
		t.Errorf("follows %d, %v", found.FollowingCount, err)
	}
	if found, err := b.PersonByHandle(t.Context(), "two"); err != nil || found.FollowersCount != 0 {
		t.Errorf("%d followers, %v", found.FollowersCount, err)
	}
}

func TestSeedThread(t *testing.T) {
	t.Parallel()
	b := setup(t)
	person := seedling("seedy")
	person.Cruds = []postgres.SeededActivity{{Message: "root", Age: time.Hour, TTL: cruddur.TTL1Day, Replies: []postgres.SeededReply{
		{By: "seedy", Message: "first", Age: 50 * time.Minute, Deleted: true, Replies: []postgres.SeededReply{
			{By: "seedy", Message: "second", Age: 40 * time.Minute},
		}},
		{By: "seedy", Message: "third", Age: 30 * time.Minute, Deleted: true},
	}}}
	seed(t, b.SeedPerson, person, true)
	seed(t, b.SeedCruds, person, true)
	feed, err := b.PublicFeed(t.Context(), cruddur.PageRequest{Limit: 10})
	if err != nil || len(feed.Items) != 1 || feed.Items[0].RepliesCount != 0 {
		t.Fatalf("got %+v, %v; want the root, whose replies were deleted", feed.Items, err)
	}
	root := feed.Items[0]
	replies, err := b.Replies(t.Context(), root.ID, cruddur.PageRequest{Limit: 10})
	if err != nil || len(replies.Items) != 1 || replies.Items[0].Activity != nil || replies.Items[0].RepliesCount != 1 {
		t.Fatalf("got %+v, %v; want a stone", replies.Items, err)
	}
	further, err := b.Replies(t.Context(), replies.Items[0].ID, cruddur.PageRequest{Limit: 10})
	if err != nil || len(further.Items) != 1 || further.Items[0].Activity == nil {
		t.Fatalf("got %+v, %v; want what hangs on the stone", further.Items, err)
	}
	second := further.Items[0].Activity
	if age := second.CreatedAt.Sub(root.CreatedAt); age != 20*time.Minute {
		t.Errorf("the reply came %s after the root", age)
	}
	if second.Reply == nil || second.Reply.Root != root.ID || second.Life != root.Life {
		t.Errorf("got %+v in the thread of %+v", second, root)
	}
}

// Two installations that seed one database at once do it once.
func TestSeedTwiceAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	one, two := seedling("one"), seedling("two")
	one.Follows, two.Follows = []string{"two"}, []string{"one"}
	for _, p := range []*postgres.SeededPerson{&one, &two} {
		p.Cruds = []postgres.SeededActivity{{Message: "crud", Age: time.Minute, TTL: cruddur.TTL1Hour, Replies: []postgres.SeededReply{
			{By: p.Follows[0], Message: "reply", Age: time.Second},
		}}}
		seed(t, b.SeedPerson, *p, true)
	}
	var wait sync.WaitGroup
	for range 4 {
		for _, p := range []postgres.SeededPerson{one, two} {
			wait.Go(func() {
				for _, step := range []seedStep{b.SeedFollows, b.SeedCruds} {
					if _, err := step(t.Context(), p); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wait.Wait()
	if n := b.count(t, "SELECT count(*) FROM activities"); n != 4 {
		t.Errorf("%d cruds and replies, want 4", n)
	}
	if n := b.count(t, "SELECT sum(followers_count) FROM users"); n != 2 {
		t.Errorf("%d followers counted, want 2", n)
	}
}
