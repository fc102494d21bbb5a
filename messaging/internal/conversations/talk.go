package conversations

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/platform/text"
)

// MessageRule is what a message's text may be. Blank ones pass, because photos
// can speak for themselves; Send refuses them without.
var MessageRule = text.Rule{MaxLength: 1024}

// NameRule is what a group may be called, AltRule how a photo may be described.
var (
	NameRule = text.Rule{MaxLength: 50, Required: true, OneLine: true}
	AltRule  = text.Rule{MaxLength: 1500, MaxBytes: 8 << 10}
)

// CatchUp is how far behind a message that is known to a client another may come
// in with an earlier id: the clocks of several tasks differ, and a transaction
// takes its time.
const CatchUp = 2 * time.Minute

// ahead is how far a client's read mark may be ahead of this task's clock.
const ahead = time.Minute

// editTries bounds the edits of one message that meet.
const editTries = 5

// Draft is a message about to be sent.
type Draft struct {
	Text        string // normalized
	Attachments []Attachment
	ClientID    string
}

// Page says which part of a conversation to read: from the newest back, from
// before a message back, or from after one forward.
type Page struct {
	Before uuid.UUID // uuid.Nil for none
	After  uuid.UUID // uuid.Nil for none
	Limit  int
}

// Read is a page of messages, and whether there are more in that direction.
func (s *Service) Read(ctx context.Context, me Person, id uuid.UUID, page Page) (messages []Message, more bool, err error) {
	_, member, err := s.membership(ctx, me, id)
	if err != nil {
		return nil, false, err
	}
	query := Query{From: member.Since, To: lastID, Limit: page.Limit + 1}
	switch {
	case page.After != uuid.Nil:
		query.From, query.Newer = later(member.Since, successor(page.After)), true
	case page.Before != uuid.Nil:
		query.To = predecessor(page.Before)
	}
	messages, err = s.Messages.Messages(ctx, id, query)
	if len(messages) > page.Limit {
		return messages[:page.Limit], true, err
	}
	return messages, false, err
}

// CatchUpFrom is where a client that knows a message has to read on from.
func CatchUpFrom(message uuid.UUID) uuid.UUID { return FirstAt(TimeOf(message).Add(-CatchUp)) }

// Message is one message.
func (s *Service) Message(ctx context.Context, me Person, group, id uuid.UUID) (Message, error) {
	_, member, err := s.membership(ctx, me, group)
	if err != nil {
		return Message{}, err
	}
	if later(member.Since, id) != id {
		return Message{}, ErrMessageNotFound
	}
	return s.Messages.Message(ctx, group, id)
}

// Send says something. A repeated draft answers with the message that the first
// one made, and sent is false.
func (s *Service) Send(ctx context.Context, me Person, id uuid.UUID, draft Draft) (m Message, sent bool, err error) {
	now := s.Now()
	if err := allow(s.Writes, me, now); err != nil {
		return Message{}, false, err
	}
	group, _, err := s.membership(ctx, me, id)
	if err != nil {
		return Message{}, false, err
	}
	if len(draft.Attachments) == 0 && text.Blank(draft.Text) {
		return Message{}, false, invalid("message", text.CodeBlank, "must not be blank without photos")
	}
	if err := s.mayTalk(ctx, me, group); err != nil {
		return Message{}, false, err
	}
	m = Message{
		Group: id, Kind: Text, Sender: me, Receiver: group.receiver(me.Sub), Text: draft.Text,
		ClientID: draft.ClientID, ExpiresAt: group.Timer.End(now),
	}
	if len(draft.Attachments) > 0 {
		// What was sent before is answered before its uploads are asked for: they
		// can be attached for some time only.
		if stored, before, err := s.Messages.Sent(ctx, m, draft.fingerprint()); err != nil || before {
			return stored, false, err
		}
		if m.Photos, err = s.Photos.Attach(ctx, me.Sub, draft.Attachments, now); err != nil {
			return Message{}, false, err
		}
	}
	if m.ID, err = s.IDs.New(now); err != nil {
		return Message{}, false, err
	}
	return s.Messages.Send(ctx, m, draft.fingerprint())
}

func (d Draft) fingerprint() string {
	parts := make([]string, 1, 1+2*len(d.Attachments))
	parts[0] = d.Text
	for _, a := range d.Attachments {
		parts = append(parts, a.ID.String(), a.Alt)
	}
	return fingerprint(parts...)
}

// mayTalk asks whether the other one of two takes messages. In groups one leaves
// whom one doesn't want to hear.
func (s *Service) mayTalk(ctx context.Context, me Person, group Group) error {
	if group.Kind != OneToOne {
		return nil
	}
	refused, err := s.Directory.MayWrite(ctx, me.Sub, group.Others(me.Sub))
	if err != nil {
		return err
	}
	if len(refused) > 0 {
		return ErrCannotWrite
	}
	return nil
}

// Edit gives a message of one's own another text.
func (s *Service) Edit(ctx context.Context, me Person, group, id uuid.UUID, to string) (Message, error) {
	if err := allow(s.Writes, me, s.Now()); err != nil {
		return Message{}, err
	}
	for range editTries {
		message, err := s.ownText(ctx, me, group, id)
		if err != nil {
			return Message{}, err
		}
		now := s.Now()
		switch {
		case now.Sub(message.CreatedAt()) >= EditTime:
			return Message{}, ErrTooLate
		case len(message.Photos) == 0 && text.Blank(to):
			return Message{}, invalid("message", text.CodeBlank, "must not be blank without photos")
		case message.Text == to:
			return message, nil
		}
		last := message.EditedAt
		message.Text, message.EditedAt = to, editedAt(now, last)
		err = s.Messages.EditMessage(ctx, message, last)
		if !errors.Is(err, ErrMessageNotFound) {
			return message, err
		}
		// It was deleted, or edited at the same time: look again.
	}
	return Message{}, ErrTooFast.WithRetryAfter(time.Second)
}

// editedAt is later than the last time, whatever the clocks say, so that everybody
// can tell which text is the newest.
func editedAt(now time.Time, last *time.Time) *time.Time {
	at := now.UTC().Truncate(time.Millisecond)
	if last != nil && !at.After(*last) {
		at = last.Add(time.Millisecond)
	}
	return &at
}

// Delete takes a message of one's own away from everybody.
func (s *Service) Delete(ctx context.Context, me Person, group, id uuid.UUID) error {
	if _, err := s.ownText(ctx, me, group, id); err != nil {
		return err
	}
	return s.Messages.DeleteMessage(ctx, group, id, me.Sub)
}

func (s *Service) ownText(ctx context.Context, me Person, group, id uuid.UUID) (Message, error) {
	message, err := s.Message(ctx, me, group, id)
	switch {
	case err != nil:
		return Message{}, err
	case message.Kind != Text:
		return Message{}, ErrNotText
	case message.Sender.Sub != me.Sub:
		return Message{}, ErrNotSender
	}
	return message, nil
}

// MarkRead moves the read mark forward and tells everybody, one's own other
// windows too.
func (s *Service) MarkRead(ctx context.Context, me Person, id, message uuid.UUID) error {
	now := s.Now()
	if TimeOf(message).After(now.Add(ahead)) {
		return invalid("message_id", "in_the_future", "is of no message yet")
	}
	group, _, err := s.membership(ctx, me, id)
	if err != nil {
		return err
	}
	moved, err := s.Inboxes.MarkRead(ctx, me.Sub, id, message)
	if err != nil || !moved {
		return err
	}
	everybody := append(group.Others(me.Sub), me.Sub)
	s.tell(ctx, everybody, Signal{Kind: Read, Group: id, By: me, Message: message, At: now})
	return nil
}

// Type tells the others that one is typing.
func (s *Service) Type(ctx context.Context, me Person, id uuid.UUID) error {
	now := s.Now()
	if err := allow(s.Signals, me, now); err != nil {
		return err
	}
	group, _, err := s.membership(ctx, me, id)
	if err != nil {
		return err
	}
	if err := s.mayTalk(ctx, me, group); err != nil {
		return err
	}
	s.tell(ctx, group.Others(me.Sub), Signal{Kind: Typing, Group: id, By: me, At: now})
	return nil
}
