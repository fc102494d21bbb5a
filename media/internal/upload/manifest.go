package upload

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Format is how a rendition is written.
type Format string

// The formats of renditions.
const (
	JPEG Format = "jpeg"
	WebP Format = "webp"
)

// Extension is the format's ending in a key.
func (f Format) Extension() string {
	if f == JPEG {
		return "jpg"
	}
	return string(f)
}

// ContentType is the format's media type.
func (f Format) ContentType() string { return "image/" + string(f) }

// State says how far an upload is. A manifest is never pending: it is written
// when all is done.
type State string

// The states of an upload.
const (
	Pending State = "pending"
	Ready   State = "ready"
	Refused State = "refused"
)

// Refusal is why a file was refused: a stable code, and words for its owner.
type Refusal struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Rendition is one size of a picture in one format.
type Rendition struct {
	Key         string `json:"key"`
	Format      Format `json:"format"`
	ContentType string `json:"content_type"`
	Width       int    `json:"width"`
	Height      int    `json:"height"`
	Bytes       int64  `json:"bytes"`
}

// Picture is what became of a file that was accepted.
type Picture struct {
	Width       int         `json:"width"`       // of the file, upright
	Height      int         `json:"height"`      // of the file, upright
	Animated    bool        `json:"animated"`    // only the first frame was kept
	Placeholder string      `json:"placeholder"` // ThumbHash, base64
	Renditions  []Rendition `json:"renditions"`  // by format, narrow to wide
}

// ManifestVersion is raised when readers of the old form would misread the new.
const ManifestVersion = 1

// Manifest is the contract with the other services: it appears when a picture
// may be used, or never will be. Picture is present when State is Ready,
// Refusal when it is Refused.
type Manifest struct {
	Version   int       `json:"version"`
	ID        uuid.UUID `json:"id"`
	Owner     uuid.UUID `json:"owner"` // Cognito's sub: never shown to anybody
	Purpose   Purpose   `json:"purpose"`
	State     State     `json:"state"`
	CreatedAt time.Time `json:"created_at"`
	Picture   *Picture  `json:"picture,omitempty"`
	Refusal   *Refusal  `json:"refusal,omitempty"`
}

// Encode writes the manifest as it is stored.
func (m Manifest) Encode() ([]byte, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	return json.Marshal(m)
}

// DecodeManifest reads what Encode wrote.
func DecodeManifest(data []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return Manifest{}, fmt.Errorf("read a manifest: %w", err)
	}
	return m, m.check()
}

func (m Manifest) check() error {
	ready := m.State == Ready && m.Picture != nil && m.Refusal == nil
	refused := m.State == Refused && m.Picture == nil && m.Refusal != nil
	switch {
	case m.Version != ManifestVersion:
		return fmt.Errorf("a manifest of version %d", m.Version)
	case m.ID == uuid.Nil || m.Owner == uuid.Nil || !m.Purpose.Known():
		return errors.New("a manifest without id, owner or purpose")
	case !ready && !refused:
		return fmt.Errorf("a manifest whose state %q doesn't go with what it holds", m.State)
	}
	return nil
}
