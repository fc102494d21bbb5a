package conversationstest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
)

// noon is when the suite happens, unless it says otherwise.
var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// Open returns a store by a clock. All that one Open returns are the same store.
type Open func(now func() time.Time) Store

func at(moment time.Time) func() time.Time { return func() time.Time { return moment } }

// TestStore holds a store to what its users rely on.
func TestStore(t *testing.T, open Open) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, Open){
		"a group is found as it was made":            testGroup,
		"a group is made once":                       testGroupOnce,
		"members change a group":                     testChanges,
		"a group has an end of seats":                testFull,
		"former members change nothing":              testFormer,
		"a message is sent once":                     testSendOnce,
		"many tries at once send one message":        testSendAtOnce,
		"a key with another request is refused":      testKeyReused,
		"a key is forgotten after a day":             testKeyForgotten,
		"a message carries everything":               testMessage,
		"pages, both ways":                           testPages,
		"what has expired is read by nobody":         testExpired,
		"a page is full behind what has expired":     testFullPages,
		"unread messages are counted up to a point":  testUnread,
		"an edit meets the text that it was made of": testEdit,
		"what is deleted is gone":                    testDelete,
		"read marks move forward":                    testRead,
		"conversations are listed, newest first":     testInboxes,
		"an inbox only moves forward":                testAdvance,
		"a preview follows its message":              testPreview,
		"what was withdrawn does not come back":      testWithdraw,
		"inboxes take things in any order":           testAnyOrder,
		"inboxes are made for members only":          testNoRowForOthers,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open)
		})
	}
}

// makers make the ids of messages, one for each test: ids of one maker never go
// back in time.
var makers sync.Map

func newID(tb testing.TB, at time.Time) uuid.UUID {
	tb.Helper()
	maker, _ := makers.LoadOrStore(tb.Name(), &conversations.IDs{})
	id, err := maker.(*conversations.IDs).New(at)
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

// NewPerson makes somebody up.
func NewPerson(handle string) conversations.Person {
	return conversations.Person{Sub: uuid.New(), Handle: handle, DisplayName: "Name of " + handle}
}

func newGroup(t *testing.T, store Store, people ...conversations.Person) conversations.Group {
	t.Helper()
	g := conversations.Group{
		ID: uuid.New(), Kind: conversations.Several, Name: "The Group", Timer: conversations.Off, CreatedAt: noon, Fingerprint: "f",
	}
	for _, person := range people {
		g.Members = append(g.Members, conversations.Member{Person: person, Since: newID(t, noon)})
	}
	if err := store.CreateGroup(t.Context(), g, people[0].Sub); err != nil {
		t.Fatal(err)
	}
	return ordered(g)
}

func newMessage(t *testing.T, group uuid.UUID, sender conversations.Person, text string, sent time.Time) conversations.Message {
	t.Helper()
	return conversations.Message{
		ID: newID(t, sent), Group: group, Kind: conversations.Text, Sender: sender, Receiver: uuid.New(), Text: text,
		ClientID: uuid.NewString(),
	}
}

func send(t *testing.T, store Store, m conversations.Message) conversations.Message {
	t.Helper()
	stored, sent, err := store.Send(t.Context(), m, "fingerprint")
	if err != nil || !sent {
		t.Fatalf("send: %v, %v", sent, err)
	}
	return stored
}

func testGroup(t *testing.T, open Open) {
	store := open(at(noon))
	want := newGroup(t, store, NewPerson("nova"), NewPerson("ziggy"), NewPerson("luna"))
	got, err := store.Group(t.Context(), want.ID)
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
	if _, err := store.Group(t.Context(), uuid.New()); !errors.Is(err, conversations.ErrGroupNotFound) {
		t.Errorf("another: %v", err)
	}
	other := newGroup(t, store, NewPerson("nova"))
	many := []uuid.UUID{want.ID, uuid.New(), other.ID}
	for range 110 { // more than a batch
		many = append(many, uuid.New())
	}
	found, err := store.Groups(t.Context(), many)
	if err != nil || len(found) != 2 || fmt.Sprint(found[want.ID]) != fmt.Sprint(want) {
		t.Errorf("groups: %v, %v", found, err)
	}
}

func testGroupOnce(t *testing.T, open Open) {
	store := open(at(noon))
	nova := NewPerson("nova")
	g := newGroup(t, store, nova, NewPerson("ziggy"))
	event := conversations.Message{ID: newID(t, noon), Group: g.ID, Kind: conversations.Created, Sender: nova}
	if err := store.CreateGroup(t.Context(), g, nova.Sub, event); !errors.Is(err, conversations.ErrGroupExists) {
		t.Errorf("again: %v", err)
	}
	if _, err := store.Message(t.Context(), g.ID, event.ID); !errors.Is(err, conversations.ErrMessageNotFound) {
		t.Errorf("the event of what didn't happen: %v", err)
	}
	rows, err := store.Inboxes(t.Context(), nova.Sub, nil, 10)
	if err != nil || len(rows) != 1 || rows[0].Group != g.ID || !rows[0].LastMessageAt.Equal(noon) {
		t.Errorf("the starter's list: %+v, %v", rows, err)
	}
}

func testChanges(t *testing.T, open Open) {
	store := open(at(noon))
	nova, ziggy, luna := NewPerson("nova"), NewPerson("ziggy"), NewPerson("luna")
	g := newGroup(t, store, nova, ziggy)
	name, timer := "Another Name", conversations.Timer("1-day")
	event := conversations.Message{ID: newID(t, noon), Group: g.ID, Kind: conversations.Renamed, Sender: ziggy, Name: name}
	changes := []conversations.GroupChange{
		{Group: g.ID, By: ziggy.Sub, Name: &name, Timer: &timer, Events: []conversations.Message{event}},
		{Group: g.ID, By: nova.Sub, Add: &conversations.Member{Person: luna, Since: event.ID}},
		{Group: g.ID, By: nova.Sub, Leave: true},
	}
	for i, change := range changes {
		if err := store.ChangeGroup(t.Context(), change); err != nil {
			t.Fatalf("change %d: %v", i, err)
		}
	}
	got, err := store.Group(t.Context(), g.ID)
	if err != nil || got.Name != name || got.Timer != timer || len(got.Members) != 2 {
		t.Fatalf("got %+v, %v", got, err)
	}
	if member, in := got.Member(luna.Sub); !in || member.Since != event.ID || member.Handle != "luna" {
		t.Errorf("who was added: %+v", member)
	}
	if stored, err := store.Message(t.Context(), g.ID, event.ID); err != nil || stored.Name != name {
		t.Errorf("the event: %+v, %v", stored, err)
	}
	if rows, err := store.Inboxes(t.Context(), nova.Sub, nil, 10); err != nil || len(rows) != 0 {
		t.Errorf("who left still has %+v, %v", rows, err)
	}
	again := store.ChangeGroup(t.Context(), changes[1])
	if !errors.Is(again, conversations.ErrGroupNotFound) { // by who has left
		t.Errorf("by a former member: %v", again)
	}
	changes[1].By = ziggy.Sub
	if again = store.ChangeGroup(t.Context(), changes[1]); !errors.Is(again, conversations.ErrMemberAlready) {
		t.Errorf("added again: %v", again)
	}
}

// Of many who are added at once, as many come in as there are seats.
func testFull(t *testing.T, open Open) {
	store := open(at(noon))
	nova := NewPerson("nova")
	people := []conversations.Person{nova}
	for range conversations.MaxMembers - 4 {
		people = append(people, NewPerson("somebody"))
	}
	g := newGroup(t, store, people...)
	results := make([]error, 8)
	var all sync.WaitGroup
	for i := range results {
		all.Go(func() {
			results[i] = store.ChangeGroup(t.Context(), conversations.GroupChange{
				Group: g.ID, By: nova.Sub, Add: &conversations.Member{Person: NewPerson("new")},
			})
		})
	}
	all.Wait()
	added := 0
	for _, err := range results {
		if err == nil {
			added++
		} else if !errors.Is(err, conversations.ErrGroupFull) {
			t.Errorf("adding: %v", err)
		}
	}
	got, err := store.Group(t.Context(), g.ID)
	if err != nil || added != 3 || len(got.Members) != conversations.MaxMembers {
		t.Errorf("%d were added, there are %d members, %v", added, len(got.Members), err)
	}
}

func testFormer(t *testing.T, open Open) {
	store := open(at(noon))
	nova, ziggy := NewPerson("nova"), NewPerson("ziggy")
	g := newGroup(t, store, nova, ziggy)
	name := "x"
	strangers := []conversations.GroupChange{
		{Group: g.ID, By: uuid.New(), Name: &name},
		{Group: g.ID, By: uuid.New(), Leave: true},
		{Group: uuid.New(), By: nova.Sub, Leave: true},
	}
	for _, change := range strangers {
		if err := store.ChangeGroup(t.Context(), change); !errors.Is(err, conversations.ErrGroupNotFound) {
			t.Errorf("%+v: %v", change, err)
		}
	}
	leave := conversations.GroupChange{Group: g.ID, By: ziggy.Sub, Leave: true}
	if err := store.ChangeGroup(t.Context(), leave); err != nil {
		t.Fatal(err)
	}
	if err := store.ChangeGroup(t.Context(), leave); !errors.Is(err, conversations.ErrGroupNotFound) {
		t.Errorf("left again: %v", err)
	}
}

func testInboxes(t *testing.T, open Open) {
	store := open(at(noon))
	nova := NewPerson("nova")
	want := make([]uuid.UUID, 0, 7)
	for i := range 7 {
		group := uuid.New()
		if err := store.OpenInbox(t.Context(), nova.Sub, group, noon.Add(time.Duration(i/2)*time.Minute)); err != nil {
			t.Fatal(err)
		}
		want = append(want, group)
	}
	// What was only read in, or muted, is in no list.
	if _, err := store.MarkRead(t.Context(), nova.Sub, uuid.New(), newID(t, noon)); err != nil {
		t.Fatal(err)
	}
	if err := store.Mute(t.Context(), nova.Sub, want[0], true); err != nil {
		t.Fatal(err)
	}
	if err := store.OpenInbox(t.Context(), nova.Sub, want[0], noon.Add(time.Hour)); err != nil { // stays where it is
		t.Fatal(err)
	}
	var got []conversations.Inbox
	var after *conversations.InboxPosition
	for {
		page, err := store.Inboxes(t.Context(), nova.Sub, after, 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		got = append(got, page...)
		position := page[len(page)-1].Position()
		after = &position
	}
	seen := map[uuid.UUID]bool{}
	for i, row := range got {
		seen[row.Group] = true
		if i > 0 && row.LastMessageAt.After(got[i-1].LastMessageAt) {
			t.Errorf("row %d is newer than the one before", i)
		}
		if row.Muted != (row.Group == want[0]) {
			t.Errorf("row %d is muted: %v", i, row.Muted)
		}
	}
	if len(got) != 7 || len(seen) != 7 || slices.ContainsFunc(want, func(id uuid.UUID) bool { return !seen[id] }) {
		t.Errorf("%d rows of %d conversations, want 7 of 7", len(got), len(seen))
	}
}
