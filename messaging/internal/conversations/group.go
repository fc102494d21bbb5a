package conversations

import (
	"bytes"
	"slices"
	"time"

	"github.com/google/uuid"
)

// GroupKind tells the conversation of two people from that of a group.
type GroupKind string

// The kinds of conversations.
const (
	OneToOne GroupKind = "one_to_one"
	Several  GroupKind = "group"
)

// Sizes of groups, the one who starts it included.
const (
	MinMembers = 3
	MaxMembers = 20
)

// Group is a conversation.
type Group struct {
	ID        uuid.UUID
	Kind      GroupKind
	Name      string // of a group
	Timer     Timer
	CreatedAt time.Time
	Members   []Member // in the order of their subs

	// Fingerprint is a digest of the request that made the group; a repeated
	// request must have the same.
	Fingerprint string
}

// Member is a person in a conversation, as they were called on joining it.
type Member struct {
	Person

	// Since is the first message that this member may see.
	Since uuid.UUID
}

// Member returns the member of that sub.
func (g Group) Member(sub uuid.UUID) (Member, bool) {
	for _, member := range g.Members {
		if member.Sub == sub {
			return member, true
		}
	}
	return Member{}, false
}

// Others lists the subs of the members but one.
func (g Group) Others(but uuid.UUID) []uuid.UUID {
	others := make([]uuid.UUID, 0, len(g.Members))
	for _, member := range g.Members {
		if member.Sub != but {
			others = append(others, member.Sub)
		}
	}
	return others
}

// receiver is the other one of two; uuid.Nil in a group.
func (g Group) receiver(sender uuid.UUID) uuid.UUID {
	if others := g.Others(sender); g.Kind == OneToOne && len(others) == 1 {
		return others[0]
	}
	return uuid.Nil
}

// pairs is the namespace of the ids of one-to-one conversations.
var pairs = uuid.MustParse("5c7a3f0e-6b0d-4d53-9a55-1f0f3c1c6a52")

// PairID is the id of the conversation of two people: the same whoever starts
// it, so that it is found and never made twice.
func PairID(a, b uuid.UUID) uuid.UUID {
	if bytes.Compare(a[:], b[:]) > 0 {
		a, b = b, a
	}
	return uuid.NewSHA1(pairs, slices.Concat(a[:], b[:]))
}

// keyed is the namespace of the ids of groups that are made with a key.
var keyed = uuid.MustParse("d2c1b8a4-4a3e-4f0c-8f58-77b3a7d9e6a1")

// KeyedID is the id of the group that a person makes with an idempotency key.
func KeyedID(by uuid.UUID, key string) uuid.UUID {
	return uuid.NewSHA1(keyed, slices.Concat(by[:], []byte(key)))
}
