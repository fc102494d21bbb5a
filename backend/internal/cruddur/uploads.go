package cruddur

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/cruddur/cruddur/platform/fault"
)

// MaxUploadAge is how long after its upload a picture can be used. Reconciling
// deletes what nobody has used after UnusedAge: the time in between is for
// requests under way and clocks that disagree, so that no picture is deleted
// while somebody attaches it.
const (
	MaxUploadAge = 12 * time.Hour
	UnusedAge    = 24 * time.Hour
)

// Codes of faults of pictures: stable, part of the API.
const (
	CodeNotReady = "not_ready"
	CodeRefused  = "refused"
	CodeNotFound = "not_found"
	CodeTaken    = "taken"
)

// ErrNoUpload says that nothing is known of an upload, or nothing yet.
var ErrNoUpload = errors.New("no such upload, or it is still being worked on")

// ErrPicturesUnavailable is answered where pictures are not set up.
var ErrPicturesUnavailable = fault.New(fault.Unavailable, "pictures_unavailable", "Pictures are not available at the moment. Try again later.").
	WithRetryAfter(time.Minute)

// Upload is what became of an uploaded file.
type Upload struct {
	ID        uuid.UUID
	Owner     uuid.UUID // sub
	Purpose   string    // also those of other services
	CreatedAt time.Time
	Picture   *Picture // nil when the file was refused
}

// Manifests knows what became of uploads.
type Manifests interface {
	// Upload returns ErrNoUpload for one that nothing is known of yet.
	Upload(ctx context.Context, id uuid.UUID) (Upload, error)
}

// UsedPictures knows which of a person's pictures have been used.
type UsedPictures interface {
	UsedPictures(ctx context.Context, owner uuid.UUID, ids []uuid.UUID) ([]uuid.UUID, error)
}

// Uploads turns uploads into pictures to be used.
type Uploads struct {
	Manifests Manifests // nil where pictures are not set up
	Used      UsedPictures
	Now       func() time.Time
}

// WantedPicture is an upload that somebody wants to use.
type WantedPicture struct {
	ID      uuid.UUID
	Purpose Purpose
	Field   string // names it in faults
}

// Pictures returns the pictures that a person wants to use, in their order, or
// a fault that names every one that can't be used, and why. It decides nothing:
// of two who want the same picture at once, the store lets one have it.
func (u Uploads) Pictures(ctx context.Context, owner uuid.UUID, wanted []WantedPicture) ([]Picture, error) {
	if u.Manifests == nil {
		return nil, ErrPicturesUnavailable
	}
	used, err := u.used(ctx, owner, wanted)
	if err != nil {
		return nil, err
	}
	pictures := make([]Picture, len(wanted))
	faults := make([]string, len(wanted))
	group, ctx := errgroup.WithContext(ctx)
	for i, w := range wanted {
		if used[w.ID] {
			faults[i] = CodeTaken
			continue
		}
		group.Go(func() (err error) {
			pictures[i], faults[i], err = u.picture(ctx, owner, w)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var fields []fault.Field
	for i, code := range faults {
		if code != "" {
			fields = append(fields, PictureFault(wanted[i].Field, code))
		}
	}
	if len(fields) > 0 {
		return nil, PicturesUnusable(fields...)
	}
	return pictures, nil
}

func (u Uploads) used(ctx context.Context, owner uuid.UUID, wanted []WantedPicture) (map[uuid.UUID]bool, error) {
	ids := make([]uuid.UUID, len(wanted))
	for i, w := range wanted {
		ids[i] = w.ID
	}
	found, err := u.Used.UsedPictures(ctx, owner, ids)
	if err != nil {
		return nil, err
	}
	used := make(map[uuid.UUID]bool, len(found))
	for _, id := range found {
		used[id] = true
	}
	return used, nil
}

// picture returns one picture, or the code of its fault. What is another's looks
// like what was never there.
func (u Uploads) picture(ctx context.Context, owner uuid.UUID, wanted WantedPicture) (picture Picture, code string, err error) {
	upload, err := u.Manifests.Upload(ctx, wanted.ID)
	switch {
	case errors.Is(err, ErrNoUpload):
		return Picture{}, CodeNotReady, nil
	case err != nil:
		return Picture{}, "", fmt.Errorf("look up an upload: %w", err)
	case upload.Owner != owner || upload.Purpose != string(wanted.Purpose):
		return Picture{}, CodeNotFound, nil
	case u.Now().Sub(upload.CreatedAt) > MaxUploadAge:
		return Picture{}, CodeNotFound, nil
	case upload.Picture == nil:
		return Picture{}, CodeRefused, nil
	}
	return *upload.Picture, "", nil
}

// PicturesUnusable is the fault of pictures that can't be used, one field each.
func PicturesUnusable(fields ...fault.Field) *fault.Error {
	unusable := fault.New(fault.Conflict, "pictures_unusable", "Some of the pictures can't be used.")
	unusable.Fields = fields
	return unusable
}

// PictureFault words the fault of one picture.
func PictureFault(field, code string) fault.Field {
	message := "is not one of your uploads for this purpose, or was uploaded too long ago"
	switch code {
	case CodeNotReady:
		message = "is not uploaded yet, or still being worked on"
	case CodeRefused:
		message = "was refused when it was uploaded"
	case CodeTaken:
		message = "has been used before: a picture is used once"
	}
	return fault.Field{Name: field, Code: code, Message: message}
}

// PhotoField names a photo of a crud in faults.
func PhotoField(position int) string { return fmt.Sprintf("photos.%d.id", position) }
