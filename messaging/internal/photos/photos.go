// Package photos turns uploads into photos of messages, and opens them to who may
// read the messages.
//
// The media service writes a manifest of each upload (docs/life-of-a-photo.md);
// it is read here, and nothing is written.
package photos

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/platform/fault"
)

// purpose is what uploads for messages are for.
const purpose = "message"

// refused is the state of a file that was refused, and the code of its fault.
const refused = "refused"

// maxAge is how long after its upload a photo can be sent.
const maxAge = 12 * time.Hour

var errUnavailable = fault.New(fault.Unavailable, "pictures_unavailable", "Pictures are not available at the moment. Try again later.").
	WithRetryAfter(time.Minute)

// errNoUpload says that nothing is known of an upload, or nothing yet.
var errNoUpload = errors.New("no such upload, or it is still being worked on")

// upload is what became of an uploaded file.
type upload struct {
	owner     uuid.UUID
	purpose   string
	createdAt time.Time
	photo     *conversations.Photo // nil when the file was refused
}

// Uploads looks uploads up.
type Uploads struct {
	bucket *bucket // nil where pictures are not set up
}

var _ conversations.Photos = (*Uploads)(nil)

// NewUploads returns the uploads whose manifests are in a bucket. Without a
// client no photo can be sent.
func NewUploads(client Client, name string) *Uploads {
	if client == nil || name == "" {
		return &Uploads{}
	}
	return &Uploads{bucket: &bucket{client: client, name: name}}
}

// Attach implements conversations.Photos.
func (u *Uploads) Attach(ctx context.Context, owner uuid.UUID, attachments []conversations.Attachment, now time.Time) ([]conversations.Photo, error) {
	if u.bucket == nil {
		return nil, errUnavailable
	}
	attached := make([]conversations.Photo, len(attachments))
	codes := make([]string, len(attachments))
	seen := map[uuid.UUID]bool{}
	group, grouped := errgroup.WithContext(ctx)
	for i, a := range attachments {
		if seen[a.ID] {
			codes[i] = "repeated"
			continue
		}
		seen[a.ID] = true
		group.Go(func() error {
			photo, code, err := u.photo(grouped, owner, a.ID, now)
			photo.Alt = a.Alt
			attached[i], codes[i] = photo, code
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return attached, unusable(codes)
}

// photo returns one photo, or the code of its fault. What is another's looks like
// what was never there.
func (u *Uploads) photo(ctx context.Context, owner, id uuid.UUID, now time.Time) (photo conversations.Photo, code string, err error) {
	found, err := u.bucket.upload(ctx, id)
	switch {
	case errors.Is(err, errNoUpload):
		return photo, "not_ready", nil
	case err != nil:
		return photo, "", err
	case found.owner != owner, found.purpose != purpose, now.Sub(found.createdAt) > maxAge:
		return photo, "not_found", nil
	case found.photo == nil:
		return photo, refused, nil
	}
	return *found.photo, "", nil
}

// unusable is the fault of photos that can't be sent, one field each.
func unusable(codes []string) error {
	messages := map[string]string{
		"not_ready": "is not uploaded yet, or still being worked on",
		"not_found": "is not one of your uploads for messages, or was uploaded too long ago",
		refused:     "was refused when it was uploaded",
		"repeated":  "is there twice",
	}
	var fields []fault.Field
	for i, code := range codes {
		if code != "" {
			fields = append(fields, fault.Field{Name: fmt.Sprintf("photos.%d.id", i), Code: code, Message: messages[code]})
		}
	}
	if len(fields) == 0 {
		return nil
	}
	all := fault.New(fault.Conflict, "pictures_unusable", "Some of the pictures can't be used.")
	all.Fields = fields
	return all
}
