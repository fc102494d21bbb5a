package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
	"github.com/cruddur/cruddur/platform/fault"
)

var _ cruddur.UsedPictures = (*Store)(nil)

// UsedPictures returns those of a person's pictures that have been used.
func (s *Store) UsedPictures(ctx context.Context, owner uuid.UUID, ids []uuid.UUID) ([]uuid.UUID, error) {
	used, err := s.queries.UsedPictures(ctx, queries.UsedPicturesParams{Ids: ids, Owner: owner})
	return used, translate("look for used pictures", err)
}

// addPhotos hangs photos on a crud that was just added and signs them for its
// life. The primary key decides who has a picture that two want.
func (s *Store) addPhotos(ctx context.Context, q *queries.Queries, n cruddur.NewActivity) error {
	if s.signer == nil {
		return cruddur.ErrPicturesUnavailable
	}
	var taken []fault.Field
	for i, photo := range n.Photos {
		params := pictureParams(photo.Picture, n.Author, cruddur.PurposePhoto)
		params.Activity, params.Position = &n.ID, int16(i)
		params.Alt, params.FocalX, params.FocalY = photo.Alt, photo.FocalPoint.X, photo.FocalPoint.Y
		added, err := q.AddPicture(ctx, params)
		if err != nil {
			return err
		}
		if added == 0 {
			taken = append(taken, cruddur.PictureFault(cruddur.PhotoField(i), cruddur.CodeTaken))
		}
	}
	if len(taken) > 0 {
		return cruddur.PicturesUnusable(taken...)
	}
	return nil
}

func pictureParams(p cruddur.Picture, owner uuid.UUID, purpose cruddur.Purpose) queries.AddPictureParams {
	return queries.AddPictureParams{
		ID: p.ID, Owner: owner, Purpose: string(purpose),
		FocalX: cruddur.Middle.X, FocalY: cruddur.Middle.Y,
		Width: int32(p.Width), Height: int32(p.Height), //nolint:gosec // at most 16,384
		Animated: p.Animated, Placeholder: p.Placeholder, Widths: narrow(p.Widths), Formats: p.Formats,
	}
}

// storeSignatures keeps the signatures with which a crud was just read.
func storeSignatures(ctx context.Context, q *queries.Queries, a cruddur.Activity) error {
	var params queries.StoreSignaturesParams
	for _, photo := range a.Photos {
		params.Ids = append(params.Ids, photo.ID)
		params.Signatures = append(params.Signatures, photo.Signature)
		params.Untils = append(params.Untils, cruddur.LastSecond(a.Life.ExpiresAt))
	}
	return q.StoreSignatures(ctx, params)
}

// withPhotos reads the photos of those of the cruds that have some.
func (s *Store) withPhotos(ctx context.Context, q *queries.Queries, cruds []*cruddur.Activity) error {
	if len(cruds) == 0 {
		return nil
	}
	byID := make(map[uuid.UUID]*cruddur.Activity, len(cruds))
	ids := make([]uuid.UUID, len(cruds))
	for i, crud := range cruds {
		byID[crud.ID], ids[i] = crud, crud.ID
	}
	rows, err := q.PhotosOf(ctx, ids)
	if err != nil {
		return err
	}
	for _, row := range rows {
		crud := byID[*row.Activity]
		shown := photo(row)
		if shown.Signature, err = s.signature(row, crud.Life.ExpiresAt); err != nil {
			return err
		}
		crud.Photos = append(crud.Photos, shown)
	}
	return nil
}

// signature is the stored one if it ends with the crud and the edge knows its
// key. It may not, for a moment, when a life was changed, or when keys were
// retired: then another is made for this answer.
func (s *Store) signature(row queries.PhotosOfRow, end time.Time) (string, error) {
	if s.signer == nil {
		return "", nil
	}
	until := cruddur.LastSecond(end)
	if row.SignedUntil != nil && row.SignedUntil.Equal(until) && s.signer.Counts(row.Signature) {
		return row.Signature, nil
	}
	signature, err := s.signer.Sign(cruddur.PhotoFolder(row.ID), until)
	if err != nil {
		return "", fmt.Errorf("sign a photo: %w", err)
	}
	return signature, nil
}

func photo(row queries.PhotosOfRow) cruddur.Photo {
	return cruddur.Photo{
		Picture: cruddur.Picture{
			ID: row.ID, Width: int(row.Width), Height: int(row.Height), Animated: row.Animated,
			Placeholder: row.Placeholder, Widths: widen(row.Widths), Formats: row.Formats,
		},
		Alt:        row.Alt,
		FocalPoint: cruddur.FocalPoint{X: row.FocalX, Y: row.FocalY},
	}
}

// publicPicture is what a row that was joined to people says; nil for who has no
// such picture.
func publicPicture(id *uuid.UUID, placeholder *string, widths []int32, formats []string) *cruddur.PublicPicture {
	if id == nil || placeholder == nil {
		return nil
	}
	return &cruddur.PublicPicture{ID: *id, Placeholder: *placeholder, Widths: widen(widths), Formats: formats}
}

func narrow(numbers []int) []int32 {
	narrowed := make([]int32, len(numbers))
	for i, n := range numbers {
		narrowed[i] = int32(n) //nolint:gosec // pixels
	}
	return narrowed
}

func widen(numbers []int32) []int {
	widened := make([]int, len(numbers))
	for i, n := range numbers {
		widened[i] = int(n)
	}
	return widened
}
