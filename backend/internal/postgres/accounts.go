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

// AccountLink is the tie between a person and their account in Cognito.
type AccountLink struct {
	Handle      string    `json:"handle"`
	DisplayName string    `json:"display_name"`
	Sub         uuid.UUID `json:"sub"`
	Seeded      bool      `json:"seeded"`
}

// AccountLinks lists everybody, by handle.
func (s *Store) AccountLinks(ctx context.Context) ([]AccountLink, error) {
	rows, err := s.queries.Accounts(ctx)
	if err != nil {
		return nil, translate("list accounts", err)
	}
	links := make([]AccountLink, len(rows))
	for i, row := range rows {
		links[i] = AccountLink{Handle: row.Handle, DisplayName: row.DisplayName, Sub: row.Sub, Seeded: row.Seeded}
	}
	return links, nil
}

// RelinkAccount ties a person to another account, as after a user pool was
// rebuilt; relinked is false when nobody has the handle or nothing changes.
func (s *Store) RelinkAccount(ctx context.Context, handle string, sub uuid.UUID) (relinked bool, err error) {
	rows, err := s.queries.RelinkAccount(ctx, queries.RelinkAccountParams{Sub: sub, Handle: handle})
	return rows > 0, translate("relink an account", err)
}

// SeededPerson is a person made for demonstration, who joined some time ago.
type SeededPerson struct {
	cruddur.Person
	Joined time.Duration // before now
	Cruds  []SeededActivity
}

// SeededActivity is a crud posted some time ago.
type SeededActivity struct {
	Message string
	Age     time.Duration
	TTL     cruddur.TTL
}

// Seed adds a demonstration person with their cruds. One who is there keeps
// their row, and gets the cruds anew once none of theirs is alive; seeded is
// false when nothing was to be done.
func (s *Store) Seed(ctx context.Context, p SeededPerson) (seeded bool, err error) {
	err = s.inTx(ctx, func(q *queries.Queries) error {
		sub, err := seedPerson(ctx, q, p)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		seeded = true
		return seedActivities(ctx, q, sub, p.Cruds)
	})
	return seeded, translate("seed a person", err)
}

// seedPerson returns pgx.ErrNoRows when there is nothing to seed for them.
func seedPerson(ctx context.Context, q *queries.Queries, p SeededPerson) (uuid.UUID, error) {
	sub, err := q.SeedPerson(ctx, queries.SeedPersonParams{
		Sub: p.Sub, Handle: p.Handle, DisplayName: p.DisplayName, Bio: p.Bio,
		Location: p.Location, Website: p.Website, DefaultTTL: string(p.DefaultTTL), Age: p.Joined,
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return q.SeededPersonWithoutCruds(ctx, p.Handle)
	}
	return sub, err
}

func seedActivities(ctx context.Context, q *queries.Queries, author uuid.UUID, cruds []SeededActivity) error {
	for _, crud := range cruds {
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		err = q.SeedActivity(ctx, queries.SeedActivityParams{
			ID: id, Author: author, Message: cruddur.NormalizeText(crud.Message), Age: crud.Age, TTL: crud.TTL.Duration(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
