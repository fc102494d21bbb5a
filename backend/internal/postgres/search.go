package postgres

import (
	"context"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
)

// SearchPeople returns those whom a person probably looks for, the best first.
func (s *Store) SearchPeople(ctx context.Context, search cruddur.PeopleSearch) ([]cruddur.PersonSummary, error) {
	rows, err := s.queries.SearchPeople(ctx, queries.SearchPeopleParams{
		Viewer:        search.Viewer,
		Prefix:        search.NormalizedPrefix(),
		MaxCandidates: cruddur.MaxSearchCandidates,
		MaxItems:      int32(search.Limit), //nolint:gosec // 20 at most
	})
	if err != nil {
		return nil, translate("search people", err)
	}
	found := make([]cruddur.PersonSummary, len(rows))
	for i, row := range rows {
		found[i] = cruddur.PersonSummary{
			Handle: row.Handle, DisplayName: row.DisplayName, Bio: row.Bio,
			Avatar:   publicPicture(row.Avatar, row.AvatarPlaceholder, row.AvatarWidths, row.AvatarFormats),
			Relation: &cruddur.Relation{Following: row.Following, FollowedBy: row.FollowedBy},
		}
	}
	return found, nil
}
