package postgres

import (
	"context"
	"errors"
	"iter"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
)

// StoredPicture is the row of a picture.
type StoredPicture struct {
	ID    uuid.UUID
	Loose bool // nothing shows it any more
}

// storedPage is how many rows are read at once.
const storedPage = 1000

// StoredPictures lists all rows of pictures in the order of ids.
func (s *Store) StoredPictures(ctx context.Context) iter.Seq2[StoredPicture, error] {
	return func(yield func(StoredPicture, error) bool) {
		after := uuid.Nil
		for {
			rows, err := s.queries.PicturesAfter(ctx, queries.PicturesAfterParams{After: after, MaxItems: storedPage})
			if err != nil {
				yield(StoredPicture{}, translate("list pictures", err))
				return
			}
			for _, row := range rows {
				if !yield(StoredPicture(row), nil) {
					return
				}
			}
			if len(rows) < storedPage {
				return
			}
			after = rows[len(rows)-1].ID
		}
	}
}

// StoredPicture returns the row of a picture; found is false when there is none.
func (s *Store) StoredPicture(ctx context.Context, id uuid.UUID) (picture StoredPicture, found bool, err error) {
	row, err := s.queries.PictureByID(ctx, id)
	if errors.Is(err, pgx.ErrNoRows) {
		return StoredPicture{}, false, nil
	}
	return StoredPicture(row), err == nil, translate("look for a picture", err)
}

// DetachStrays lets go of avatars and banners that no profile shows, as of people
// who were deleted.
func (s *Store) DetachStrays(ctx context.Context) error {
	_, err := s.queries.DetachStrayPictures(ctx)
	return translate("detach stray pictures", err)
}
