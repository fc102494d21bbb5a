package conversationstest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
)

func testSendOnce(t *testing.T, open Open) {
	store := open(at(noon))
	first := newMessage(t, uuid.New(), NewPerson("nova"), "hello", noon)
	send(t, store, first)
	again := first
	again.ID = newID(t, noon.Add(time.Second))
	if got, before, err := store.Sent(t.Context(), again, "fingerprint"); err != nil || !before || got.ID != first.ID {
		t.Errorf("sent before: %v, %v, %v", got.ID, before, err)
	}
	if _, before, err := store.Sent(t.Context(), newMessage(t, first.Group, first.Sender, "", noon), "f"); err != nil || before {
		t.Errorf("never sent: %v, %v", before, err)
	}
	for range 3 {
		got, sent, err := store.Send(t.Context(), again, "fingerprint")
		if err != nil || sent || got.ID != first.ID {
			t.Errorf("again: %v, %v, %v", got.ID, sent, err)
		}
	}
	other := again // of somebody else, by the same name
	other.ID, other.Sender = newID(t, noon), NewPerson("ziggy")
	if _, sent, err := store.Send(t.Context(), other, "fingerprint"); err != nil || !sent {
		t.Errorf("somebody else's: %v, %v", sent, err)
	}
	if all := everything(t, store, first.Group); len(all) != 2 {
		t.Errorf("%d messages, want 2", len(all))
	}
}

func testSendAtOnce(t *testing.T, open Open) {
	store := open(at(noon))
	base := newMessage(t, uuid.New(), NewPerson("nova"), "hello", noon)
	got := make([]uuid.UUID, 10)
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() {
			one := base
			one.ID = newID(t, noon)
			stored, _, err := store.Send(t.Context(), one, "fingerprint")
			if err != nil {
				t.Error(err)
			}
			got[i] = stored.ID
		})
	}
	all.Wait()
	stored := everything(t, store, base.Group)
	if len(stored) != 1 {
		t.Fatalf("%d messages, want 1", len(stored))
	}
	for i, id := range got {
		if id != stored[0].ID {
			t.Errorf("try %d was answered with another message", i)
		}
	}
}

// everything is all that can be read of a conversation, oldest first.
func everything(t *testing.T, store Store, group uuid.UUID) []conversations.Message {
	t.Helper()
	all, err := store.Messages(t.Context(), group, conversations.Query{To: uuid.Max, Newer: true, Limit: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func testKeyReused(t *testing.T, open Open) {
	store := open(at(noon))
	m := newMessage(t, uuid.New(), NewPerson("nova"), "hello", noon)
	send(t, store, m)
	m.ID = newID(t, noon)
	if _, _, err := store.Send(t.Context(), m, "another"); !errors.Is(err, conversations.ErrKeyReused) {
		t.Errorf("got %v", err)
	}
	if _, _, err := store.Sent(t.Context(), m, "another"); !errors.Is(err, conversations.ErrKeyReused) {
		t.Errorf("looked for, %v", err)
	}
	if err := store.DeleteMessage(t.Context(), m.Group, everything(t, store, m.Group)[0].ID, m.Sender.Sub); err != nil {
		t.Fatal(err)
	}
	if _, _, err := store.Send(t.Context(), m, "fingerprint"); !errors.Is(err, conversations.ErrMessageNotFound) {
		t.Errorf("after it was deleted: %v", err)
	}
}

// Whether DynamoDB has removed the row by then or not.
func testKeyForgotten(t *testing.T, open Open) {
	m := newMessage(t, uuid.New(), NewPerson("nova"), "hello", noon)
	send(t, open(at(noon)), m)
	m.ID = newID(t, noon)
	if _, sent, err := open(at(noon.Add(24*time.Hour-time.Second))).Send(t.Context(), m, "fingerprint"); err != nil || sent {
		t.Errorf("a day later but a second: %v, %v", sent, err)
	}
	if _, before, err := open(at(noon.Add(24*time.Hour+time.Second))).Sent(t.Context(), m, "fingerprint"); err != nil || before {
		t.Errorf("a day later it is known: %v, %v", before, err)
	}
	if _, sent, err := open(at(noon.Add(24*time.Hour+time.Second))).Send(t.Context(), m, "fingerprint"); err != nil || !sent {
		t.Errorf("a day later: %v, %v", sent, err)
	}
}

func testMessage(t *testing.T, open Open) {
	store := open(at(noon))
	end := noon.Add(time.Hour)
	ziggy := NewPerson("ziggy")
	full := newMessage(t, uuid.New(), NewPerson("nova"), "naïve 🔥 \"text\"\nof two lines", noon)
	full.ExpiresAt = &end
	full.Photos = []conversations.Photo{{
		ID: uuid.New(), Alt: "a cat", Width: 4, Height: 3, Animated: true, Placeholder: "abc",
		Widths: []int{320, 640}, Formats: []string{"webp", "jpeg"},
	}, {ID: uuid.New(), Width: 1, Height: 1, Placeholder: "x", Widths: []int{1}, Formats: []string{"jpeg"}}}
	send(t, store, full)
	event := conversations.Message{
		ID: newID(t, noon), Group: full.Group, Kind: conversations.Added, Sender: full.Sender, Subject: &ziggy, ClientID: "event",
	}
	send(t, store, event)
	timer := event
	timer.ID, timer.ClientID = newID(t, noon), "timer"
	timer.Kind, timer.Subject, timer.Timer, timer.Name = conversations.TimerSet, nil, "1-day", "a name"
	send(t, store, timer)
	for _, want := range []conversations.Message{full, event, timer} {
		got, err := store.Message(t.Context(), want.Group, want.ID)
		if err != nil || describe(got) != describe(want) {
			t.Errorf("got %s, %v\nwant %s", describe(got), err, describe(want))
		}
	}
	if _, err := store.Message(t.Context(), uuid.New(), full.ID); !errors.Is(err, conversations.ErrMessageNotFound) {
		t.Errorf("of another group: %v", err)
	}
}

// describe prints what pointers point to.
func describe(m conversations.Message) string {
	subject, edited, end := "", "", ""
	if m.Subject != nil {
		subject = fmt.Sprint(*m.Subject)
	}
	if m.EditedAt != nil {
		edited = m.EditedAt.UTC().String()
	}
	if m.ExpiresAt != nil {
		end = m.ExpiresAt.UTC().String()
	}
	m.Subject, m.EditedAt, m.ExpiresAt = nil, nil, nil
	return fmt.Sprintf("%+v subject %s edited %s end %s", m, subject, edited, end)
}

func testPages(t *testing.T, open Open) {
	store := open(at(noon))
	group, nova := uuid.New(), NewPerson("nova")
	sent := make([]uuid.UUID, 12)
	for i := range sent {
		sent[i] = send(t, store, newMessage(t, group, nova, fmt.Sprint(i), noon.Add(time.Duration(i)*time.Second))).ID
	}
	tests := map[string]struct {
		query conversations.Query
		want  []int
	}{
		"the newest":                {conversations.Query{To: uuid.Max, Limit: 3}, []int{11, 10, 9}},
		"older, the bound included": {conversations.Query{To: sent[5], Limit: 3}, []int{5, 4, 3}},
		"the last page":             {conversations.Query{To: sent[1], Limit: 3}, []int{1, 0}},
		"newer":                     {conversations.Query{From: sent[8], To: uuid.Max, Newer: true, Limit: 2}, []int{8, 9}},
		"newer, the last page":      {conversations.Query{From: sent[10], To: uuid.Max, Newer: true, Limit: 5}, []int{10, 11}},
		"from a time on":            {conversations.Query{From: conversations.FirstAt(noon.Add(9 * time.Second)), To: uuid.Max, Newer: true, Limit: 9}, []int{9, 10, 11}},
		"bounds that cross":         {conversations.Query{From: sent[5], To: sent[4], Limit: 9}, nil},
		"one":                       {conversations.Query{From: sent[5], To: sent[5], Limit: 9}, []int{5}},
	}
	for name, test := range tests {
		found, err := store.Messages(t.Context(), group, test.query)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var got []int
		for _, m := range found {
			for i, id := range sent {
				if id == m.ID {
					got = append(got, i)
				}
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("%s: got %v, want %v", name, got, test.want)
		}
	}
}

func testExpired(t *testing.T, open Open) {
	store, end := open(at(noon)), noon.Add(time.Hour)
	m := newMessage(t, uuid.New(), NewPerson("nova"), "brief", noon)
	m.ExpiresAt = &end
	send(t, store, m)
	reader := uuid.New()
	reads := func(store Store) (found int) {
		if _, err := store.Message(t.Context(), m.Group, m.ID); err == nil {
			found++
		} else if !errors.Is(err, conversations.ErrMessageNotFound) {
			t.Error(err)
		}
		unread, err := store.CountUnread(t.Context(), m.Group, reader, uuid.Nil, 99)
		if err != nil {
			t.Error(err)
		}
		return found + unread + len(everything(t, store, m.Group))
	}
	if n := reads(open(at(end.Add(-time.Millisecond)))); n != 3 {
		t.Errorf("just before its end %d of 3 reads find it", n)
	}
	late := open(at(end))
	if n := reads(late); n != 0 {
		t.Errorf("at its end %d reads find it", n)
	}
	again := m
	again.ID = newID(t, noon)
	if _, _, err := late.Send(t.Context(), again, "fingerprint"); !errors.Is(err, conversations.ErrMessageNotFound) {
		t.Errorf("sent again: %v", err)
	}
}

func testFullPages(t *testing.T, open Open) {
	store, end := open(at(noon)), noon.Add(time.Hour)
	group, nova := uuid.New(), NewPerson("nova")
	for i := range 40 { // of each four, one stays
		m := newMessage(t, group, nova, fmt.Sprint(i), noon.Add(time.Duration(i)*time.Second))
		if i%4 != 0 {
			m.ExpiresAt = &end
		}
		send(t, store, m)
	}
	late := open(at(end))
	for _, newer := range []bool{true, false} {
		page, err := late.Messages(t.Context(), group, conversations.Query{To: uuid.Max, Newer: newer, Limit: 7})
		if err != nil || len(page) != 7 {
			t.Errorf("newer %v: %d messages, want 7 (%v)", newer, len(page), err)
		}
	}
	if all := everything(t, late, group); len(all) != 10 {
		t.Errorf("%d are left, want 10", len(all))
	}
}

func testUnread(t *testing.T, open Open) {
	store := open(at(noon))
	group, nova, ziggy := uuid.New(), NewPerson("nova"), NewPerson("ziggy")
	var fifth uuid.UUID
	for i := range 12 {
		sender := nova
		if i%3 == 0 {
			sender = ziggy
		}
		id := send(t, store, newMessage(t, group, sender, fmt.Sprint(i), noon.Add(time.Duration(i)*time.Second))).ID
		if i == 5 {
			fifth = id
		}
	}
	event := newMessage(t, group, nova, "", noon.Add(time.Minute))
	event.Kind = conversations.Left
	send(t, store, event)
	for _, test := range []struct {
		reader uuid.UUID
		from   uuid.UUID
		limit  int
		want   int
	}{
		{ziggy.Sub, uuid.Nil, 99, 8},
		{nova.Sub, uuid.Nil, 99, 4},
		{ziggy.Sub, fifth, 99, 5},
		{ziggy.Sub, uuid.Nil, 3, 3},
		{ziggy.Sub, event.ID, 99, 0},
	} {
		got, err := store.CountUnread(t.Context(), group, test.reader, test.from, test.limit)
		if err != nil || got != test.want {
			t.Errorf("%+v: got %d, %v", test, got, err)
		}
	}
}

func testEdit(t *testing.T, open Open) {
	store := open(at(noon))
	m := send(t, store, newMessage(t, uuid.New(), NewPerson("nova"), "first", noon))
	one, two := noon.Add(time.Second), noon.Add(2*time.Second)
	edit := func(text string, at time.Time, last *time.Time, sender conversations.Person) error {
		edited := m
		edited.Text, edited.EditedAt, edited.Sender = text, &at, sender
		return store.EditMessage(t.Context(), edited, last)
	}
	if err := edit("second", one, nil, m.Sender); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"of what was edited since": edit("other", two, nil, m.Sender),
		"by somebody else":         edit("other", two, &one, NewPerson("ziggy")),
	} {
		if !errors.Is(err, conversations.ErrMessageNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := edit("third", two, &one, m.Sender); err != nil {
		t.Error(err)
	}
	got, err := store.Message(t.Context(), m.Group, m.ID)
	if err != nil || got.Text != "third" || got.EditedAt == nil || !got.EditedAt.Equal(two) || got.ClientID != m.ClientID {
		t.Errorf("got %s, %v", describe(got), err)
	}
	m.ID = newID(t, noon)
	if err := edit("nothing", two, nil, m.Sender); !errors.Is(err, conversations.ErrMessageNotFound) {
		t.Errorf("what never was: %v", err)
	}
	if all := everything(t, store, m.Group); len(all) != 1 {
		t.Errorf("%d messages, want 1", len(all))
	}
}

func testDelete(t *testing.T, open Open) {
	store := open(at(noon))
	m := send(t, store, newMessage(t, uuid.New(), NewPerson("nova"), "said", noon))
	if err := store.DeleteMessage(t.Context(), m.Group, m.ID, uuid.New()); !errors.Is(err, conversations.ErrMessageNotFound) {
		t.Errorf("by somebody else: %v", err)
	}
	for range 2 {
		if err := store.DeleteMessage(t.Context(), m.Group, m.ID, m.Sender.Sub); err != nil {
			t.Error(err)
		}
	}
	if all := everything(t, store, m.Group); len(all) != 0 {
		t.Errorf("%d messages are left", len(all))
	}
	now := noon.Add(time.Minute)
	m.EditedAt = &now
	if err := store.EditMessage(t.Context(), m, nil); !errors.Is(err, conversations.ErrMessageNotFound) {
		t.Errorf("edited afterwards: %v", err)
	}
}
