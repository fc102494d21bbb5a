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

// Activity returns a living crud or reply, or cruddur.ErrActivityNotFound.
func (s *Store) Activity(ctx context.Context, id uuid.UUID) (cruddur.Activity, error) {
	return s.readActivity(ctx, s.queries, id)
}

// CreateActivity posts a crud or a reply, or finds the one that an earlier
// request with the same idempotency key posted; posted tells which. It returns
// cruddur.ErrAccountSuspended, and cruddur.ErrActivityNotFound when what is
// replied to is gone, or a fault that names the photos that were taken meanwhile.
//
// Two requests with one key at the same moment are put in order by the key's
// row: the second waits for the first and then finds its crud. A request whose
// outcome got lost is simply repeated.
func (s *Store) CreateActivity(ctx context.Context, n cruddur.NewActivity) (activity cruddur.Activity, posted bool, err error) {
	err = s.inTx(ctx, func(q *queries.Queries) error {
		if err := inGoodStanding(ctx, q, n.Author); err != nil {
			return err
		}
		posted, err = claimKey(ctx, q, n)
		if err != nil {
			return err
		}
		if !posted {
			activity, err = s.replay(ctx, q, n)
			return err
		}
		activity, err = s.addActivity(ctx, q, n)
		return err
	})
	return activity, posted, translate("create an activity", err)
}

// DeleteActivity deletes the author's own crud or reply. It returns
// cruddur.ErrActivityNotFound or cruddur.ErrNotAuthor, and deletes nothing then.
func (s *Store) DeleteActivity(ctx context.Context, by, id uuid.UUID) error {
	_, err := s.deleteActivity(ctx, id, authoredBy(by))
	return err
}

// RemoveActivity deletes anybody's crud or reply, for operators. It returns
// cruddur.ErrActivityNotFound.
func (s *Store) RemoveActivity(ctx context.Context, id uuid.UUID) (cruddur.Removal, error) {
	return s.deleteActivity(ctx, id, func(queries.LockedActivityRow) error { return nil })
}

// deleteActivity ends a thread when id is its root; a reply leaves a stone if
// others hang on it.
func (s *Store) deleteActivity(ctx context.Context, id uuid.UUID, allowed permission) (removed cruddur.Removal, err error) {
	err = s.inThread(ctx, id, allowed, func(q *queries.Queries, caused *jobs, found queries.LockedActivityRow) (err error) {
		if found.ReplyTo == nil {
			removed, err = endThread(ctx, q, id)
		} else {
			removed.Stone, err = deleteReply(ctx, q, id, *found.ReplyTo)
		}
		if err != nil {
			return err
		}
		_, err = queueLoose(ctx, q, caused, looseAtOnce)
		return err
	})
	return removed, translate("delete an activity", err)
}

// looseAtOnce is how many pictures a request hands to jobs; the rest is the
// purge's.
const looseAtOnce = 100

// permission decides who may change a crud.
type permission func(queries.LockedActivityRow) error

func authoredBy(by uuid.UUID) permission {
	return func(found queries.LockedActivityRow) error {
		if found.Author != by {
			return cruddur.ErrNotAuthor
		}
		return nil
	}
}

// inThread runs do on a living crud while nobody else changes its thread.
func (s *Store) inThread(ctx context.Context, id uuid.UUID, allowed permission, do func(*queries.Queries, *jobs, queries.LockedActivityRow) error) error {
	return s.inTxWithJobs(ctx, func(q *queries.Queries, caused *jobs) error {
		found, err := lockActivity(ctx, q, id)
		if err != nil {
			return err
		}
		if err := allowed(found); err != nil {
			return err
		}
		return do(q, caused, found)
	})
}

// lockActivity holds the thread of a living crud.
func lockActivity(ctx context.Context, q *queries.Queries, id uuid.UUID) (queries.LockedActivityRow, error) {
	_, err := q.LockThread(ctx, id)
	if err == nil {
		var found queries.LockedActivityRow
		if found, err = q.LockedActivity(ctx, id); err == nil {
			return found, nil
		}
	}
	if errors.Is(err, pgx.ErrNoRows) {
		err = cruddur.ErrActivityNotFound
	}
	return queries.LockedActivityRow{}, err
}

// inGoodStanding returns cruddur.ErrAccountSuspended, or holds off a suspension
// until the transaction ends.
func inGoodStanding(ctx context.Context, q *queries.Queries, sub uuid.UUID) error {
	suspended, err := q.LockStanding(ctx, sub)
	if err == nil && suspended {
		return cruddur.ErrAccountSuspended
	}
	return err
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

// EarlierActivity finds what an earlier request with the same idempotency key
// posted; found is false when this is the first one.
func (s *Store) EarlierActivity(ctx context.Context, n cruddur.NewActivity) (activity cruddur.Activity, found bool, err error) {
	activity, err = s.replay(ctx, s.queries, n)
	if errors.Is(err, errNoEarlier) {
		return cruddur.Activity{}, false, nil
	}
	return activity, err == nil, translate("look for an earlier activity", err)
}

// errNoEarlier says that an idempotency key is new, or forgotten.
var errNoEarlier = errors.New("no request had this key before")

func (s *Store) replay(ctx context.Context, q *queries.Queries, n cruddur.NewActivity) (cruddur.Activity, error) {
	earlier, err := q.IdempotencyKey(ctx, queries.IdempotencyKeyParams{Person: n.Author, Key: n.IdempotencyKey})
	if errors.Is(err, pgx.ErrNoRows) {
		return cruddur.Activity{}, errNoEarlier
	}
	if err != nil {
		return cruddur.Activity{}, err
	}
	if !bytes.Equal(earlier.Fingerprint, n.Fingerprint) {
		return cruddur.Activity{}, cruddur.ErrIdempotencyKeyReused
	}
	if earlier.Activity == nil {
		return cruddur.Activity{}, cruddur.ErrActivityNotFound
	}
	return s.readActivity(ctx, q, *earlier.Activity)
}

func (s *Store) addActivity(ctx context.Context, q *queries.Queries, n cruddur.NewActivity) (cruddur.Activity, error) {
	if err := insertActivity(ctx, q, n); err != nil {
		return cruddur.Activity{}, err
	}
	if len(n.Photos) > 0 {
		if err := s.addPhotos(ctx, q, n); err != nil {
			return cruddur.Activity{}, err
		}
	}
	if n.IdempotencyKey != "" {
		err := q.SettleIdempotencyKey(ctx, queries.SettleIdempotencyKeyParams{
			Activity: &n.ID, Person: n.Author, Key: n.IdempotencyKey,
		})
		if err != nil {
			return cruddur.Activity{}, err
		}
	}
	made, err := s.readActivity(ctx, q, n.ID)
	if err == nil && len(made.Photos) > 0 {
		err = storeSignatures(ctx, q, made)
	}
	return made, err
}

func insertActivity(ctx context.Context, q *queries.Queries, n cruddur.NewActivity) error {
	if n.ReplyTo != uuid.Nil {
		return addReply(ctx, q, n)
	}
	return q.AddActivity(ctx, queries.AddActivityParams{
		ID: n.ID, Author: n.Author, Message: n.Message, PhotosCount: photosCount(n), TTL: n.TTL.Duration(),
	})
}

func photosCount(n cruddur.NewActivity) int16 {
	return int16(len(n.Photos)) //nolint:gosec // at most MaxPhotos
}

func (s *Store) readActivity(ctx context.Context, q *queries.Queries, id uuid.UUID) (cruddur.Activity, error) {
	row, err := q.ActivityByID(ctx, id)
	if errors.Is(err, pgx.ErrNoRows) {
		return cruddur.Activity{}, cruddur.ErrActivityNotFound
	}
	if err != nil {
		return cruddur.Activity{}, translate("read an activity", err)
	}
	found := activity(row)
	if row.PhotosCount > 0 {
		err = s.withPhotos(ctx, q, []*cruddur.Activity{&found})
	}
	return found, translate("read the photos of an activity", err)
}

func activity(row queries.ActivityByIDRow) cruddur.Activity {
	a := cruddur.Activity{
		ID:           row.ID,
		Author:       author(row.Handle, row.DisplayName, publicPicture(row.Avatar, row.AvatarPlaceholder, row.AvatarWidths, row.AvatarFormats)),
		Message:      row.Message,
		CreatedAt:    row.CreatedAt,
		Life:         cruddur.Life{StartsAt: row.LifeStartsAt, ExpiresAt: row.ExpiresAt},
		RepliesCount: int(row.RepliesCount),
	}
	if row.Root != nil && row.ReplyTo != nil {
		a.Reply = &cruddur.ReplyPath{Root: *row.Root, To: *row.ReplyTo}
	}
	return a
}

func author(handle, displayName string, avatar *cruddur.PublicPicture) cruddur.Author {
	return cruddur.Author{Handle: handle, DisplayName: displayName, Avatar: avatar}
}
