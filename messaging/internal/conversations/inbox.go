package conversations

import (
	"bytes"
	"time"

	"github.com/google/uuid"
)

// Inbox is one person's side of a conversation. Its zero value is the side of
// who has never read, sent or muted anything there.
type Inbox struct {
	Group         uuid.UUID
	Preview       *Preview // of LastMessageID; nil when that is gone
	LastMessageID uuid.UUID
	LastMessageAt time.Time
	LastReadID    uuid.UUID
	LastSentID    uuid.UUID
	Muted         bool
}

// ReadUpTo is the last message that counts as read: the mark that was set, or
// what one sent oneself, whichever is later.
func (i Inbox) ReadUpTo() uuid.UUID { return later(i.LastReadID, i.LastSentID) }

// InboxPosition is a place in a list of conversations: just behind the one with
// this time and id.
type InboxPosition struct {
	At    time.Time // in milliseconds
	Group uuid.UUID
}

// Position is where in the list this conversation is.
func (i Inbox) Position() InboxPosition { return InboxPosition{At: i.LastMessageAt, Group: i.Group} }

// Query asks for a part of a conversation, in the order of ids. Both bounds are
// part of it.
type Query struct {
	From, To uuid.UUID
	Newer    bool // from the older end on; else from the newer one
	Limit    int
}

// lastID is behind every id.
var lastID = uuid.Max

func later(a, b uuid.UUID) uuid.UUID {
	if bytes.Compare(a[:], b[:]) > 0 {
		return a
	}
	return b
}

// successor is the next larger id.
func successor(id uuid.UUID) uuid.UUID {
	for i := len(id) - 1; i >= 0; i-- {
		id[i]++
		if id[i] != 0 {
			break
		}
	}
	return id
}

// predecessor is the next smaller id.
func predecessor(id uuid.UUID) uuid.UUID {
	for i := len(id) - 1; i >= 0; i-- {
		id[i]--
		if id[i] != 0xff {
			break
		}
	}
	return id
}
