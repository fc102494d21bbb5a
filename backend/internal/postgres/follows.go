package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
)

// Follow makes one person follow another; it is idempotent. It returns
// cruddur.ErrUserNotFound, cruddur.ErrUserSuspended, cruddur.ErrAccountSuspended,
// cruddur.ErrFollowSelf or cruddur.ErrFollowLimit.
func (s *Store) Follow(ctx context.Context, follower uuid.UUID, handle string) error {
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("make an id: %w", err)
	}
	err = s.betweenPeople(ctx, follower, handle, func(q *queries.Queries, followee uuid.UUID) error {
		rows, err := q.AddFollow(ctx, queries.AddFollowParams{Follower: follower, Followee: followee, ID: id})
		if err != nil || rows == 0 {
			return err
		}
		return countFollow(ctx, q, follower, followee, 1)
	})
	return translate("follow a person", err)
}

// Unfollow ends what Follow began; it is idempotent, and returns the same errors.
func (s *Store) Unfollow(ctx context.Context, follower uuid.UUID, handle string) error {
	err := s.betweenPeople(ctx, follower, handle, func(q *queries.Queries, followee uuid.UUID) error {
		rows, err := q.RemoveFollow(ctx, queries.RemoveFollowParams{Follower: follower, Followee: followee})
		if err != nil || rows == 0 {
			return err
		}
		return countFollow(ctx, q, follower, followee, -1)
	})
	return translate("unfollow a person", err)
}

// betweenPeople runs do while nobody else changes what stands between the two.
func (s *Store) betweenPeople(ctx context.Context, one uuid.UUID, handle string, do func(q *queries.Queries, other uuid.UUID) error) error {
	other, err := s.PersonByHandle(ctx, handle)
	if err != nil {
		return err
	}
	if one == other.Sub {
		return cruddur.ErrFollowSelf
	}
	return s.inTx(ctx, func(q *queries.Queries) error {
		locked, err := q.LockPair(ctx, queries.LockPairParams{One: one, Other: other.Sub})
		if err != nil {
			return err
		}
		if err := bothInGoodStanding(locked, one); err != nil {
			return err
		}
		return do(q, other.Sub)
	})
}

func bothInGoodStanding(locked []queries.LockPairRow, caller uuid.UUID) error {
	if len(locked) != 2 {
		return cruddur.ErrUserNotFound
	}
	for _, person := range locked {
		switch {
		case !person.Suspended:
		case person.Sub == caller:
			return cruddur.ErrAccountSuspended
		default:
			return cruddur.ErrUserSuspended
		}
	}
	return nil
}

func countFollow(ctx context.Context, q *queries.Queries, follower, followee uuid.UUID, change int32) error {
	following, err := q.CountFollowing(ctx, queries.CountFollowingParams{Sub: follower, Change: change})
	if err != nil {
		return err
	}
	if change > 0 && following > cruddur.MaxFollowing {
		return cruddur.ErrFollowLimit
	}
	return q.CountFollowers(ctx, queries.CountFollowersParams{Sub: followee, Change: change})
}

// Followers returns who follows a person, latest first, as a reader sees them;
// viewer is uuid.Nil for a reader who is nobody. It returns
// cruddur.ErrUserNotFound or cruddur.ErrUserSuspended.
func (s *Store) Followers(ctx context.Context, viewer uuid.UUID, handle string, page cruddur.PageRequest) (cruddur.PersonPage, error) {
	person, err := s.seenPerson(ctx, handle)
	if err != nil {
		return cruddur.PersonPage{}, err
	}
	after := position(page)
	rows, err := s.queries.Followers(ctx, queries.FollowersParams{
		Viewer: nullable(viewer), Person: person.Sub, AfterCreatedAt: after.CreatedAt, AfterID: after.ID, MaxItems: maxItems(page),
	})
	if err != nil {
		return cruddur.PersonPage{}, translate("read followers", err)
	}
	return personPage(rows, viewer, page), nil
}

// Following returns whom a person follows, as Followers does.
func (s *Store) Following(ctx context.Context, viewer uuid.UUID, handle string, page cruddur.PageRequest) (cruddur.PersonPage, error) {
	person, err := s.seenPerson(ctx, handle)
	if err != nil {
		return cruddur.PersonPage{}, err
	}
	after := position(page)
	rows, err := s.queries.Following(ctx, queries.FollowingParams{
		Viewer: nullable(viewer), Person: person.Sub, AfterCreatedAt: after.CreatedAt, AfterID: after.ID, MaxItems: maxItems(page),
	})
	if err != nil {
		return cruddur.PersonPage{}, translate("read the followed", err)
	}
	return personPage(rows, viewer, page), nil
}

func nullable(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// followRow lists the rows that sqlc names apart although they are the same.
type followRow interface {
	queries.FollowersRow | queries.FollowingRow
}

func personPage[Row followRow](rows []Row, viewer uuid.UUID, page cruddur.PageRequest) cruddur.PersonPage {
	shown, next := cruddur.CutPage(rows, page.Limit, func(row Row) cruddur.Position {
		r := queries.FollowersRow(row)
		return cruddur.Position{CreatedAt: r.CreatedAt, ID: r.ID}
	})
	items := make([]cruddur.PersonSummary, len(shown))
	for i, row := range shown {
		items[i] = personSummary(queries.FollowersRow(row), viewer)
	}
	return cruddur.PersonPage{Items: items, Next: next}
}

func personSummary(row queries.FollowersRow, viewer uuid.UUID) cruddur.PersonSummary {
	summary := cruddur.PersonSummary{
		Handle: row.Handle, DisplayName: row.DisplayName, Bio: row.Bio,
		Avatar: publicPicture(row.Avatar, row.AvatarPlaceholder, row.AvatarWidths, row.AvatarFormats),
	}
	if viewer != uuid.Nil && viewer != row.Sub {
		summary.Relation = &cruddur.Relation{Following: row.Following, FollowedBy: row.FollowedBy}
	}
	return summary
}
