package cruddur

import (
	"time"

	"github.com/google/uuid"
)

// Activity is a crud, or a reply to one: a short text, photos, or both, that is
// gone from ExpiresAt on.
type Activity struct {
	ID           uuid.UUID // UUIDv7
	Author       Author
	Message      string
	CreatedAt    time.Time
	Life         Life
	RepliesCount int        // replies to this crud itself
	Reply        *ReplyPath // nil for the crud that a thread began with
	Photos       []Photo    // in the order in which they are shown; at most MaxPhotos
}

// Life is the time that a thread has. Its root alone holds it.
type Life struct {
	StartsAt  time.Time // when it was chosen
	ExpiresAt time.Time
}

// ReplyPath says where in a thread a reply hangs.
type ReplyPath struct {
	Root uuid.UUID // what the thread began with
	To   uuid.UUID // what is replied to
}

// Author is what is shown of a person beside a crud.
type Author struct {
	Handle      string
	DisplayName string
	Avatar      *PublicPicture // nil for who has none
}

// ThreadItem is a place in a thread. Activity is nil for a stone: a crud that
// was deleted, or whose author is suspended, and that others hang on.
type ThreadItem struct {
	ID           uuid.UUID
	CreatedAt    time.Time
	RepliesCount int
	Activity     *Activity
}

// LifeOf is the present life of a crud, with what else of it changes.
type LifeOf struct {
	ID           uuid.UUID
	Life         Life
	RepliesCount int
}

// Removal says what deleting a crud or a reply did.
type Removal struct {
	Thread  bool  // it began a thread, and all of that ended
	Replies int64 // living replies that ended with it
	Stone   bool  // others hang on the reply: its words are gone, its place stays
}

// NewActivity is a crud or a reply about to be posted.
type NewActivity struct {
	ID      uuid.UUID
	Author  uuid.UUID // sub
	Message string    // normalized; empty only beside photos
	TTL     TTL       // of a crud; a reply has none
	ReplyTo uuid.UUID // of a reply; uuid.Nil for a crud
	Photos  []Photo   // without signatures, which depend on the end

	// IdempotencyKey is the client's name for this attempt to post; empty for
	// none. Fingerprint is a digest of the request it came with: the same key
	// with another one is a fault.
	IdempotencyKey string
	Fingerprint    []byte
}

// Fuse is how long a crud goes on after "burn now", to think again.
const Fuse = 10 * time.Second
