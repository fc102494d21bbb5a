package postgres

import (
	"bytes"
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
)

// Activity returns a living crud, or cruddur.ErrActivityNotFound.
func (s *Store) Activity(ctx context.Context, id uuid.UUID) (cruddur.Activity, error) {
	return readActivity(ctx, s.queries, id)
}

// CreateActivity posts a crud, or finds the one that an earlier request with
// the same idempotency key posted; posted tells which.
//
// Two requests with one key at the same moment are put in order by the key's
// row: the second waits for the first and then finds its crud. A request whose
// outcome got lost is simply repeated.
func (s *Store) CreateActivity(ctx context.Context, n cruddur.NewActivity) (activity cruddur.Activity, posted bool, err error) {
	err = s.inTx(ctx, func(q *queries.Queries) error {
		posted, err = claimKey(ctx, q, n)
		if err != nil {
			return err
		}
		if !posted {
			activity, err = replay(ctx, q, n)
			return err
		}
		activity, err = addActivity(ctx, q, n)
		return err
	})
	return activity, posted, translate("create an activity", err)
}

// DeleteActivity deletes the author's own crud. It returns
// cruddur.ErrActivityNotFound or cruddur.ErrNotAuthor, and deletes nothing then.
func (s *Store) DeleteActivity(ctx context.Context, by, id uuid.UUID) error {
	err := s.inTx(ctx, func(q *queries.Queries) error {
		author, err := q.LockActivityAuthor(ctx, id)
		if errors.Is(err, pgx.ErrNoRows) {
			return cruddur.ErrActivityNotFound
		}
		if err != nil {
			return err
		}
		if author != by {
			return cruddur.ErrNotAuthor
		}
		return q.DeleteActivity(ctx, id)
	})
	return translate("delete an activity", err)
}

func claimKey(ctx context.Context, q *queries.Queries, n cruddur.NewActivity) (claimed bool, err error) {
	if n.IdempotencyKey == "" {
		return true, nil
	}
	rows, err := q.ClaimIdempotencyKey(ctx, queries.ClaimIdempotencyKeyParams{
		Person: n.Author, Key: n.IdempotencyKey, Fingerprint: n.Fingerprint,
	})
	return rows > 0, err
}

func replay(ctx context.Context, q *queries.Queries, n cruddur.NewActivity) (cruddur.Activity, error) {
	earlier, err := q.IdempotencyKey(ctx, queries.IdempotencyKeyParams{Person: n.Author, Key: n.IdempotencyKey})
	if err != nil {
		return cruddur.Activity{}, err
	}
	if !bytes.Equal(earlier.Fingerprint, n.Fingerprint) {
		return cruddur.Activity{}, cruddur.ErrIdempotencyKeyReused
	}
	if earlier.Activity == nil {
		return cruddur.Activity{}, cruddur.ErrActivityNotFound
	}
	return readActivity(ctx, q, *earlier.Activity)
}

func addActivity(ctx context.Context, q *queries.Queries, n cruddur.NewActivity) (cruddur.Activity, error) {
	err := q.AddActivity(ctx, queries.AddActivityParams{
		ID: n.ID, Author: n.Author, Message: n.Message, TTL: n.TTL.Duration(),
	})
	if err != nil {
		return cruddur.Activity{}, err
	}
	if n.IdempotencyKey != "" {
		err := q.SettleIdempotencyKey(ctx, queries.SettleIdempotencyKeyParams{
			Activity: &n.ID, Person: n.Author, Key: n.IdempotencyKey,
		})
		if err != nil {
			return cruddur.Activity{}, err
		}
	}
	return readActivity(ctx, q, n.ID)
}

func readActivity(ctx context.Context, q *queries.Queries, id uuid.UUID) (cruddur.Activity, error) {
	row, err := q.ActivityByID(ctx, id)
	if errors.Is(err, pgx.ErrNoRows) {
		return cruddur.Activity{}, cruddur.ErrActivityNotFound
	}
	if err != nil {
		return cruddur.Activity{}, translate("read an activity", err)
	}
	return activity(row), nil
}

func activity(row queries.ActivityByIDRow) cruddur.Activity {
	return cruddur.Activity{
		ID:        row.ID,
		Author:    cruddur.Author{Handle: row.Handle, DisplayName: row.DisplayName},
		Message:   row.Message,
		CreatedAt: row.CreatedAt,
		ExpiresAt: row.ExpiresAt,
	}
}
