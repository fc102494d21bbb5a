package conversations

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Groups keeps who is in which conversation.
type Groups interface {
	// Group returns ErrGroupNotFound for what is not there.
	Group(ctx context.Context, id uuid.UUID) (Group, error)
	// Groups leaves out what is not there.
	Groups(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]Group, error)
	// CreateGroup also puts the conversation into the starter's list. It
	// returns ErrGroupExists if there is one of this id.
	CreateGroup(ctx context.Context, g Group, starter uuid.UUID, events ...Message) error
	// ChangeGroup returns ErrGroupNotFound if who changes is no member,
	// ErrGroupFull, or ErrMemberAlready.
	ChangeGroup(ctx context.Context, change GroupChange) error
}

// GroupChange is something that a member does to a conversation, with the events
// that tell of it. It happens as a whole or not at all.
type GroupChange struct {
	Group  uuid.UUID
	By     uuid.UUID
	Name   *string
	Timer  *Timer
	Add    *Member
	Leave  bool // By leaves
	Events []Message
}

// Messages keeps what is said. Reading, it never returns what has expired.
type Messages interface {
	// Message returns ErrMessageNotFound for what is not there.
	Message(ctx context.Context, group, id uuid.UUID) (Message, error)
	// Messages returns Limit messages, or fewer only if there are no more.
	Messages(ctx context.Context, group uuid.UUID, q Query) ([]Message, error)
	// CountUnread counts the texts of others from an id on, up to limit.
	CountUnread(ctx context.Context, group, reader, from uuid.UUID, limit int) (int, error)
	// Send stores a message, once for each sender and client id: a repeated
	// call returns the message of the first, and sent is false. It returns
	// ErrMessageNotFound if that is gone, and ErrKeyReused if the fingerprint
	// is another.
	Send(ctx context.Context, m Message, fingerprint string) (stored Message, sent bool, err error)
	// Sent looks for what Send would return of a repeated call; before is false
	// for a first one.
	Sent(ctx context.Context, again Message, fingerprint string) (stored Message, before bool, err error)
	// EditMessage replaces text and time of editing, if the message was last
	// edited at the time that is given. It returns ErrMessageNotFound otherwise.
	EditMessage(ctx context.Context, edited Message, last *time.Time) error
	// DeleteMessage returns ErrMessageNotFound for what somebody else sent; what
	// is gone already is no error.
	DeleteMessage(ctx context.Context, group, id, sender uuid.UUID) error
}

// Inboxes keeps each person's side of their conversations.
type Inboxes interface {
	// Inboxes lists up to limit of a person's conversations, newest first,
	// those they have left possibly among them.
	Inboxes(ctx context.Context, sub uuid.UUID, after *InboxPosition, limit int) ([]Inbox, error)
	// Sides returns the sides of several members; those that never did
	// anything are left out.
	Sides(ctx context.Context, group uuid.UUID, subs []uuid.UUID) (map[uuid.UUID]Inbox, error)
	// OpenInbox puts a conversation into a person's list, if it isn't there.
	OpenInbox(ctx context.Context, sub, group uuid.UUID, at time.Time) error
	// MarkRead moves the read mark forward; moved is false if it was further on.
	MarkRead(ctx context.Context, sub, group, message uuid.UUID) (moved bool, err error)
	Mute(ctx context.Context, sub, group uuid.UUID, muted bool) error
}

// Profile is a person as the directory knows them now.
type Profile struct {
	Person

	Avatar    *Avatar
	Suspended bool
}

// Avatar says where a person's picture is.
type Avatar struct {
	BaseURL     string
	Widths      []int
	Formats     []string
	Placeholder string
}

// Directory knows people.
type Directory interface {
	// ByHandle returns ErrPersonUnknown for nobody.
	ByHandle(ctx context.Context, handle string) (Profile, error)
	// BySub leaves out who is unknown.
	BySub(ctx context.Context, subs []uuid.UUID) (map[uuid.UUID]Profile, error)
	// MayWrite returns those who don't take messages from a person, and why.
	MayWrite(ctx context.Context, from uuid.UUID, to []uuid.UUID) (map[uuid.UUID]Refusal, error)
}

// Refusal is why somebody can't be written to.
type Refusal string

// The reasons.
const (
	Suspended Refusal = "suspended"
	Blocked   Refusal = "blocked"
	Unknown   Refusal = "unknown"
)

// SignalKind says what a signal tells.
type SignalKind string

// The kinds of signals.
const (
	Read   SignalKind = "read"
	Typing SignalKind = "typing"
)

// Signal is something that open windows are told and nobody stores as such.
type Signal struct {
	Kind    SignalKind
	Group   uuid.UUID
	By      Person
	Message uuid.UUID // of Read: up to which
	At      time.Time
}

// Pusher tells people's open windows something, as well as it can: nobody relies
// on its arrival.
type Pusher interface {
	Push(ctx context.Context, to []uuid.UUID, signal Signal) error
}

// Limiter bounds how much a person does. Allow counts one act and returns how
// long to wait with it: nothing when it may happen now.
type Limiter interface {
	Allow(sub uuid.UUID, now time.Time) (wait time.Duration)
}

// Photos turns uploads into photos of messages.
type Photos interface {
	// Attach returns a fault that names each photo that can't be attached.
	Attach(ctx context.Context, owner uuid.UUID, attachments []Attachment, now time.Time) ([]Photo, error)
}

// Attachment is an upload that somebody wants to send.
type Attachment struct {
	ID  uuid.UUID
	Alt string
}
