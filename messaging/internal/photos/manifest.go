package photos

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
)

// manifestVersion is the one that is understood here. The media service raises
// it when old readers would misread a new form.
const manifestVersion = 1

const (
	maxManifestBytes = 64 << 10        // far above any manifest
	readLimit        = 4 * time.Second // a person waits
)

// Client is the part of S3 that is needed.
type Client interface {
	GetObject(ctx context.Context, in *s3.GetObjectInput, opts ...func(*s3.Options)) (*s3.GetObjectOutput, error)
}

var _ Client = (*s3.Client)(nil)

// bucket is where the media service puts manifests.
type bucket struct {
	client Client
	name   string
}

// upload reads the manifest of an upload.
func (b *bucket) upload(ctx context.Context, id uuid.UUID) (upload, error) {
	ctx, cancel := context.WithTimeout(ctx, readLimit)
	defer cancel()
	key := "manifests/" + id.String() + ".json"
	data, err := b.read(ctx, key)
	if errors.Is(err, errNoUpload) {
		return upload{}, err
	}
	var found upload
	if err == nil {
		found, err = decodeManifest(id, data)
	}
	if err != nil {
		return upload{}, errUnavailable.WithCause(fmt.Errorf("read %s in %s: %w", key, b.name, err))
	}
	return found, nil
}

func (b *bucket) read(ctx context.Context, key string) ([]byte, error) {
	out, err := b.client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(b.name), Key: aws.String(key)})
	if _, missing := errors.AsType[*types.NoSuchKey](err); missing {
		return nil, errNoUpload
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = out.Body.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(out.Body, maxManifestBytes+1))
	if err == nil && len(data) > maxManifestBytes {
		err = errors.New("it is too long")
	}
	return data, err
}

// manifest is what is read of one.
type manifest struct {
	Version   int       `json:"version"`
	ID        uuid.UUID `json:"id"`
	Owner     uuid.UUID `json:"owner"`
	Purpose   string    `json:"purpose"`
	State     string    `json:"state"`
	CreatedAt time.Time `json:"created_at"`
	Picture   *picture  `json:"picture"`
}

type picture struct {
	Width       int         `json:"width"`
	Height      int         `json:"height"`
	Animated    bool        `json:"animated"`
	Placeholder string      `json:"placeholder"`
	Renditions  []rendition `json:"renditions"`
}

type rendition struct {
	Format string `json:"format"`
	Width  int    `json:"width"`
}

func decodeManifest(id uuid.UUID, data []byte) (upload, error) {
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return upload{}, fmt.Errorf("decode a manifest: %w", err)
	}
	switch {
	case m.Version != manifestVersion:
		return upload{}, fmt.Errorf("a manifest of version %d, not %d", m.Version, manifestVersion)
	case m.ID != id, m.Owner == uuid.Nil, m.Purpose == "", m.CreatedAt.IsZero():
		return upload{}, errors.New("a manifest without id, owner, purpose or time, or another's")
	}
	found := upload{owner: m.Owner, purpose: m.Purpose, createdAt: m.CreatedAt}
	switch {
	case m.State == refused && m.Picture == nil:
		return found, nil
	case m.State != "ready", m.Picture == nil:
		return upload{}, fmt.Errorf("a manifest whose state %q doesn't go with what it holds", m.State)
	}
	widths, formats := renditions(m.Picture.Renditions)
	if len(widths) == 0 || len(formats) == 0 || m.Picture.Width <= 0 || m.Picture.Height <= 0 {
		return upload{}, errors.New("a manifest of a picture that has no size or nothing to show")
	}
	found.photo = &conversations.Photo{
		ID: id, Width: m.Picture.Width, Height: m.Picture.Height, Animated: m.Picture.Animated,
		Placeholder: m.Picture.Placeholder, Widths: widths, Formats: formats,
	}
	return found, nil
}

// renditions lists the widths, and the formats that every width is there in; of
// WebP, which is smaller, first.
func renditions(list []rendition) (widths []int, formats []string) {
	for _, r := range list {
		if r.Width > 0 && !slices.Contains(widths, r.Width) {
			widths = append(widths, r.Width)
		}
	}
	slices.Sort(widths)
	for _, format := range []string{"webp", "jpeg"} {
		missing := func(width int) bool { return !slices.Contains(list, rendition{format, width}) }
		if !slices.ContainsFunc(widths, missing) {
			formats = append(formats, format)
		}
	}
	return widths, formats
}
