package postgres

import (
	"context"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
)

// PeopleBySubs returns those of the accounts that have a profile, suspended or
// not, in no particular order and without their banners.
func (s *Store) PeopleBySubs(ctx context.Context, subs []uuid.UUID) ([]cruddur.Person, error) {
	rows, err := s.queries.PeopleBySubs(ctx, subs)
	if err != nil {
		return nil, translate("read people by account", err)
	}
	people := make([]cruddur.Person, len(rows))
	for i, row := range rows {
		people[i] = person(queries.PersonBySubRow{
			User: row.User, AvatarPlaceholder: row.AvatarPlaceholder, AvatarWidths: row.AvatarWidths, AvatarFormats: row.AvatarFormats,
		})
	}
	return people, nil
}
