package conversationstest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
)

// sideOf is one member's side of a conversation.
func sideOf(t *testing.T, store Store, sub, group uuid.UUID) conversations.Inbox {
	t.Helper()
	sides, err := store.Sides(t.Context(), group, []uuid.UUID{uuid.New(), sub})
	if err != nil || len(sides) > 1 {
		t.Fatalf("sides: %v, %v", sides, err)
	}
	return sides[sub]
}

func testRead(t *testing.T, open Open) {
	store := open(at(noon))
	sub, group := uuid.New(), uuid.New()
	first, second := newID(t, noon), newID(t, noon)
	for _, step := range []struct {
		id    uuid.UUID
		moved bool
	}{{first, true}, {first, false}, {second, true}, {first, false}, {second, false}} {
		moved, err := store.MarkRead(t.Context(), sub, group, step.id)
		if err != nil || moved != step.moved {
			t.Errorf("marked %v: %v, %v", step, moved, err)
		}
	}
	if side := sideOf(t, store, sub, group); side.LastReadID != second || side.ReadUpTo() != second || side.Group != group {
		t.Errorf("the side is %+v", side)
	}
}

// advance tells an inbox of a message and says whether it moved.
func advance(t *testing.T, store Store, member uuid.UUID, m conversations.Message) bool {
	t.Helper()
	moved, err := store.AdvanceInbox(t.Context(), member, m)
	if err != nil {
		t.Fatal(err)
	}
	return moved
}

func testAdvance(t *testing.T, open Open) {
	store := open(at(noon))
	nova, ziggy := NewPerson("nova"), NewPerson("ziggy")
	group := newGroup(t, store, nova, ziggy).ID
	older := newMessage(t, group, nova, "older", noon)
	newer := newMessage(t, group, nova, "newer", noon.Add(time.Second))
	if !advance(t, store, ziggy.Sub, newer) || !advance(t, store, nova.Sub, newer) {
		t.Error("an empty inbox did not move")
	}
	if advance(t, store, ziggy.Sub, older) || advance(t, store, ziggy.Sub, newer) {
		t.Error("an inbox moved back, or twice")
	}
	mine, theirs := sideOf(t, store, nova.Sub, group), sideOf(t, store, ziggy.Sub, group)
	if mine.ReadUpTo() != newer.ID || theirs.ReadUpTo() != uuid.Nil {
		t.Errorf("read up to %v and %v: what one sends, one has read", mine.ReadUpTo(), theirs.ReadUpTo())
	}
	if theirs.LastMessageID != newer.ID || theirs.Preview == nil || theirs.Preview.Excerpt != "newer" || !theirs.LastMessageAt.Equal(newer.CreatedAt()) {
		t.Errorf("the inbox is %+v", theirs)
	}
	if rows, err := store.Inboxes(t.Context(), ziggy.Sub, nil, 10); err != nil || len(rows) != 1 {
		t.Errorf("the list is %+v, %v", rows, err)
	}
}

func testPreview(t *testing.T, open Open) {
	store, end := open(at(noon)), noon.Add(time.Hour)
	ziggy := NewPerson("ziggy")
	group, member := newGroup(t, store, ziggy).ID, ziggy.Sub
	m := newMessage(t, group, NewPerson("nova"), "text", noon)
	m.Kind, m.Subject, m.ExpiresAt = conversations.Added, &ziggy, &end
	advance(t, store, member, m)
	side := sideOf(t, store, member, group)
	want := conversations.PreviewOf(m)
	if p := side.Preview; p == nil || p.ID != want.ID || p.Kind != want.Kind || p.Sender != want.Sender ||
		*p.Subject != ziggy || !p.ExpiresAt.Equal(end) {
		t.Errorf("the preview is %+v", side.Preview)
	}
	edited := func(text string, after time.Duration) conversations.Message {
		at := noon.Add(after)
		other := m
		other.Text, other.EditedAt = text, &at
		return other
	}
	for _, step := range []struct {
		message conversations.Message
		moved   bool
		excerpt string
	}{
		{edited("second", 2*time.Second), true, "second"},
		{edited("first", time.Second), false, "second"}, // late
		{edited("second", 2*time.Second), false, "second"},
		{edited("third", 3*time.Second), true, "third"},
	} {
		moved := advance(t, store, member, step.message)
		got := sideOf(t, store, member, group).Preview
		if moved != step.moved || got == nil || got.Excerpt != step.excerpt {
			t.Errorf("edited to %q: %v, the preview is %+v", step.message.Text, moved, got)
		}
	}
	other := edited("of another message", 4*time.Second)
	other.ID = conversations.FirstAt(noon.Add(-time.Second))
	if advance(t, store, member, other) {
		t.Error("an older message's edit moved the row")
	}
}

func testWithdraw(t *testing.T, open Open) {
	store := open(at(noon))
	ziggy := NewPerson("ziggy")
	group, member := newGroup(t, store, ziggy).ID, ziggy.Sub
	first := newMessage(t, group, NewPerson("nova"), "first", noon)
	last := newMessage(t, group, NewPerson("nova"), "last", noon.Add(time.Second))
	edited := last
	at := noon.Add(time.Minute)
	edited.EditedAt = &at
	advance(t, store, member, last)
	withdraw := func(id uuid.UUID) bool {
		moved, err := store.WithdrawInbox(t.Context(), member, group, id)
		if err != nil {
			t.Fatal(err)
		}
		return moved
	}
	if withdraw(first.ID) {
		t.Error("the preview went with another message")
	}
	if !withdraw(last.ID) || withdraw(last.ID) {
		t.Error("the preview did not go, or went twice")
	}
	if advance(t, store, member, edited) || advance(t, store, member, last) || advance(t, store, member, first) {
		t.Error("it came back")
	}
	side := sideOf(t, store, member, group)
	if side.Preview != nil || side.LastMessageID != last.ID || !side.LastMessageAt.Equal(last.CreatedAt()) {
		t.Errorf("the inbox is %s", fmt.Sprintf("%+v", side))
	}
	if moved, err := store.WithdrawInbox(t.Context(), uuid.New(), group, last.ID); err != nil || moved {
		t.Errorf("who has no inbox there: %v, %v", moved, err)
	}
}

// Records may come in another order than things happened in.
func testAnyOrder(t *testing.T, open Open) {
	store := open(at(noon))
	nova, ziggy := NewPerson("nova"), NewPerson("ziggy")
	group := newGroup(t, store, nova, ziggy).ID
	mine := newMessage(t, group, nova, "mine", noon)
	theirs := newMessage(t, group, ziggy, "theirs", noon.Add(time.Second))
	if !advance(t, store, nova.Sub, theirs) || advance(t, store, nova.Sub, mine) {
		t.Error("the row is not at the later message")
	}
	if side := sideOf(t, store, nova.Sub, group); side.LastSentID != mine.ID || side.Preview.ID != theirs.ID {
		t.Errorf("what one sent is forgotten, or shown: %+v", side)
	}
	gone := newMessage(t, group, ziggy, "gone", noon.Add(2*time.Second))
	for _, want := range []bool{true, false} {
		if moved, err := store.WithdrawInbox(t.Context(), nova.Sub, group, gone.ID); err != nil || moved != want {
			t.Errorf("withdrawn before it came: %v, %v", moved, err)
		}
	}
	if advance(t, store, nova.Sub, gone) {
		t.Error("a message came after it had gone")
	}
	if side := sideOf(t, store, nova.Sub, group); side.Preview != nil || side.LastMessageID != gone.ID {
		t.Errorf("the inbox is %+v", side)
	}
	last := newMessage(t, group, ziggy, "last", noon.Add(3*time.Second))
	edited, when := last, noon.Add(time.Minute)
	edited.Text, edited.EditedAt = "edited", &when
	if !advance(t, store, nova.Sub, edited) || advance(t, store, nova.Sub, last) {
		t.Error("the edit did not stay")
	}
	if side := sideOf(t, store, nova.Sub, group); side.Preview == nil || side.Preview.Excerpt != "edited" {
		t.Errorf("the inbox is %+v", side)
	}
}

// Rows are made for members only, from the message on that they may see.
func testNoRowForOthers(t *testing.T, open Open) {
	store := open(at(noon))
	nova, ziggy := NewPerson("nova"), NewPerson("ziggy")
	g := newGroup(t, store, nova, ziggy)
	m := newMessage(t, g.ID, nova, "hello", noon)
	none := func(who string, sub, group uuid.UUID) {
		t.Helper()
		m := m
		m.Group = group
		withdrawn, err := store.WithdrawInbox(t.Context(), sub, group, m.ID)
		if err != nil || withdrawn || advance(t, store, sub, m) {
			t.Errorf("%s: a row was moved (%v)", who, err)
		}
		if sides, err := store.Sides(t.Context(), group, []uuid.UUID{sub}); err != nil || len(sides) != 0 {
			t.Errorf("%s: a row was made: %+v, %v", who, sides, err)
		}
	}
	none("a stranger", uuid.New(), g.ID)
	none("no group", nova.Sub, uuid.New())
	advance(t, store, ziggy.Sub, m)
	left := newMessage(t, g.ID, ziggy, "", noon.Add(time.Second))
	left.Kind = conversations.Left
	change := conversations.GroupChange{Group: g.ID, By: ziggy.Sub, Leave: true, Events: []conversations.Message{left}}
	if err := store.ChangeGroup(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	none("who has left", ziggy.Sub, g.ID)
	added := newMessage(t, g.ID, nova, "", noon.Add(2*time.Second))
	added.Kind, added.Subject = conversations.Added, &ziggy
	change = conversations.GroupChange{
		Group: g.ID, By: nova.Sub, Add: &conversations.Member{Person: ziggy, Since: added.ID}, Events: []conversations.Message{added},
	}
	if err := store.ChangeGroup(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	none("who came later", ziggy.Sub, g.ID)
	if !advance(t, store, ziggy.Sub, added) {
		t.Error("a new member's row was not made")
	}
}
