package objects

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

// manifestVersion is the one that is understood here. The media service raises
// it when old readers would misread a new form.
const manifestVersion = 1

// manifest is what the media service writes (docs/life-of-a-photo.md). Fields
// that are not read here are left out.
type manifest struct {
	Version   int       `json:"version"`
	ID        uuid.UUID `json:"id"`
	Owner     uuid.UUID `json:"owner"`
	Purpose   string    `json:"purpose"`
	State     string    `json:"state"`
	CreatedAt time.Time `json:"created_at"`
	Picture   *struct {
		Width       int         `json:"width"`
		Height      int         `json:"height"`
		Animated    bool        `json:"animated"`
		Placeholder string      `json:"placeholder"`
		Renditions  []rendition `json:"renditions"`
	} `json:"picture"`
}

type rendition struct {
	Format string `json:"format"`
	Width  int    `json:"width"`
}

// decodeManifest reads the manifest of a picture.
func decodeManifest(id uuid.UUID, data []byte) (cruddur.Upload, error) {
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return cruddur.Upload{}, fmt.Errorf("read a manifest: %w", err)
	}
	switch {
	case m.Version != manifestVersion:
		return cruddur.Upload{}, fmt.Errorf("a manifest of version %d, not %d", m.Version, manifestVersion)
	case m.ID != id || m.Owner == uuid.Nil || m.Purpose == "" || m.CreatedAt.IsZero():
		return cruddur.Upload{}, errors.New("a manifest without id, owner, purpose or time, or another's")
	}
	upload := cruddur.Upload{ID: m.ID, Owner: m.Owner, Purpose: m.Purpose, CreatedAt: m.CreatedAt}
	switch {
	case m.State == "refused" && m.Picture == nil:
		return upload, nil
	case m.State != "ready" || m.Picture == nil:
		return cruddur.Upload{}, fmt.Errorf("a manifest whose state %q doesn't go with what it holds", m.State)
	}
	widths, formats := renditions(m.Picture.Renditions)
	if len(widths) == 0 || len(formats) == 0 || m.Picture.Width <= 0 || m.Picture.Height <= 0 {
		return cruddur.Upload{}, errors.New("a manifest of a picture that has no size or nothing to show")
	}
	upload.Picture = &cruddur.Picture{
		ID: id, Width: m.Picture.Width, Height: m.Picture.Height, Animated: m.Picture.Animated,
		Placeholder: m.Picture.Placeholder, Widths: widths, Formats: formats,
	}
	return upload, nil
}

// renditions lists the widths, and the formats that every width is there in; of
// WebP, which is smaller, first.
func renditions(list []rendition) (widths []int, formats []string) {
	there := map[rendition]bool{}
	for _, r := range list {
		there[r] = true
		if r.Width > 0 && !slices.Contains(widths, r.Width) {
			widths = append(widths, r.Width)
		}
	}
	slices.Sort(widths)
	for _, format := range []string{"webp", "jpeg"} {
		missing := func(width int) bool { return !there[rendition{format, width}] }
		if !slices.ContainsFunc(widths, missing) {
			formats = append(formats, format)
		}
	}
	return widths, formats
}
