package httpapi

import (
	"context"

	"github.com/google/uuid"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/platform/rollbar"
)

// Profiles reads and edits what is known of people. Where a method takes a
// viewer, uuid.Nil stands for a reader who is nobody.
type Profiles interface {
	Profile(ctx context.Context, viewer uuid.UUID, handle string) (cruddur.Profile, error)
	CountCruds(ctx context.Context, author uuid.UUID) (int64, error)
	HandleTaken(ctx context.Context, handle string) (bool, error)
	SearchPeople(ctx context.Context, search cruddur.PeopleSearch) ([]cruddur.PersonSummary, error)
	UpdateProfile(ctx context.Context, sub uuid.UUID, change cruddur.ProfileChange) (cruddur.Person, error)
}

// Follows keeps who follows whom.
type Follows interface {
	Follow(ctx context.Context, follower uuid.UUID, handle string) error
	Unfollow(ctx context.Context, follower uuid.UUID, handle string) error
	Followers(ctx context.Context, viewer uuid.UUID, handle string, page cruddur.PageRequest) (cruddur.PersonPage, error)
	Following(ctx context.Context, viewer uuid.UUID, handle string, page cruddur.PageRequest) (cruddur.PersonPage, error)
}

// Activities reads and writes single cruds and replies.
type Activities interface {
	Activity(ctx context.Context, id uuid.UUID) (cruddur.Activity, error)
	CreateActivity(ctx context.Context, n cruddur.NewActivity) (activity cruddur.Activity, posted bool, err error)
	EarlierActivity(ctx context.Context, n cruddur.NewActivity) (activity cruddur.Activity, found bool, err error)
	DeleteActivity(ctx context.Context, by, id uuid.UUID) error
}

// Threads reads what hangs together.
type Threads interface {
	Replies(ctx context.Context, to uuid.UUID, page cruddur.PageRequest) (cruddur.ThreadPage, error)
	Ancestors(ctx context.Context, of uuid.UUID, page cruddur.PageRequest) (cruddur.ThreadPage, error)
}

// Lives reads and changes how long cruds live, and tells what becomes of them.
type Lives interface {
	Lives(ctx context.Context, ids []uuid.UUID) ([]cruddur.LifeOf, error)
	ChangeLife(ctx context.Context, by, id uuid.UUID, ttl cruddur.TTL) (cruddur.Activity, error)
	BurnActivity(ctx context.Context, by, id uuid.UUID) (cruddur.Activity, error)
	SpareActivity(ctx context.Context, by, id uuid.UUID) (cruddur.Activity, error)
	Forgetting(ctx context.Context) (cruddur.Forgetting, error)
}

// Feeds reads lists of cruds.
type Feeds interface {
	PublicFeed(ctx context.Context, page cruddur.PageRequest) (cruddur.ActivityPage, error)
	HomeFeed(ctx context.Context, viewer uuid.UUID, page cruddur.PageRequest) (cruddur.ActivityPage, error)
	UserFeed(ctx context.Context, handle string, page cruddur.PageRequest) (cruddur.ActivityPage, error)
}

// Site takes what the site tells its operators. Both methods return RateLimited
// in a flood, and nothing else.
type Site interface {
	TakeSpans(release string, spans []*tracepb.Span) error
	TakeError(e rollbar.BrowserError) error
}
