package conversations

import (
	"time"

	"github.com/google/uuid"
)

// Person is somebody as conversations name them. Sub is Cognito's key of the
// account and never shown outside.
type Person struct {
	Sub         uuid.UUID
	Handle      string
	DisplayName string
}

// MessageKind says what a message is: a text, or an event of its conversation.
type MessageKind string

// The kinds of messages.
const (
	Text     MessageKind = "text"
	Created  MessageKind = "created" // the group, with its name
	Added    MessageKind = "added"   // Subject, by Sender
	Left     MessageKind = "left"
	Renamed  MessageKind = "renamed"
	TimerSet MessageKind = "timer"
)

// Message is an entry of a conversation. Its id says when it was sent and where
// in the conversation it is.
type Message struct {
	ID        uuid.UUID // UUIDv7
	Group     uuid.UUID
	Kind      MessageKind
	Sender    Person    // as they were called when it was sent
	Receiver  uuid.UUID // the sub of the other one of two; uuid.Nil in a group
	Text      string    // empty for events, and for photos without words
	Photos    []Photo
	Subject   *Person    // of Added
	Name      string     // of Created and Renamed
	Timer     Timer      // of TimerSet
	ClientID  string     // the name that the sender's client gave it; empty for events
	EditedAt  *time.Time // nil when it never was
	ExpiresAt *time.Time // nil for what stays
}

// CreatedAt is when the message was sent, in milliseconds.
func (m Message) CreatedAt() time.Time { return TimeOf(m.ID) }

// Photo is a photo of a message.
type Photo struct {
	ID          uuid.UUID
	Alt         string
	Width       int // of the upload, upright
	Height      int
	Animated    bool
	Placeholder string // ThumbHash, base64
	Widths      []int
	Formats     []string
}

// Preview is what lists of conversations show of the newest message.
type Preview struct {
	ID        uuid.UUID
	Kind      MessageKind
	Sender    Person
	Subject   *Person
	Excerpt   string
	Photos    int
	ExpiresAt *time.Time
}

// PreviewOf cuts a message down to what lists show.
func PreviewOf(m Message) Preview {
	excerpt := m.Text
	switch m.Kind {
	case Created, Renamed:
		excerpt = m.Name
	case TimerSet:
		excerpt = string(m.Timer)
	case Text, Added, Left:
	}
	return Preview{
		ID: m.ID, Kind: m.Kind, Sender: m.Sender, Subject: m.Subject,
		Excerpt: excerptOf(excerpt), Photos: len(m.Photos), ExpiresAt: m.ExpiresAt,
	}
}
