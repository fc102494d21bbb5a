package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
)

func (b *bundle) reply(t *testing.T, author cruddur.Person, to uuid.UUID, message string) cruddur.Activity {
	t.Helper()
	made, posted, err := b.CreateActivity(t.Context(), replyDraft(author, to, message))
	if err != nil || !posted {
		t.Fatalf("reply %q: posted %v, %v", message, posted, err)
	}
	return made
}

func replyDraft(author cruddur.Person, to uuid.UUID, message string) cruddur.NewActivity {
	d := draft(author, message, "")
	d.ReplyTo = to
	return d
}

func (b *bundle) replies(t *testing.T, to uuid.UUID) []cruddur.ThreadItem {
	t.Helper()
	return readThread(t, b.Replies, to, 100)
}

type threadList func(context.Context, uuid.UUID, cruddur.PageRequest) (cruddur.ThreadPage, error)

// readThread reads a list of a thread to its end.
func readThread(t *testing.T, read threadList, id uuid.UUID, limit int) (all []cruddur.ThreadItem) {
	t.Helper()
	page := cruddur.PageRequest{Limit: limit}
	for {
		got, err := read(t.Context(), id, page)
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
	}
}

// words are the messages of a list, with a dash for a stone.
func words(items []cruddur.ThreadItem) string {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = "-"
		if item.Activity != nil {
			texts[i] = item.Activity.Message
		}
	}
	return strings.Join(texts, " ")
}

func TestThreads(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	root := b.post(t, nova, "root", cruddur.TTL1Day)
	a := b.reply(t, ziggy, root.ID, "a")
	b.reply(t, ziggy, root.ID, "b")
	aa := b.reply(t, nova, a.ID, "aa")
	aaa := b.reply(t, ziggy, aa.ID, "aaa")

	if a.Reply == nil || a.Reply.Root != root.ID || a.Reply.To != root.ID || a.Life != root.Life {
		t.Errorf("a reply to the root: %+v", a)
	}
	if aaa.Reply == nil || aaa.Reply.Root != root.ID || aaa.Reply.To != aa.ID || aaa.Life != root.Life {
		t.Errorf("a reply to a reply: %+v", aaa)
	}
	for id, want := range map[uuid.UUID]string{root.ID: "a b", a.ID: "aa", aa.ID: "aaa", aaa.ID: ""} {
		for _, limit := range []int{1, 2, 100} {
			if got := words(readThread(t, b.Replies, id, limit)); got != want {
				t.Errorf("replies by %d: %q, want %q", limit, got, want)
			}
		}
	}
	for id, want := range map[uuid.UUID]string{root.ID: "", a.ID: "root", aa.ID: "a root", aaa.ID: "aa a root"} {
		for _, limit := range []int{1, 2, 3, 100} {
			if got := words(readThread(t, b.Ancestors, id, limit)); got != want {
				t.Errorf("ancestors by %d: %q, want %q", limit, got, want)
			}
		}
	}
	if found, err := b.Activity(t.Context(), root.ID); err != nil || found.RepliesCount != 2 {
		t.Errorf("the root counts %d, %v; want 2", found.RepliesCount, err)
	}
	b.recount(t)
}

// A cursor that was made up leads nowhere, and not into another thread.
func TestAncestorsStayInTheThread(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	mine := b.reply(t, nova, b.post(t, nova, "one", cruddur.TTL1Day).ID, "under one")
	other := b.reply(t, nova, b.post(t, nova, "two", cruddur.TTL1Day).ID, "under two")
	for _, id := range []uuid.UUID{other.ID, uuid.New()} {
		page, err := b.Ancestors(t.Context(), mine.ID, cruddur.PageRequest{Limit: 10, After: &cruddur.Position{ID: id}})
		if err != nil || len(page.Items) != 0 {
			t.Errorf("got %+v, %v", page, err)
		}
	}
}

func TestFeedsHoldNoReplies(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	root := b.post(t, nova, "root", cruddur.TTL1Day)
	b.reply(t, nova, root.ID, "reply")
	for name, read := range b.feeds() {
		all := readAll(t, read, 10, func() {})
		if len(all) != 1 || all[0].ID != root.ID || all[0].RepliesCount != 1 {
			t.Errorf("%s: %+v, want the root alone", name, all)
		}
	}
	if n, err := b.CountCruds(t.Context(), nova.Sub); err != nil || n != 1 {
		t.Errorf("%d cruds, %v; want 1", n, err)
	}
}

func TestAThreadEndsAsOne(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	root := b.post(t, nova, "root", cruddur.TTL1Hour)
	reply := b.reply(t, nova, root.ID, "reply")
	nested := b.reply(t, nova, reply.ID, "nested")
	later := b.later(t, time.Hour)
	for _, id := range []uuid.UUID{root.ID, reply.ID, nested.ID} {
		if _, err := later.Activity(t.Context(), id); !errors.Is(err, cruddur.ErrActivityNotFound) {
			t.Errorf("read: %v", err)
		}
		if _, err := later.Replies(t.Context(), id, cruddur.PageRequest{Limit: 1}); !errors.Is(err, cruddur.ErrActivityNotFound) {
			t.Errorf("its replies: %v", err)
		}
		if _, err := later.Ancestors(t.Context(), id, cruddur.PageRequest{Limit: 1}); !errors.Is(err, cruddur.ErrActivityNotFound) {
			t.Errorf("its ancestors: %v", err)
		}
		if _, _, err := later.CreateActivity(t.Context(), replyDraft(nova, id, "too late")); !errors.Is(err, cruddur.ErrActivityNotFound) {
			t.Errorf("a reply to it: %v", err)
		}
	}
	if lives, err := later.Lives(t.Context(), []uuid.UUID{root.ID, reply.ID}); err != nil || len(lives) != 0 {
		t.Errorf("lives: %+v, %v", lives, err)
	}
}

func TestDeletingInAThread(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	root := b.post(t, nova, "root", cruddur.TTL1Day)
	a := b.reply(t, ziggy, root.ID, "a")
	aa := b.reply(t, nova, a.ID, "aa")
	aaa := b.reply(t, ziggy, aa.ID, "aaa")
	remove := func(by cruddur.Person, id uuid.UUID) {
		t.Helper()
		if err := b.DeleteActivity(t.Context(), by.Sub, id); err != nil {
			t.Fatal(err)
		}
		b.recount(t)
	}
	if err := b.DeleteActivity(t.Context(), nova.Sub, a.ID); !errors.Is(err, cruddur.ErrNotAuthor) {
		t.Errorf("the root's author deletes a reply: %v", err)
	}

	// In the middle: a stone, without words, that still leads on.
	remove(nova, aa.ID)
	remove(ziggy, a.ID)
	if got := words(b.replies(t, root.ID)) + " / " + words(b.replies(t, a.ID)) + " / " + words(b.replies(t, aa.ID)); got != "- / - / aaa" {
		t.Errorf("the thread is %q", got)
	}
	if got := words(readThread(t, b.Ancestors, aaa.ID, 2)); got != "- - root" {
		t.Errorf("ancestors %q", got)
	}
	if n := b.count(t, "SELECT count(*) FROM activities WHERE message IN ('a', 'aa')"); n != 0 {
		t.Error("the words of a stone are still stored")
	}
	if _, err := b.Activity(t.Context(), a.ID); !errors.Is(err, cruddur.ErrActivityNotFound) {
		t.Errorf("a stone read as a crud: %v", err)
	}
	if _, _, err := b.CreateActivity(t.Context(), replyDraft(nova, a.ID, "to a stone")); !errors.Is(err, cruddur.ErrActivityNotFound) {
		t.Errorf("a reply to a stone: %v", err)
	}
	if err := b.DeleteActivity(t.Context(), ziggy.Sub, a.ID); !errors.Is(err, cruddur.ErrActivityNotFound) {
		t.Errorf("deleting a stone: %v", err)
	}

	// The last leaf takes the stones that held it.
	remove(ziggy, aaa.ID)
	if n := b.count(t, "SELECT count(*) FROM activities"); n != 1 {
		t.Errorf("%d rows are left, want the root", n)
	}

	// The root takes everything, at once.
	other := b.reply(t, ziggy, root.ID, "other")
	remove(nova, root.ID)
	for _, id := range []uuid.UUID{root.ID, other.ID} {
		if _, err := b.Activity(t.Context(), id); !errors.Is(err, cruddur.ErrActivityNotFound) {
			t.Errorf("after the root: %v", err)
		}
	}
	if _, err := b.Purge(t.Context(), postgres.PurgeByOperator, 10); err != nil {
		t.Fatal(err)
	}
	if n := b.count(t, "SELECT count(*) FROM activities"); n != 0 {
		t.Errorf("%d rows outlive the purge", n)
	}
}

func TestOperatorsDeleteAnybodys(t *testing.T) {
	t.Parallel()
	b := setup(t)
	made := b.post(t, b.person(t, "nova"), "root", cruddur.TTL1Day)
	if _, err := b.RemoveActivity(t.Context(), made.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := b.RemoveActivity(t.Context(), made.ID); !errors.Is(err, cruddur.ErrActivityNotFound) {
		t.Errorf("a second time: %v", err)
	}
}

// Many people reply, reply to replies and delete, all in one thread: nobody
// waits in a ring, and every count is right.
func TestAStormInAThreadCountsRight(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	root := b.post(t, nova, "root", cruddur.TTL1Day)
	var mutex sync.Mutex
	ids := []uuid.UUID{root.ID}
	pick := func() uuid.UUID {
		mutex.Lock()
		defer mutex.Unlock()
		return ids[rand.IntN(len(ids))]
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 25 {
				id := pick()
				if id != root.ID && rand.IntN(3) == 0 {
					ignoreGone(t, b.DeleteActivity(t.Context(), nova.Sub, id))
					continue
				}
				made, _, err := b.CreateActivity(t.Context(), replyDraft(nova, id, "reply"))
				ignoreGone(t, err)
				if err == nil {
					mutex.Lock()
					ids = append(ids, made.ID)
					mutex.Unlock()
				}
			}
		})
	}
	wait.Wait()
	b.recount(t)
	if bare := b.count(t, `SELECT count(*) FROM activities s WHERE deleted_at IS NOT NULL AND NOT EXISTS (SELECT FROM activities c WHERE c.reply_to = s.id)`); bare > 0 {
		t.Errorf("%d stones hold nothing", bare)
	}
}

func ignoreGone(t *testing.T, err error) {
	t.Helper()
	if err != nil && !errors.Is(err, cruddur.ErrActivityNotFound) {
		t.Error(err)
	}
}

// While somebody reads replies, others come and go.
func TestRepliesNeitherSkipNorRepeat(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	root := b.post(t, nova, "root", cruddur.TTL1Day)
	lasting := map[uuid.UUID]bool{}
	var passing []uuid.UUID
	for i := range 40 {
		made := b.reply(t, nova, root.ID, fmt.Sprint("old ", i))
		if i%4 == 0 {
			passing = append(passing, made.ID)
		} else {
			lasting[made.ID] = true
		}
	}
	seen := map[uuid.UUID]bool{}
	page := cruddur.PageRequest{Limit: 7}
	for {
		got, err := b.Replies(t.Context(), root.ID, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range got.Items {
			if seen[item.ID] {
				t.Errorf("%s came twice", item.ID)
			}
			seen[item.ID] = true
		}
		if got.Next == nil || len(seen) > 80 {
			break
		}
		page.After = got.Next
		if len(passing) > 0 {
			b.reply(t, nova, root.ID, "new")
			if err := b.DeleteActivity(t.Context(), nova.Sub, passing[0]); err != nil {
				t.Fatal(err)
			}
			passing = passing[1:]
		}
	}
	for id := range lasting {
		if !seen[id] {
			t.Errorf("%s was skipped", id)
		}
	}
}

// The schema itself keeps a reply in the thread of what it replies to.
func TestAReplyCantHangInAnotherThread(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	one, two := b.post(t, nova, "one", cruddur.TTL1Day), b.post(t, nova, "two", cruddur.TTL1Day)
	_, err := b.pool.Exec(t.Context(), `
		INSERT INTO activities (id, author, message, created_at, root, reply_to)
		VALUES (gen_random_uuid(), $1, 'astray', now(), $2, $3)`, nova.Sub, one.ID, two.ID)
	if err == nil {
		t.Error("it can")
	}
}
