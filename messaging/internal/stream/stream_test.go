package stream_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/conversations/conversationstest"
	"github.com/cruddur/cruddur/messaging/internal/dynamo"
	"github.com/cruddur/cruddur/messaging/internal/eventsource"
	"github.com/cruddur/cruddur/messaging/internal/httpapi/contract"
	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/messaging/internal/live/livetest"
	"github.com/cruddur/cruddur/messaging/internal/stream"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

func now() time.Time { return noon }

func newPerson(handle string) conversations.Person {
	return conversations.Person{Sub: uuid.New(), Handle: handle, DisplayName: strings.ToUpper(handle)}
}

// idAt is the id of a message that is sent that long after noon.
func idAt(after time.Duration) uuid.UUID {
	id := conversations.FirstAt(noon.Add(after))
	random := uuid.New()
	copy(id[9:], random[9:])
	return id
}

// letters is a dead-letter queue in memory.
type letters struct {
	Before, After func(call string) error

	mu   sync.Mutex
	sent []stream.Letter
}

func (l *letters) Send(_ context.Context, letter stream.Letter) error {
	if l.Before != nil {
		if err := l.Before("letter"); err != nil {
			return err
		}
	}
	l.mu.Lock()
	l.sent = append(l.sent, letter)
	l.mu.Unlock()
	if l.After != nil {
		return l.After("letter")
	}
	return nil
}

// show is what the API shows, as far as it matters here.
func show(viewer uuid.UUID, m conversations.Message) (contract.Message, error) {
	if m.Text == "unshowable" {
		return contract.Message{}, errors.New("no signature")
	}
	shown := contract.Message{ID: m.ID, Kind: contract.MessageKind(m.Kind), Message: m.Text}
	if viewer == m.Sender.Sub {
		shown.ClientID = &m.ClientID
	}
	return shown, nil
}

// bundle is the Lambda on memory, a group of nova, ziggy and late, who came an
// hour after noon, and a window for each, named as they are.
type bundle struct {
	*stream.Handler
	memory            *conversationstest.Memory
	gateway           *livetest.Gateway
	registry          *livetest.Registry
	letters           *letters
	group             conversations.Group
	nova, ziggy, late conversations.Person
	outsider          conversations.Person
	sequence          int
}

func setup(t *testing.T) *bundle {
	t.Helper()
	b := &bundle{
		memory: conversationstest.NewMemory(now), gateway: &livetest.Gateway{}, registry: &livetest.Registry{}, letters: &letters{},
		nova: newPerson("nova"), ziggy: newPerson("ziggy"), late: newPerson("late"), outsider: newPerson("outsider"),
	}
	b.Handler = &stream.Handler{
		Observed:      stream.NewObserved(),
		Conversations: b.memory, Pusher: live.NewPusher(b.registry, b.gateway, now), Letters: b.letters, Show: show, Now: now,
	}
	b.group = conversations.Group{ID: uuid.New(), Kind: conversations.Several, Name: "Moon", Members: []conversations.Member{
		{Person: b.nova}, {Person: b.ziggy}, {Person: b.late, Since: conversations.FirstAt(noon.Add(time.Hour))},
	}}
	if err := b.memory.CreateGroup(t.Context(), b.group, b.nova.Sub); err != nil {
		t.Fatal(err)
	}
	for _, person := range []conversations.Person{b.nova, b.ziggy, b.late, b.outsider} {
		err := b.registry.Add(t.Context(), live.Connection{
			Person: person.Sub, ID: person.Handle, OpenedAt: noon, TokenExpires: noon.Add(time.Hour),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func (b *bundle) message(from conversations.Person, after time.Duration, text string) conversations.Message {
	return conversations.Message{
		ID: idAt(after), Group: b.group.ID, Kind: conversations.Text, Sender: from, Text: text, ClientID: "client-" + text,
	}
}

// images encodes a message as records have it; nil for none.
func images(t *testing.T, m *conversations.Message) json.RawMessage {
	t.Helper()
	if m == nil {
		return nil
	}
	item, err := dynamo.EncodeMessage(*m)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := attributevalue.MarshalMapJSON(item)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// record is a record as AWS writes it.
func (b *bundle) record(t *testing.T, before, after *conversations.Message) eventsource.Record {
	t.Helper()
	kind, m := stream.Modify, after
	switch {
	case before == nil:
		kind = stream.Insert
	case after == nil:
		kind, m = stream.Remove, before
	}
	keys := fmt.Sprintf(`{"pk":{"S":%q},"sk":{"S":%q}}`, dynamo.GroupKey(m.Group), dynamo.MessageKey(m.ID))
	return b.raw(t, kind, keys, images(t, before), images(t, after))
}

func (b *bundle) raw(t *testing.T, kind stream.Kind, keys string, before, after json.RawMessage) eventsource.Record {
	t.Helper()
	b.sequence++
	number := fmt.Sprintf("4421584500000000017450%06d", b.sequence)
	change := map[string]any{
		"ApproximateCreationDateTime": noon.Unix(), "Keys": json.RawMessage(keys), "SequenceNumber": number,
		"SizeBytes": 100, "StreamViewType": "NEW_AND_OLD_IMAGES",
	}
	if before != nil {
		change["OldImage"] = before
	}
	if after != nil {
		change["NewImage"] = after
	}
	record, err := json.Marshal(map[string]any{
		"eventID": uuid.NewString(), "eventName": kind, "eventVersion": "1.1", "eventSource": "aws:dynamodb", "awsRegion": "us-east-1",
		"dynamodb": change, "eventSourceARN": "arn:aws:dynamodb:us-east-1:000000000000:table/conversations/stream/1",
	})
	if err != nil {
		t.Fatal(err)
	}
	return eventsource.Record{SequenceNumber: number, At: noon, JSON: record}
}

// deliver hands records over as one batch.
func (b *bundle) deliver(t *testing.T, records ...eventsource.Record) []stream.ItemFailure {
	t.Helper()
	var event stream.Event
	for _, record := range records {
		event.Records = append(event.Records, record.JSON)
	}
	response, err := b.Handle(t.Context(), event)
	if err != nil {
		t.Fatal(err)
	}
	return response.BatchItemFailures
}

// preview is what a person's list shows: the excerpt, "-" for a row without a
// preview, "" for no row.
func (b *bundle) preview(t *testing.T, of conversations.Person) string {
	t.Helper()
	sides, err := b.memory.Sides(t.Context(), b.group.ID, []uuid.UUID{of.Sub})
	if err != nil {
		t.Fatal(err)
	}
	row, there := sides[of.Sub]
	switch {
	case !there:
		return ""
	case row.Preview == nil:
		return "-"
	}
	return row.Preview.Excerpt
}

func TestAMessageMovesRowsAndIsTold(t *testing.T) {
	t.Parallel()
	b := setup(t)
	m := b.message(b.nova, time.Second, "hello")
	if failed := b.deliver(t, b.record(t, nil, &m)); len(failed) != 0 {
		t.Fatal(failed)
	}
	for _, person := range []conversations.Person{b.nova, b.ziggy} {
		frames := b.gateway.Frames(person.Handle)
		if b.preview(t, person) != "hello" || len(frames) != 1 || frames[0].Type != live.TypeMessage || frames[0].Message.ID != m.ID {
			t.Errorf("%s: %q, %+v", person.Handle, b.preview(t, person), frames)
			continue
		}
		if own := frames[0].Message.ClientID != nil; own != (person == b.nova) {
			t.Errorf("%s sees the client id: %t", person.Handle, own)
		}
	}
	for _, person := range []conversations.Person{b.late, b.outsider} {
		if b.preview(t, person) != "" || len(b.gateway.Frames(person.Handle)) != 0 {
			t.Errorf("%s: %q, %v", person.Handle, b.preview(t, person), b.gateway.Frames(person.Handle))
		}
	}
}

func TestAnEditIsTold(t *testing.T) {
	t.Parallel()
	b := setup(t)
	m := b.message(b.nova, time.Second, "helo")
	edited := m
	at := noon.Add(time.Minute)
	edited.Text, edited.EditedAt = "hello", &at
	b.deliver(t, b.record(t, nil, &m), b.record(t, &m, &edited))
	want := []live.Type{live.TypeMessage, live.TypeMessageEdited}
	if got := b.gateway.Types("ziggy"); b.preview(t, b.ziggy) != "hello" || !slices.Equal(got, want) {
		t.Errorf("%q, told %v", b.preview(t, b.ziggy), got)
	}
}

func TestADeletionIsTold(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first, second := b.message(b.nova, time.Second, "first"), b.message(b.ziggy, 2*time.Second, "second")
	b.deliver(t, b.record(t, nil, &first), b.record(t, nil, &second), b.record(t, &first, nil))
	if got := b.preview(t, b.nova); got != "second" {
		t.Errorf("after an older one went: %q", got)
	}
	b.deliver(t, b.record(t, &second, nil))
	if got := b.preview(t, b.nova); got != "-" {
		t.Errorf("after the newest went: %q", got)
	}
	frames := b.gateway.Frames("ziggy")
	if len(frames) != 4 || *frames[2].MessageID != first.ID || *frames[3].MessageID != second.ID {
		t.Errorf("told %+v", frames)
	}
}

// DynamoDB removes what has expired some time later. Clients have clocks.
func TestWhatHasExpiredIsToldToNobody(t *testing.T) {
	t.Parallel()
	b := setup(t)
	m := b.message(b.nova, -time.Hour, "old")
	end := noon
	m.ExpiresAt = &end
	b.deliver(t, b.record(t, nil, &m), b.record(t, &m, nil))
	if got := b.gateway.Frames("ziggy"); len(got) != 0 || b.preview(t, b.ziggy) != "-" {
		t.Errorf("%q, told %+v", b.preview(t, b.ziggy), got)
	}
}

func TestEventsMakeClientsReadTheGroup(t *testing.T) {
	t.Parallel()
	b := setup(t)
	event := b.message(b.outsider, time.Second, "")
	event.Kind = conversations.Left // the outsider was a member until just now
	b.deliver(t, b.record(t, nil, &event))
	if got := b.gateway.Types("nova"); !slices.Equal(got, []live.Type{live.TypeMessage, live.TypeGroupChanged}) {
		t.Errorf("a member was told %v", got)
	}
	if got := b.gateway.Types("outsider"); !slices.Equal(got, []live.Type{live.TypeGroupChanged}) {
		t.Errorf("who left was told %v", got)
	}
	if got := b.preview(t, b.outsider); got != "" {
		t.Errorf("who left has a row: %q", got)
	}
}

func TestNewMembersSeeWhatIsSaidFromThenOn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	before, after := b.message(b.nova, 59*time.Minute, "before"), b.message(b.nova, time.Hour, "after")
	b.deliver(t, b.record(t, nil, &before), b.record(t, &before, nil))
	if got := b.gateway.Frames("late"); len(got) != 0 || b.preview(t, b.late) != "" {
		t.Errorf("%q, told %+v", b.preview(t, b.late), got)
	}
	b.deliver(t, b.record(t, nil, &after))
	if got := b.gateway.Types("late"); len(got) != 1 || b.preview(t, b.late) != "after" {
		t.Errorf("%q, told %v", b.preview(t, b.late), got)
	}
}

func TestMutedRowsMoveToo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if err := b.memory.Mute(t.Context(), b.ziggy.Sub, b.group.ID, true); err != nil {
		t.Fatal(err)
	}
	m := b.message(b.nova, time.Second, "hello")
	b.deliver(t, b.record(t, nil, &m))
	if b.preview(t, b.ziggy) != "hello" {
		t.Error("the row stands still")
	}
}

func TestWhatCannotBeShownIsHintedAt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	m := b.message(b.nova, time.Second, "unshowable")
	if failed := b.deliver(t, b.record(t, nil, &m)); len(failed) != 0 {
		t.Error(failed)
	}
	if got := b.gateway.Types("ziggy"); !slices.Equal(got, []live.Type{live.TypeGroupChanged}) {
		t.Errorf("told %v", got)
	}
}

func TestUnreadableRecords(t *testing.T) {
	t.Parallel()
	const keys = `{"pk":{"S":"GRP#b1d3a0b4-0000-4000-8000-000000000001"},"sk":{"S":"MSG#0199c2d0-0000-7000-8000-0000000000aa"}}`
	tests := map[string]struct {
		kind  stream.Kind
		keys  string
		image string
	}{
		"no image":           {stream.Insert, keys, ""},
		"not an image":       {stream.Insert, keys, `"hello"`},
		"an unknown type":    {stream.Insert, keys, `{"pk":{"X":"GRP#1"}}`},
		"no ids":             {stream.Insert, keys, `{"pk":{"S":"GRP#1"},"sk":{"S":"MSG#1"},"text":{"S":"secret"}}`},
		"an unknown event":   {"EXPLODE", keys, `{}`},
		"keys of other kind": {stream.Insert, `{"pk":{"N":"1"}}`, `{}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			var image json.RawMessage
			if test.image != "" {
				image = json.RawMessage(test.image)
			}
			bad := b.raw(t, test.kind, test.keys, nil, image)
			good := b.message(b.nova, time.Second, "hello")
			if failed := b.deliver(t, bad, b.record(t, nil, &good)); len(failed) != 0 {
				t.Errorf("failed: %v", failed)
			}
			if len(b.letters.sent) != 1 || b.preview(t, b.ziggy) != "hello" {
				t.Fatalf("%d letters; then %q", len(b.letters.sent), b.preview(t, b.ziggy))
			}
			letter := b.letters.sent[0]
			if letter.SequenceNumber != bad.SequenceNumber || letter.Reason != stream.Unreadable || letter.Error == "" {
				t.Errorf("%+v", letter)
			}
			if raw, _ := json.Marshal(letter); strings.Contains(string(raw), "secret") {
				t.Errorf("the letter says what was said: %s", raw)
			}
		})
	}
}

// If even the letter fails, Lambda has to try again: nothing is lost.
func TestALetterThatFailsFailsTheRecord(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.letters.Before = func(string) error { return errors.New("down") }
	bad := b.raw(t, stream.Insert, `{"sk":{"S":"MSG#1"}}`, nil, nil)
	if failed := b.deliver(t, bad); len(failed) != 1 || failed[0].ItemIdentifier != bad.SequenceNumber {
		t.Errorf("failed: %v", failed)
	}
}

func TestOtherItemsAreLeftAlone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	failed := b.deliver(t, b.raw(t, stream.Insert, `{"pk":{"S":"USR#1"},"sk":{"S":"GRP#1"}}`, nil, json.RawMessage(`{}`)))
	if len(failed) != 0 || len(b.letters.sent) != 0 {
		t.Errorf("failed %v, letters %v", failed, b.letters.sent)
	}
}

func TestTheFirstFailureIsReported(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]func() error{
		"an error": func() error { return errors.New("down") },
		"a panic":  nil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			first, second, third := b.message(b.nova, time.Second, "first"), b.message(b.nova, 2*time.Second, "second"), b.message(b.nova, 3*time.Second, "third")
			records := []eventsource.Record{b.record(t, nil, &first), b.record(t, nil, &second), b.record(t, nil, &third)}
			if broken == nil {
				b.Show = func(viewer uuid.UUID, m conversations.Message) (contract.Message, error) {
					if m.ID == second.ID {
						panic("broken")
					}
					return show(viewer, m)
				}
			} else {
				calls := 0
				b.memory.Before = func(string) error {
					if calls++; calls > 2 {
						return broken()
					}
					return nil
				}
				b.Conversations = oneByOne{b.memory}
			}
			failed := b.deliver(t, records...)
			if len(failed) != 1 || failed[0].ItemIdentifier != records[1].SequenceNumber {
				t.Errorf("failed: %v", failed)
			}
			told := map[uuid.UUID]bool{}
			for _, frame := range b.gateway.Frames("ziggy") {
				told[frame.Message.ID] = true
			}
			if !told[first.ID] || told[third.ID] {
				t.Errorf("told %v", told)
			}
		})
	}
}

// oneByOne makes the order of concurrent calls no matter of luck.
type oneByOne struct{ *conversationstest.Memory }

var turn sync.Mutex

func (o oneByOne) AdvanceInbox(ctx context.Context, member uuid.UUID, m conversations.Message) (bool, error) {
	turn.Lock()
	defer turn.Unlock()
	return o.Memory.AdvanceInbox(ctx, member, m)
}

func TestARecordWithoutANumberFailsTheBatch(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, raw := range []string{`{}`, `{"dynamodb":1}`, `null`} {
		if _, err := b.Handle(t.Context(), stream.Event{Records: []json.RawMessage{[]byte(raw)}}); err == nil {
			t.Errorf("%s: no error", raw)
		}
	}
}

// Who is waiting for a message does not wait for the rows.
func TestOthersAreToldBesideTheRows(t *testing.T) {
	t.Parallel()
	b := setup(t)
	told := make(chan struct{})
	b.gateway.Fault = func(_ context.Context, _, id string) error {
		if id == b.ziggy.Handle {
			close(told)
		}
		return nil
	}
	b.memory.Before = func(string) error {
		select {
		case <-told:
			return nil
		case <-time.After(time.Minute):
			return errors.New("ziggy was not told")
		}
	}
	m := b.message(b.nova, time.Second, "hello")
	if failed := b.deliver(t, b.record(t, nil, &m)); len(failed) != 0 || b.preview(t, b.ziggy) != "hello" {
		t.Errorf("failed %v, %q", failed, b.preview(t, b.ziggy))
	}
}

// Nor do the rows wait for a window that hangs.
func TestRowsMoveWhileAWindowHangs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	moved := make(chan struct{})
	var once sync.Once
	b.gateway.Fault = func(ctx context.Context, _, id string) error {
		if id != b.ziggy.Handle {
			return nil
		}
		select {
		case <-moved:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	b.Pusher.Patience = time.Minute
	b.memory.After = func(string) error {
		once.Do(func() { close(moved) })
		return nil
	}
	m := b.message(b.nova, time.Second, "hello")
	if failed := b.deliver(t, b.record(t, nil, &m)); len(failed) != 0 || b.preview(t, b.ziggy) != "hello" {
		t.Errorf("failed %v, %q", failed, b.preview(t, b.ziggy))
	}
	if frames := b.gateway.Frames(b.ziggy.Handle); len(frames) != 1 {
		t.Errorf("ziggy was told %+v", frames)
	}
}

// groupless is a table whose groups can't be read.
type groupless struct{ *conversationstest.Memory }

func (groupless) Group(context.Context, uuid.UUID) (conversations.Group, error) {
	return conversations.Group{}, errors.New("a group was read")
}

func TestAMessageBetweenTwoNeedsNoGroup(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Conversations = groupless{b.memory}
	m := b.message(b.nova, time.Second, "hello")
	m.Receiver = b.ziggy.Sub
	if failed := b.deliver(t, b.record(t, nil, &m)); len(failed) != 0 {
		t.Fatal(failed)
	}
	for _, person := range []conversations.Person{b.nova, b.ziggy} {
		frames := b.gateway.Frames(person.Handle)
		if b.preview(t, person) != "hello" || len(frames) != 1 || (frames[0].Message.ClientID != nil) != (person == b.nova) {
			t.Errorf("%s: %q, %+v", person.Handle, b.preview(t, person), frames)
		}
	}
	if frames := b.gateway.Frames(b.outsider.Handle); len(frames) != 0 {
		t.Errorf("an outsider was told %+v", frames)
	}
}

func TestWithoutWindowsRowsMoveAllTheSame(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.registry.Before = func(string) error { return errors.New("down") }
	m := b.message(b.nova, time.Second, "hello")
	if failed := b.deliver(t, b.record(t, nil, &m)); len(failed) != 0 || b.preview(t, b.ziggy) != "hello" {
		t.Errorf("failed %v, %q", failed, b.preview(t, b.ziggy))
	}
}
