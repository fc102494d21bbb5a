package upload

import (
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
)

// IncomingPrefix begins the keys of uploaded files.
const IncomingPrefix = "incoming/"

// Incoming names an uploaded file: whose it is, what for, and the id that it
// was given.
type Incoming struct {
	Purpose Purpose
	Owner   uuid.UUID // Cognito's sub
	ID      uuid.UUID
}

// Key is the file's key in the uploads bucket.
func (i Incoming) Key() string {
	return fmt.Sprintf("%s%s/%s/%s", IncomingPrefix, i.Purpose, i.Owner, i.ID)
}

// ErrForeignKey says that a key is none that Key makes.
var ErrForeignKey = errors.New("not the key of an upload")

// ParseIncoming reads what Key wrote, and nothing else.
func ParseIncoming(key string) (Incoming, error) {
	rest, found := strings.CutPrefix(key, IncomingPrefix)
	parts := strings.Split(rest, "/")
	if !found || len(parts) != 3 {
		return Incoming{}, fmt.Errorf("%w: %.120q", ErrForeignKey, key)
	}
	owner, ownerErr := uuid.Parse(parts[1])
	id, idErr := uuid.Parse(parts[2])
	parsed := Incoming{Purpose: Purpose(parts[0]), Owner: owner, ID: id}
	// uuid.Parse takes other spellings too; only one of them is a key of ours.
	if ownerErr != nil || idErr != nil || !parsed.Purpose.Known() || parsed.Key() != key {
		return Incoming{}, fmt.Errorf("%w: %.120q", ErrForeignKey, key)
	}
	return parsed, nil
}

// RenditionKey is the key in the media bucket of one rendition. It is also its
// path at the edge. Nothing is ever written there twice with another content.
func RenditionKey(purpose Purpose, id uuid.UUID, width int, format Format) string {
	folder := "media/photos"
	if purpose.Public() {
		folder = "media/public"
	}
	return fmt.Sprintf("%s/%s/%d.%s", folder, id, width, format.Extension())
}

// ManifestKey is the key in the media bucket of a picture's manifest, outside
// anything that is served.
func ManifestKey(id uuid.UUID) string { return fmt.Sprintf("manifests/%s.json", id) }
