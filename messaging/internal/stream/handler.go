package stream

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/httpapi/contract"
	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/observe"
)

// Conversations is the table that the stream comes from.
type Conversations interface {
	// Group returns conversations.ErrGroupNotFound for what is not there.
	Group(ctx context.Context, id uuid.UUID) (conversations.Group, error)
	// AdvanceInbox tells a member's row of a message that came or was edited.
	AdvanceInbox(ctx context.Context, member uuid.UUID, m conversations.Message) (moved bool, err error)
	// WithdrawInbox takes a message away from a member's row.
	WithdrawInbox(ctx context.Context, member, group, message uuid.UUID) (moved bool, err error)
}

// Letters is the dead-letter queue.
type Letters interface {
	Send(ctx context.Context, letter Letter) error
}

// Letter names a record that could not be read, and where it is.
type Letter struct {
	Reason         string `json:"reason"`
	Error          string `json:"error"`
	EventID        string `json:"event_id"`
	EventName      string `json:"event_name"`
	SequenceNumber string `json:"sequence_number"`
	StreamARN      string `json:"stream_arn"`
	PK             string `json:"pk"`
	SK             string `json:"sk"`
}

// Unreadable is the reason of letters.
const Unreadable = "unreadable_record"

// Show is a message as the API shows it to one person.
type Show func(viewer uuid.UUID, m conversations.Message) (contract.Message, error)

// Handler is the Lambda.
type Handler struct {
	Conversations Conversations
	Pusher        *live.Pusher
	Letters       Letters
	Show          Show
	Now           func() time.Time
	Observed      Observed
}

// batch is one event on its way through.
type batch struct {
	*Handler

	pushes *live.Batch
	groups map[uuid.UUID]conversations.Group
	ahead  bool // somebody was told ahead of the rows
}

// headStart is how long the rows wait for the first message of a batch to be seen.
// Later ones have theirs while the rows of those before are moved.
const headStart = 20 * time.Millisecond

// Handle follows the records in order. It stops at the first that fails, because
// Lambda tries again from there; what came before is done, and told.
func (h *Handler) Handle(ctx context.Context, event Event) (Response, error) {
	b := &batch{Handler: h, pushes: h.Pusher.Batch(), groups: map[uuid.UUID]conversations.Group{}}
	observe.Note(ctx, slog.Int("records", len(event.Records)))
	response := Response{BatchItemFailures: []ItemFailure{}}
	for _, raw := range event.Records {
		var r record
		if err := json.Unmarshal(raw, &r); err != nil || r.Change.SequenceNumber == "" {
			return Response{}, fmt.Errorf("read a record's envelope: %w", errors.Join(err, b.pushes.Wait()))
		}
		if err := b.follow(ctx, r); err != nil {
			logging.From(ctx).ErrorContext(ctx, "record not followed",
				slog.String("sequence_number", r.Change.SequenceNumber), slog.String("error", err.Error()))
			response.BatchItemFailures = append(response.BatchItemFailures, ItemFailure{r.Change.SequenceNumber})
			break
		}
	}
	if err := b.pushes.Wait(); err != nil {
		// Pushes are hints: those who missed them catch up.
		logging.From(ctx).WarnContext(ctx, "windows not told", slog.String("error", err.Error()))
	}
	return response, nil
}

// follow does all that one record asks for. A panic is one record's failure too.
func (b *batch) follow(ctx context.Context, r record) (err error) {
	ctx, followed := b.Observed.begin(ctx, r)
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
		followed(err)
	}()
	if !r.ofMessage() {
		return nil
	}
	m, err := r.message()
	if errors.Is(err, errUnreadable) {
		return b.bury(ctx, r, err)
	}
	if err != nil {
		return err
	}
	members, err := b.members(ctx, m)
	if err != nil {
		return err
	}
	others, own := apart(members, m.Sender.Sub)
	b.letGo(b.tell(ctx, others, r.Kind, m))
	if err := b.move(ctx, members, r.Kind, m); err != nil {
		return err
	}
	b.Observed.measure(ctx, r.Kind, b.Now().Sub(r.happened(m)))
	b.tell(ctx, own, r.Kind, m)
	b.hint(ctx, members, r.Kind, m)
	return nil
}

// letGo lets the first message of a batch go ahead of the rows, which are many
// calls at once.
func (b *batch) letGo(told <-chan struct{}) {
	if b.ahead || told == nil {
		return
	}
	b.ahead = true
	limit := time.NewTimer(headStart)
	defer limit.Stop()
	select {
	case <-told:
	case <-limit.C:
	}
}

func (b *batch) bury(ctx context.Context, r record, cause error) error {
	pk, sk := r.key()
	err := b.Letters.Send(ctx, Letter{
		Reason: Unreadable, Error: cause.Error(), EventID: r.EventID, EventName: string(r.Kind),
		SequenceNumber: r.Change.SequenceNumber, StreamARN: r.StreamARN, PK: pk, SK: sk,
	})
	if err != nil {
		return err
	}
	logging.From(ctx).ErrorContext(ctx, "record sent to the dead-letter queue",
		slog.String("sequence_number", r.Change.SequenceNumber), slog.String("error", cause.Error()))
	return nil
}

// members lists who may see a message: the members of now, because who has left
// hears nothing more, from the message on that they came with. A group is read
// once in a batch, which is after everything in the batch has happened.
//
// Two stay two: their messages say who they are, and nothing is read.
func (b *batch) members(ctx context.Context, m conversations.Message) ([]uuid.UUID, error) {
	if m.Receiver != uuid.Nil {
		return []uuid.UUID{m.Receiver, m.Sender.Sub}, nil
	}
	group, known := b.groups[m.Group]
	if !known {
		var err error
		group, err = b.Conversations.Group(ctx, m.Group)
		if err != nil && !errors.Is(err, conversations.ErrGroupNotFound) {
			return nil, err
		}
		b.groups[m.Group] = group
	}
	subs := make([]uuid.UUID, 0, len(group.Members))
	for _, member := range group.Members {
		if bytes.Compare(member.Since[:], m.ID[:]) <= 0 {
			subs = append(subs, member.Sub)
		}
	}
	return subs, nil
}

// move moves the members' inbox rows, all at once.
func (b *batch) move(ctx context.Context, members []uuid.UUID, kind Kind, m conversations.Message) error {
	work, working := errgroup.WithContext(ctx)
	for _, member := range members {
		work.Go(func() (err error) {
			if kind == Remove {
				_, err = b.Conversations.WithdrawInbox(working, member, m.Group, m.ID)
			} else {
				_, err = b.Conversations.AdvanceInbox(working, member, m)
			}
			return err
		})
	}
	return work.Wait()
}

// tell pushes what happened. The others are told beside the rows: a window shows a
// message as soon as it has it, and the list that it may ask for lags behind
// anyway. When the rows fail, Lambda brings the record again, and windows drop
// what they know. The sender is told last, whose window shows it already. What
// has reached its end is told to nobody, and its end neither: clients have clocks.
//
// The channel, which is nil when there is nothing to tell, is closed when all know.
func (b *batch) tell(ctx context.Context, people []uuid.UUID, kind Kind, m conversations.Message) (told <-chan struct{}) {
	if len(people) == 0 || !conversations.Alive(m.ExpiresAt, b.Now()) {
		return nil
	}
	b.pushes.Prepare(ctx, people)
	switch kind {
	case Remove:
		return b.pushes.Push(ctx, people, live.MessageDeleted(m.Group, m.ID))
	case Modify:
		return b.show(ctx, people, m, live.MessageEdited)
	case Insert:
		return b.show(ctx, people, m, live.Message)
	}
	return nil
}

// hint tells windows to read the conversation again, once the rows say who is in
// it and what it is called.
func (b *batch) hint(ctx context.Context, members []uuid.UUID, kind Kind, m conversations.Message) {
	if kind != Insert || m.Kind == conversations.Text || !conversations.Alive(m.ExpiresAt, b.Now()) {
		return
	}
	b.pushes.Push(ctx, members, live.GroupChanged(m.Group))
	if m.Kind == conversations.Left {
		b.pushes.Push(ctx, []uuid.UUID{m.Sender.Sub}, live.GroupChanged(m.Group))
	}
}

// apart parts a message's sender from the others who may see it.
func apart(members []uuid.UUID, sender uuid.UUID) (others, own []uuid.UUID) {
	for _, member := range members {
		if member == sender {
			own = append(own, member)
		} else {
			others = append(others, member)
		}
	}
	return others, own
}

// show pushes a message: to its sender, who is told alone, as the sender sees it.
// A message that can't be shown is hinted at: whoever reads it gets the error.
func (b *batch) show(ctx context.Context, to []uuid.UUID, m conversations.Message, frame func(uuid.UUID, contract.Message) live.Frame) (told <-chan struct{}) {
	viewer := uuid.Nil
	if to[0] == m.Sender.Sub {
		viewer = m.Sender.Sub
	}
	shown, err := b.Show(viewer, m)
	if err != nil {
		logging.From(ctx).ErrorContext(ctx, "message not shown", slog.String("error", err.Error()))
		return b.pushes.Push(ctx, to, live.GroupChanged(m.Group))
	}
	return b.pushes.Push(ctx, to, frame(m.Group, shown))
}
