package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
)

// top is a position before the newest entry of any list that begins with it.
var top = cruddur.Position{CreatedAt: time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), ID: uuid.Max}

// The walk of a home feed looks at so many of the newest cruds of all, for each
// that the page holds. docs/performance.md tells how it was found.
const walkPerItem = 20

// PublicFeed returns everybody's living cruds, newest first.
func (s *Store) PublicFeed(ctx context.Context, page cruddur.PageRequest) (cruddur.ActivityPage, error) {
	after := position(page)
	rows, err := s.queries.PublicFeed(ctx, queries.PublicFeedParams{
		AfterCreatedAt: after.CreatedAt, AfterID: after.ID, MaxItems: maxItems(page),
	})
	if err != nil {
		return cruddur.ActivityPage{}, translate("read the public feed", err)
	}
	return activityPage(ctx, s, rows, page)
}

// HomeFeed returns the living cruds of a person and of those they follow,
// newest first. It is empty for an account without a profile.
func (s *Store) HomeFeed(ctx context.Context, viewer uuid.UUID, page cruddur.PageRequest) (cruddur.ActivityPage, error) {
	after := position(page)
	rows, err := s.queries.HomeFeed(ctx, queries.HomeFeedParams{
		Viewer: viewer, AfterCreatedAt: after.CreatedAt, AfterID: after.ID,
		Walk: walkPerItem * maxItems(page), MaxItems: maxItems(page),
	})
	if err != nil {
		return cruddur.ActivityPage{}, translate("read a home feed", err)
	}
	return activityPage(ctx, s, rows, page)
}

// UserFeed returns one person's living cruds, newest first. It returns
// cruddur.ErrUserNotFound or cruddur.ErrUserSuspended.
func (s *Store) UserFeed(ctx context.Context, handle string, page cruddur.PageRequest) (cruddur.ActivityPage, error) {
	author, err := s.seenPerson(ctx, handle)
	if err != nil {
		return cruddur.ActivityPage{}, err
	}
	after := position(page)
	rows, err := s.queries.UserFeed(ctx, queries.UserFeedParams{
		Author: author.Sub, AfterCreatedAt: after.CreatedAt, AfterID: after.ID, MaxItems: maxItems(page),
	})
	if err != nil {
		return cruddur.ActivityPage{}, translate("read a person's feed", err)
	}
	return activityPage(ctx, s, rows, page)
}

func position(page cruddur.PageRequest) cruddur.Position {
	if page.After == nil {
		return top
	}
	return *page.After
}

// maxItems is one more than a page holds, to know whether another follows.
func maxItems(page cruddur.PageRequest) int32 {
	return int32(page.Limit) + 1 //nolint:gosec // a limit is at most 100
}

// feedRow lists the rows that sqlc names apart although they are the same.
type feedRow interface {
	queries.PublicFeedRow | queries.HomeFeedRow | queries.UserFeedRow
}

func activityPage[Row feedRow](ctx context.Context, s *Store, rows []Row, page cruddur.PageRequest) (cruddur.ActivityPage, error) {
	items := make([]cruddur.Activity, len(rows))
	var withPhotos []*cruddur.Activity
	for i, row := range rows {
		r := queries.PublicFeedRow(row)
		items[i] = feedItem(r)
		if r.PhotosCount > 0 && i < page.Limit {
			withPhotos = append(withPhotos, &items[i])
		}
	}
	if err := s.withPhotos(ctx, s.queries, withPhotos); err != nil {
		return cruddur.ActivityPage{}, translate("read the photos of a feed", err)
	}
	items, next := cruddur.CutPage(items, page.Limit, func(a cruddur.Activity) cruddur.Position {
		return cruddur.Position{CreatedAt: a.CreatedAt, ID: a.ID}
	})
	return cruddur.ActivityPage{Items: items, Next: next}, nil
}

func feedItem(row queries.PublicFeedRow) cruddur.Activity {
	return cruddur.Activity{
		ID:           row.ID,
		Author:       author(row.Handle, row.DisplayName, publicPicture(row.Avatar, row.AvatarPlaceholder, row.AvatarWidths, row.AvatarFormats)),
		Message:      row.Message,
		CreatedAt:    row.CreatedAt,
		Life:         cruddur.Life{StartsAt: row.LifeStartsAt, ExpiresAt: row.ExpiresAt},
		RepliesCount: int(row.RepliesCount),
	}
}
