package cruddur

import (
	"time"

	"github.com/google/uuid"
)

// Person is somebody with an account and a profile.
type Person struct {
	Sub         uuid.UUID // Cognito's key of the account; never shown outside
	Handle      string    // unique regardless of case; never changes
	DisplayName string
	Bio         string
	Location    string
	Website     string
	DefaultTTL  TTL
	CreatedAt   time.Time
	CrudsCount  int64 // living cruds
}

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
}

// Normalized returns the change with its texts in the form that is stored.
func (c ProfileChange) Normalized() ProfileChange {
	for _, field := range []**string{&c.DisplayName, &c.Bio, &c.Location, &c.Website} {
		if *field == nil {
			continue
		}
		text := NormalizeText(**field)
		*field = &text
	}
	return c
}
