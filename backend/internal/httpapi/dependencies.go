package httpapi

import (
	"context"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/platform/accesstoken"
)

// Profiles reads and edits what is known of people.
type Profiles interface {
	PersonByHandle(ctx context.Context, handle string) (cruddur.Person, error)
	HandleTaken(ctx context.Context, handle string) (bool, error)
	UpdateProfile(ctx context.Context, sub uuid.UUID, change cruddur.ProfileChange) (cruddur.Person, error)
}

// Activities reads and writes single cruds.
type Activities interface {
	Activity(ctx context.Context, id uuid.UUID) (cruddur.Activity, error)
	CreateActivity(ctx context.Context, n cruddur.NewActivity) (activity cruddur.Activity, posted bool, err error)
	DeleteActivity(ctx context.Context, by, id uuid.UUID) error
}

// Feeds reads lists of cruds.
type Feeds interface {
	PublicFeed(ctx context.Context, page cruddur.PageRequest) (cruddur.ActivityPage, error)
	UserFeed(ctx context.Context, handle string, page cruddur.PageRequest) (cruddur.ActivityPage, error)
}

// TokenVerifier tells whose an access token is.
type TokenVerifier interface {
	Verify(ctx context.Context, raw string) (accesstoken.Claims, error)
}
