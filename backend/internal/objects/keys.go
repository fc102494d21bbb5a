// Package objects reads and deletes the files of pictures in S3. The media
// service writes them: the files of a picture in a folder of its own, and last
// the manifest, which says whose picture it is and what it is like.
package objects

import (
	"strings"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

const (
	manifestPrefix = "manifests/"
	manifestSuffix = ".json"
)

func manifestKey(id uuid.UUID) string { return manifestPrefix + id.String() + manifestSuffix }

// folders are where the files of a picture may be. Their keys are the paths at
// which the edge serves them.
func folders(id uuid.UUID) []string {
	return []string{
		strings.TrimPrefix(cruddur.PhotoFolder(id), "/"),
		strings.TrimPrefix(cruddur.PublicFolder(id), "/"),
	}
}

// idOf finds the picture that a key below a prefix belongs to.
func idOf(prefix, key string) (uuid.UUID, bool) {
	rest, found := strings.CutPrefix(key, prefix)
	if !found || len(rest) < 36 {
		return uuid.Nil, false
	}
	text, rest := rest[:36], rest[36:]
	if prefix == manifestPrefix && rest != manifestSuffix || prefix != manifestPrefix && !strings.HasPrefix(rest, "/") {
		return uuid.Nil, false
	}
	id, err := uuid.Parse(text)
	return id, err == nil && id.String() == text // lists are in the order of lower-case ids
}
