package postgres_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

func (b *bundle) suspend(t *testing.T, p cruddur.Person) {
	t.Helper()
	if _, changed, err := b.Suspend(t.Context(), p.Handle, "spam"); err != nil || !changed {
		t.Fatalf("suspend %s: changed %v, %v", p.Handle, changed, err)
	}
}

func TestTheSuspendedAreSeenByNobody(t *testing.T) {
	t.Parallel()
	b := setup(t)
	troll, nova := b.person(t, "troll"), b.person(t, "nova")
	b.follow(t, nova, "troll")
	theirs := b.post(t, troll, "bait", cruddur.TTL1Day)
	underTheirs := b.reply(t, nova, theirs.ID, "do not feed")
	mine := b.post(t, nova, "hello", cruddur.TTL1Day)
	underMine := b.reply(t, troll, mine.ID, "spam")
	below := b.reply(t, nova, underMine.ID, "please stop")

	b.suspend(t, troll)
	if _, changed, err := b.Suspend(t.Context(), "troll", "again"); err != nil || changed {
		t.Errorf("a second time: changed %v, %v", changed, err)
	}
	for name, id := range map[string]uuid.UUID{"their crud": theirs.ID, "a reply to it": underTheirs.ID, "their reply": underMine.ID} {
		if _, err := b.Activity(t.Context(), id); !errors.Is(err, cruddur.ErrActivityNotFound) {
			t.Errorf("%s: %v, want ErrActivityNotFound", name, err)
		}
	}
	if _, err := b.Activity(t.Context(), below.ID); err != nil {
		t.Errorf("a reply to their reply: %v", err)
	}
	replies := b.replies(t, mine.ID)
	if len(replies) != 1 || replies[0].Activity != nil || replies[0].RepliesCount != 1 {
		t.Errorf("where their reply was: %+v, want a stone", replies)
	}
	for name, read := range b.feeds() {
		for _, item := range readAll(t, read, 10, func() {}) {
			if item.Author.Handle == "troll" {
				t.Errorf("%s shows them", name)
			}
		}
	}
	if _, err := b.Profile(t.Context(), nova.Sub, "troll"); !errors.Is(err, cruddur.ErrUserSuspended) {
		t.Errorf("their profile: %v", err)
	}
	if _, err := b.UserFeed(t.Context(), "troll", cruddur.PageRequest{Limit: 1}); !errors.Is(err, cruddur.ErrUserSuspended) {
		t.Errorf("their feed: %v", err)
	}
	d := draft(troll, "more", cruddur.TTL1Day)
	if _, _, err := b.CreateActivity(t.Context(), d); !errors.Is(err, cruddur.ErrAccountSuspended) {
		t.Errorf("posting: %v", err)
	}
	if _, err := b.BurnActivity(t.Context(), troll.Sub, theirs.ID); !errors.Is(err, cruddur.ErrAccountSuspended) {
		t.Errorf("burning: %v", err)
	}

	if person, changed, err := b.Restore(t.Context(), "troll"); err != nil || !changed || person.SuspendedAt != nil {
		t.Fatalf("restore: %+v, changed %v, %v", person, changed, err)
	}
	for _, id := range []uuid.UUID{theirs.ID, underTheirs.ID, underMine.ID, below.ID} {
		if _, err := b.Activity(t.Context(), id); err != nil {
			t.Errorf("restored: %v", err)
		}
	}
	if _, changed, err := b.Restore(t.Context(), "troll"); err != nil || changed {
		t.Errorf("a second time: changed %v, %v", changed, err)
	}
	if _, _, err := b.Suspend(t.Context(), "missing", "x"); !errors.Is(err, cruddur.ErrUserNotFound) {
		t.Errorf("nobody: %v", err)
	}
	b.recount(t)
}

// What somebody is posting at the moment of their suspension is refused or
// hidden, never left in sight.
func TestASuspensionCatchesWhatIsBeingPosted(t *testing.T) {
	t.Parallel()
	b := setup(t)
	troll, nova := b.person(t, "troll"), b.person(t, "nova")
	mine := b.post(t, nova, "hello", cruddur.TTL1Day)
	var wait sync.WaitGroup
	begun := make(chan struct{}, 100)
	for range 6 {
		wait.Go(func() {
			for {
				d := draft(troll, "spam", cruddur.TTL1Day)
				if len(begun)%2 == 0 {
					d.ReplyTo = mine.ID
				}
				_, _, err := b.CreateActivity(t.Context(), d)
				if errors.Is(err, cruddur.ErrAccountSuspended) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				select {
				case begun <- struct{}{}:
				default:
				}
			}
		})
	}
	for range 10 {
		<-begun
	}
	b.suspend(t, troll)
	wait.Wait()
	if seen := b.count(t, "SELECT count(*) FROM activities WHERE NOT hidden AND message = 'spam'"); seen > 0 {
		t.Errorf("%d of theirs are still to be seen", seen)
	}
	b.recount(t)
}

// What is hidden is not deleted: it stays when nothing hangs on it any more, and
// comes back.
func TestAHiddenReplyOutlivesWhatHungOnIt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	troll, nova := b.person(t, "troll"), b.person(t, "nova")
	mine := b.post(t, nova, "hello", cruddur.TTL1Day)
	theirs := b.reply(t, troll, mine.ID, "spam")
	below := b.reply(t, nova, theirs.ID, "please stop")
	b.suspend(t, troll)
	if err := b.DeleteActivity(t.Context(), nova.Sub, below.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Restore(t.Context(), "troll"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Activity(t.Context(), theirs.ID); err != nil {
		t.Errorf("restored: %v", err)
	}
	b.recount(t)
}
