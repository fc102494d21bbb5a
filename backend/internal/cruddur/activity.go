package cruddur

import (
	"time"

	"github.com/google/uuid"
)

// Activity is a crud: a short text that is gone from ExpiresAt on.
type Activity struct {
	ID        uuid.UUID // UUIDv7
	Author    Author
	Message   string
	CreatedAt time.Time
	ExpiresAt time.Time
}

// Author is what is shown of a person beside a crud.
type Author struct {
	Handle      string
	DisplayName string
}

// NewActivity is a crud about to be posted.
type NewActivity struct {
	ID      uuid.UUID
	Author  uuid.UUID // sub
	Message string    // normalized
	TTL     TTL

	// IdempotencyKey is the client's name for this attempt to post; empty for
	// none. Fingerprint is a digest of the request it came with: the same key
	// with another one is a fault.
	IdempotencyKey string
	Fingerprint    []byte
}

// Position is a place in a list that is ordered newest first: just behind the
// crud with this time and id.
type Position struct {
	CreatedAt time.Time
	ID        uuid.UUID
}

// PageRequest asks for the part of a list that follows After, or for its
// beginning. Limit is between 1 and 100.
type PageRequest struct {
	After *Position
	Limit int
}

// ActivityPage is one page of a list; Next is nil on the last one.
type ActivityPage struct {
	Items []Activity
	Next  *Position
}

// NewActivityPage makes a page of at most limit items from a slice that was
// read one longer, to know whether there is more.
func NewActivityPage(items []Activity, limit int) ActivityPage {
	if len(items) <= limit {
		return ActivityPage{Items: items}
	}
	last := items[limit-1]
	return ActivityPage{Items: items[:limit], Next: &Position{CreatedAt: last.CreatedAt, ID: last.ID}}
}
