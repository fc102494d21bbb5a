package stream_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/eventsource"
	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/messaging/internal/stream"
)

var errDown = errors.New("down")

// world is a conversation that goes on while the stream is followed. Its log is
// the truth: what was committed, in that order.
type world struct {
	*bundle

	t      *testing.T
	chance *rand.Rand
	plan   []string // what will be done, by name

	mu      sync.Mutex
	clock   time.Duration
	people  []conversations.Person
	log     []change
	records []eventsource.Record
	faults  int // in percent
	crashed bool
	poison  int
}

// change is an entry of the log: a message as it was and as it is.
type change struct{ before, after *conversations.Message }

func newWorld(t *testing.T, seed uint64, plan []string, faults int) *world {
	t.Helper()
	w := &world{bundle: setup(t), t: t, chance: rand.New(rand.NewPCG(seed, 1)), plan: plan, faults: faults}
	w.people = []conversations.Person{w.nova, w.ziggy, w.outsider}
	w.memory.Before = func(string) error { return w.between(false) }
	w.memory.After = func(string) error { return w.between(true) }
	w.letters.Before, w.letters.After = w.memory.Before, w.memory.After
	return w
}

// between runs around every call of the Lambda's: the world goes on, and the
// call may fail, or fail although it took effect, or be the last of its Lambda.
func (w *world) between(after bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.crashed {
		return errDown
	}
	if w.chance.IntN(3) == 0 {
		w.step()
	}
	if w.chance.IntN(100) < w.faults {
		w.crashed = w.chance.IntN(2) == 0
		return errDown
	}
	_ = after
	return nil
}

// step does the next thing of the plan. The caller holds the lock.
func (w *world) step() {
	if len(w.plan) == 0 {
		return
	}
	next := w.plan[0]
	w.plan = w.plan[1:]
	w.clock += time.Second
	person := w.people[w.chance.IntN(len(w.people))]
	switch next {
	case "send":
		w.send(person)
	case "edit", "delete", "expire":
		w.alter(next)
	case "leave":
		w.leave(person)
	case "join":
		w.join(person)
	case "poison":
		w.poison++
		w.records = append(w.records, w.raw(w.t, stream.Insert, `{"pk":{"S":"GRP#1"},"sk":{"S":"MSG#1"}}`, nil, nil))
	}
}

func (w *world) member(person conversations.Person) bool {
	group, err := w.memory.Group(w.t.Context(), w.group.ID)
	if err != nil {
		w.t.Error(err)
	}
	_, in := group.Member(person.Sub)
	return in
}

func (w *world) commit(c change) {
	w.log = append(w.log, c)
	w.records = append(w.records, w.record(w.t, c.before, c.after))
}

// send says something. The id may be older than those before: clocks differ.
func (w *world) send(from conversations.Person) {
	if !w.member(from) {
		return
	}
	m := w.message(from, w.clock-time.Duration(w.chance.IntN(900))*time.Millisecond, uuid.NewString())
	if w.chance.IntN(3) == 0 {
		end := noon.Add(time.Hour)
		m.ExpiresAt = &end
	}
	w.commit(change{nil, &m})
}

// alter changes or removes one of the messages that are there.
func (w *world) alter(how string) {
	state := map[uuid.UUID]*conversations.Message{}
	var ids []uuid.UUID
	for _, c := range w.log {
		if c.after == nil {
			delete(state, c.before.ID)
			continue
		}
		if c.before == nil {
			ids = append(ids, c.after.ID)
		}
		state[c.after.ID] = c.after
	}
	ids = slices.DeleteFunc(ids, func(id uuid.UUID) bool { return state[id] == nil })
	if len(ids) == 0 {
		return
	}
	// The last ones are what previews are about.
	before := state[ids[max(0, len(ids)-1-w.chance.IntN(3))]]
	if how != "edit" {
		w.commit(change{before, nil})
		return
	}
	after := *before
	at := noon.Add(w.clock)
	after.Text, after.EditedAt = uuid.NewString(), &at
	w.commit(change{before, &after})
}

func (w *world) leave(person conversations.Person) {
	event := w.message(person, w.clock, "")
	event.Kind = conversations.Left
	w.change(conversations.GroupChange{By: person.Sub, Leave: true}, event)
}

func (w *world) join(person conversations.Person) {
	if w.member(person) {
		return
	}
	event := w.message(w.late, w.clock, "")
	event.Kind, event.Subject = conversations.Added, &person
	w.change(conversations.GroupChange{
		By: w.late.Sub, Add: &conversations.Member{Person: person, Since: event.ID},
	}, event)
}

// change is one transaction: the group, the inbox row of who leaves, the event.
func (w *world) change(c conversations.GroupChange, event conversations.Message) {
	c.Group, c.Events = w.group.ID, []conversations.Message{event}
	quiet := w.memory.At(now) // the world's own calls don't fail
	switch err := quiet.ChangeGroup(w.t.Context(), c); {
	case errors.Is(err, conversations.ErrGroupNotFound):
	case err != nil:
		w.t.Error(err)
	default:
		w.commit(change{nil, &event})
	}
}

// function is the Lambda. A crashed one never answers.
func (w *world) function(ctx context.Context, raw []byte) ([]byte, error) {
	w.mu.Lock()
	w.crashed = false
	w.mu.Unlock()
	var event stream.Event
	if err := json.Unmarshal(raw, &event); err != nil {
		return nil, err
	}
	response, err := w.Handle(ctx, event)
	w.mu.Lock()
	crashed := w.crashed
	w.mu.Unlock()
	if crashed {
		return nil, errDown
	}
	if err != nil {
		return nil, err
	}
	return json.Marshal(response)
}

// follow lets Lambda follow the stream until the plan is done and every record
// has been delivered.
func (w *world) follow(batch int) {
	mapping := eventsource.Mapping{
		BatchSize: batch, MaximumRetryAttempts: eventsource.Infinite, BisectBatchOnFunctionError: true,
		ReportBatchItemFailures: true, Function: w.function,
		Redeliver: func() bool { return w.chance.IntN(4) == 0 },
	}
	for done := 0; ; {
		w.mu.Lock()
		w.step()
		fresh := slices.Clone(w.records[done:])
		idle := len(w.plan) == 0 && len(fresh) == 0
		w.mu.Unlock()
		if idle {
			return
		}
		done += len(fresh)
		if err := mapping.Drain(w.t.Context(), fresh); err != nil {
			w.t.Fatal(err)
		}
	}
}

// fold is what a member's row must be, from the log alone.
func (w *world) fold(member conversations.Member) conversations.Inbox {
	var row conversations.Inbox
	var newest change
	for _, c := range w.log {
		m := c.after
		if m == nil {
			m = c.before
		}
		if bytes.Compare(m.ID[:], member.Since[:]) < 0 {
			continue
		}
		if m.Sender.Sub == member.Sub && bytes.Compare(m.ID[:], row.LastSentID[:]) > 0 {
			row.LastSentID = m.ID
		}
		if bytes.Compare(m.ID[:], row.LastMessageID[:]) >= 0 {
			row.LastMessageID, newest = m.ID, c
		}
	}
	if newest.after != nil {
		preview := conversations.PreviewOf(*newest.after)
		row.Preview = &preview
	}
	return row
}

// check holds the table against the log.
func (w *world) check(when string) {
	w.t.Helper()
	group, err := w.memory.Group(w.t.Context(), w.group.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	everybody := []uuid.UUID{w.nova.Sub, w.ziggy.Sub, w.late.Sub, w.outsider.Sub}
	rows, err := w.memory.Sides(w.t.Context(), w.group.ID, everybody)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, sub := range everybody {
		row, there := rows[sub]
		member, in := group.Member(sub)
		if !in {
			if there {
				w.t.Errorf("%s: who is no member has a row: %+v", when, row)
			}
			continue
		}
		want := w.fold(member)
		if row.LastMessageID != want.LastMessageID || row.LastSentID != want.LastSentID || excerpt(row) != excerpt(want) {
			w.t.Errorf("%s: the row of %s is\n%+v %s, want\n%+v %s", when, member.Handle, row, excerpt(row), want, excerpt(want))
		}
		if want.LastMessageID != uuid.Nil && !row.LastMessageAt.Equal(conversations.TimeOf(want.LastMessageID)) {
			w.t.Errorf("%s: the row of %s is listed at %s", when, member.Handle, row.LastMessageAt)
		}
	}
}

func excerpt(row conversations.Inbox) string {
	if row.Preview == nil {
		return "nothing"
	}
	return row.Preview.ID.String() + " " + row.Preview.Excerpt
}

var plans = rapid.SliceOfN(rapid.SampledFrom([]string{
	"send", "send", "send", "send", "edit", "edit", "delete", "expire", "leave", "join", "join", "poison",
}), 1, 40)

// Whatever fails, comes twice or stops in between: in the end every row is what
// the log says, the log alone, and nobody else has one.
func TestTheTableIsTheFoldOfTheLog(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, rapid.Uint64().Draw(rt, "seed"), plans.Draw(rt, "plan"), rapid.IntRange(0, 30).Draw(rt, "faults"))
		w.follow(rapid.IntRange(1, 7).Draw(rt, "batch"))
		w.check("after the stream")
		if sent := len(w.letters.sent); sent < w.poison {
			t.Errorf("%d letters of %d bad records", sent, w.poison)
		}
		w.toldEverything(t)
		// Somebody plays the whole stream again, in batches of another size.
		w.faults = 0
		mapping := eventsource.Mapping{BatchSize: 3, ReportBatchItemFailures: true, Function: w.function}
		if err := mapping.Drain(t.Context(), w.records); err != nil {
			t.Fatal(err)
		}
		w.check("after a replay")
		if t.Failed() {
			rt.FailNow()
		}
	})
}

// late never leaves, but came an hour later than everything here; so ask ziggy's
// window, while ziggy stayed.
func (w *world) toldEverything(t *testing.T) {
	t.Helper()
	for _, c := range w.log {
		if c.after != nil && c.after.Kind == conversations.Left {
			return
		}
	}
	told := map[uuid.UUID]bool{}
	for _, frame := range w.gateway.Frames("ziggy") {
		if frame.Type == live.TypeMessage {
			told[frame.Message.ID] = true
		}
	}
	for _, c := range w.log {
		if c.before == nil && !told[c.after.ID] {
			t.Errorf("nobody told ziggy of %+v", c.after)
		}
	}
}

// DynamoDB keeps the records of a message in order. We don't rely even on that.
func TestTheOrderOfRecordsDoesNotMatter(t *testing.T) {
	t.Parallel()
	plan := rapid.SliceOfN(rapid.SampledFrom([]string{"send", "send", "send", "edit", "edit", "delete", "expire"}), 1, 30)
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, rapid.Uint64().Draw(rt, "seed"), plan.Draw(rt, "plan"), rapid.IntRange(0, 30).Draw(rt, "faults"))
		for len(w.plan) > 0 {
			w.step()
		}
		shuffled := slices.Concat(w.records, w.records)
		w.chance.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		mapping := eventsource.Mapping{
			BatchSize: rapid.IntRange(1, 7).Draw(rt, "batch"), MaximumRetryAttempts: eventsource.Infinite,
			BisectBatchOnFunctionError: true, ReportBatchItemFailures: true, Function: w.function,
		}
		if err := mapping.Drain(t.Context(), shuffled); err != nil {
			t.Fatal(err)
		}
		w.check("in another order")
		if t.Failed() {
			rt.FailNow()
		}
	})
}
