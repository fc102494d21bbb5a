package cruddur

import (
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/platform/text"
)

// Person is somebody with an account.
type Person struct {
	Sub            uuid.UUID // Cognito's key of the account; never shown outside
	Handle         string    // unique regardless of case; never changes
	DisplayName    string
	Bio            string
	Location       string
	Website        string
	Avatar         *PublicPicture // nil for who has none
	Banner         *PublicPicture // the same
	DefaultTTL     TTL
	CreatedAt      time.Time
	FollowersCount int64
	FollowingCount int64
	SuspendedAt    *time.Time // nil for who is in good standing

	// SuspensionReason is for operators; never shown outside.
	SuspensionReason string
}

// Profile is a person with what is counted, and looked up, for a reader.
type Profile struct {
	Person

	CrudsCount int64     // living cruds, replies not counted
	Relation   *Relation // nil for a reader who is nobody, or the person
}

// Relation is how a reader stands to a person.
type Relation struct {
	Following  bool // the reader follows the person
	FollowedBy bool // the person follows the reader
}

// PersonSummary is a person in a list.
type PersonSummary struct {
	Handle      string
	DisplayName string
	Bio         string
	Avatar      *PublicPicture
	Relation    *Relation
}

// PersonPage is one page of a list of people; Next is nil on the last one.
type PersonPage struct {
	Items []PersonSummary
	Next  *Position
}

// MaxFollowing is how many people one may follow. A home feed asks each of them
// for their newest crud in the worst case, so there has to be an end.
const MaxFollowing = 5000

// Account is what Cognito knows of a person.
type Account struct {
	Sub         uuid.UUID
	Handle      string // preferred_username: chosen at sign-up, perhaps taken since
	DisplayName string // name
}

// ProfileChange is an edit of a profile. Nil leaves a field as it is.
type ProfileChange struct {
	DisplayName *string
	Bio         *string
	Location    *string
	Website     *string
	DefaultTTL  *TTL
	Avatar      *PictureChange
	Banner      *PictureChange
}

// Normalized returns the change with its texts in the form that is stored.
func (c ProfileChange) Normalized() ProfileChange {
	for _, field := range []**string{&c.DisplayName, &c.Bio, &c.Location, &c.Website} {
		if *field == nil {
			continue
		}
		normalized := text.Normalize(**field)
		*field = &normalized
	}
	return c
}
