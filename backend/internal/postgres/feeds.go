package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
)

// top is a position before the newest crud of any feed.
var top = cruddur.Position{CreatedAt: time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), ID: uuid.Max}

// PublicFeed returns everybody's living cruds, newest first.
func (s *Store) PublicFeed(ctx context.Context, page cruddur.PageRequest) (cruddur.ActivityPage, error) {
	after := position(page)
	rows, err := s.queries.PublicFeed(ctx, queries.PublicFeedParams{
		AfterCreatedAt: after.CreatedAt, AfterID: after.ID, MaxItems: maxItems(page),
	})
	if err != nil {
		return cruddur.ActivityPage{}, translate("read the public feed", err)
	}
	return activityPage(rows, page), nil
}

// UserFeed returns one person's living cruds, newest first, or
// cruddur.ErrUserNotFound.
func (s *Store) UserFeed(ctx context.Context, handle string, page cruddur.PageRequest) (cruddur.ActivityPage, error) {
	author, err := s.queries.SubByHandle(ctx, handle)
	if errors.Is(err, pgx.ErrNoRows) {
		return cruddur.ActivityPage{}, cruddur.ErrUserNotFound
	}
	if err != nil {
		return cruddur.ActivityPage{}, translate("find a feed's person", err)
	}
	after := position(page)
	rows, err := s.queries.UserFeed(ctx, queries.UserFeedParams{
		Author: author, AfterCreatedAt: after.CreatedAt, AfterID: after.ID, MaxItems: maxItems(page),
	})
	if err != nil {
		return cruddur.ActivityPage{}, translate("read a person's feed", err)
	}
	return activityPage(rows, page), nil
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
	queries.PublicFeedRow | queries.UserFeedRow
}

func activityPage[Row feedRow](rows []Row, page cruddur.PageRequest) cruddur.ActivityPage {
	items := make([]cruddur.Activity, len(rows))
	for i, row := range rows {
		items[i] = activity(queries.ActivityByIDRow(row))
	}
	return cruddur.NewActivityPage(items, page.Limit)
}
