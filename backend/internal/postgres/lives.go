package postgres

import (
	"context"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
)

// Lives returns the present lives of those of the cruds that are alive.
func (s *Store) Lives(ctx context.Context, ids []uuid.UUID) ([]cruddur.LifeOf, error) {
	rows, err := s.queries.Lives(ctx, ids)
	if err != nil {
		return nil, translate("read lives", err)
	}
	lives := make([]cruddur.LifeOf, len(rows))
	for i, row := range rows {
		lives[i] = cruddur.LifeOf{
			ID:           row.ID,
			Life:         cruddur.Life{StartsAt: row.LifeStartsAt, ExpiresAt: row.ExpiresAt},
			RepliesCount: int(row.RepliesCount),
		}
	}
	return lives, nil
}

// ChangeLife gives the author's own crud, and its thread, a new life from now
// on. It returns cruddur.ErrActivityNotFound, cruddur.ErrNotAuthor, or
// cruddur.ErrLifeOfRoot for a reply.
func (s *Store) ChangeLife(ctx context.Context, by, id uuid.UUID, ttl cruddur.TTL) (cruddur.Activity, error) {
	return s.changeLife(ctx, by, id, func(q *queries.Queries) error {
		return q.ChangeLife(ctx, queries.ChangeLifeParams{ID: id, TTL: ttl.Duration()})
	})
}

// BurnActivity lets the author's own crud, and its thread, end after
// cruddur.Fuse. Repeated, it changes nothing. It returns what ChangeLife does.
func (s *Store) BurnActivity(ctx context.Context, by, id uuid.UUID) (cruddur.Activity, error) {
	return s.changeLife(ctx, by, id, func(q *queries.Queries) error {
		return q.BurnThread(ctx, queries.BurnThreadParams{ID: id, Fuse: cruddur.Fuse})
	})
}

// SpareActivity takes a burning back. It returns what ChangeLife does, and
// cruddur.ErrNotBurning.
func (s *Store) SpareActivity(ctx context.Context, by, id uuid.UUID) (cruddur.Activity, error) {
	return s.changeLife(ctx, by, id, func(q *queries.Queries) error {
		rows, err := q.SpareThread(ctx, id)
		if err == nil && rows == 0 {
			return cruddur.ErrNotBurning
		}
		return err
	})
}

func (s *Store) changeLife(ctx context.Context, by, id uuid.UUID, change func(*queries.Queries) error) (changed cruddur.Activity, err error) {
	err = s.inTxWithJobs(ctx, func(q *queries.Queries, caused *jobs) error {
		if err := inGoodStanding(ctx, q, by); err != nil {
			return err
		}
		found, err := lockActivity(ctx, q, id)
		if err != nil {
			return err
		}
		if err := authoredBy(by)(found); err != nil {
			return err
		}
		if found.Root != nil {
			return cruddur.ErrLifeOfRoot
		}
		if err := change(q); err != nil {
			return err
		}
		if err := signAnew(ctx, q, caused, id); err != nil {
			return err
		}
		changed, err = s.readActivity(ctx, q, id)
		return err
	})
	return changed, translate("change a life", err)
}

// signAnew lets a job sign the photos of a thread whose end was just changed. It
// is not done here: a thread may have any number of them.
func signAnew(ctx context.Context, q *queries.Queries, caused *jobs, thread uuid.UUID) error {
	some, err := q.HasPhotos(ctx, thread)
	if err == nil && some {
		caused.add(SignThreadJob{Thread: thread})
	}
	return err
}
