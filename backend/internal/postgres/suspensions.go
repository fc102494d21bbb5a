package postgres

import (
	"context"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
)

// Suspend shuts a person out and hides what they posted; the reason is for
// operators. A person who is suspended already stays so, for the reason given
// first: changed is false then.
func (s *Store) Suspend(ctx context.Context, handle, reason string) (person cruddur.Person, changed bool, err error) {
	return s.changeStanding(ctx, handle, true, func(q *queries.Queries, sub uuid.UUID) (int64, error) {
		return q.SuspendPerson(ctx, queries.SuspendPersonParams{Sub: sub, Reason: reason})
	})
}

// Restore takes a suspension back: what is still alive of what they posted is
// seen again. changed is false for a person who was not suspended.
func (s *Store) Restore(ctx context.Context, handle string) (person cruddur.Person, changed bool, err error) {
	return s.changeStanding(ctx, handle, false, func(q *queries.Queries, sub uuid.UUID) (int64, error) {
		return q.RestorePerson(ctx, sub)
	})
}

// changeStanding hides or shows what a person posted together with the change.
// It returns cruddur.ErrUserNotFound.
func (s *Store) changeStanding(ctx context.Context, handle string, hidden bool, change func(*queries.Queries, uuid.UUID) (int64, error)) (person cruddur.Person, changed bool, err error) {
	found, err := s.PersonByHandle(ctx, handle)
	if err != nil {
		return cruddur.Person{}, false, err
	}
	err = s.inTx(ctx, func(q *queries.Queries) error {
		rows, err := change(q, found.Sub)
		if err != nil || rows == 0 {
			return err
		}
		changed = true
		_, err = q.HideActivities(ctx, queries.HideActivitiesParams{Author: found.Sub, Hidden: hidden})
		return err
	})
	if err != nil {
		return cruddur.Person{}, false, translate("change a person's standing", err)
	}
	person, err = s.PersonBySub(ctx, found.Sub)
	return person, changed, err
}
