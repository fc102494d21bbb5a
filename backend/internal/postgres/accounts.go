package postgres

import (
	"context"

	"github.com/google/uuid"

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
