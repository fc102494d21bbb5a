// Package resize makes renditions and a manifest of every uploaded file.
//
// Whatever happens, the same end is reached by trying again: renditions have
// fixed keys and the same content each time, the manifest is written last and
// only if there is none, and the uploaded file, which is what a retry starts
// from, is deleted after that.
package resize

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/cruddur/cruddur/media/internal/photo"
	"github.com/cruddur/cruddur/media/internal/upload"
	"github.com/cruddur/cruddur/platform/logging"
)

// Info is what is known of a file without reading it.
type Info struct {
	Bytes int64
	ETag  string // names the file's content
}

// Object is a file to be written.
type Object struct {
	Data         []byte
	ContentType  string
	CacheControl string
	OnlyNew      bool // fail with ErrChanged if there is one already
}

// Errors of a Bucket. All others are taken for passing troubles.
var (
	ErrNoObject = errors.New("no such object")
	ErrChanged  = errors.New("the object is not as expected")
)

// Bucket is a place for files.
type Bucket interface {
	// Head fails with ErrNoObject.
	Head(ctx context.Context, key string) (Info, error)
	// Get reads a file of at most limit bytes. It fails with ErrNoObject, and
	// with ErrChanged if its ETag is another; "" takes any.
	Get(ctx context.Context, key, etag string, limit int64) ([]byte, error)
	Put(ctx context.Context, key string, object Object) error
	// Delete deletes a file; one that isn't there is no error.
	Delete(ctx context.Context, key string) error
}

// Renderer makes renditions; a *photo.Refusal is final.
type Renderer func(ctx context.Context, data []byte, plan photo.Plan) (photo.Result, error)

// Resizer is the use case.
type Resizer struct {
	Uploads Bucket
	Media   Bucket
	Render  Renderer
	// Patience is how long one picture may take.
	Patience time.Duration
	Now      func() time.Time
	Observed Observed
}

// cacheControl of renditions: avatars and banners never change under their
// keys; a photo may be gone any time, so no copy is kept for long.
const (
	publicCache = "public, max-age=31536000, immutable"
	photoCache  = "private, max-age=300"
)

// plans says which renditions each purpose has.
var plans = map[upload.Purpose]photo.Plan{
	upload.Photo:   {Widths: []int{320, 640, 1280, 2048}},
	upload.Message: {Widths: []int{320, 640, 1280, 2048}},
	upload.Avatar:  {Widths: []int{64, 128, 256, 512}, AspectWidth: 1, AspectHeight: 1},
	upload.Banner:  {Widths: []int{600, 1500}, AspectWidth: 3, AspectHeight: 1},
}

// Resize does all that an uploaded file needs. An error means that it should be
// called again; a file that can't be used is not an error, and neither is one
// that is gone, because then it was done before.
func (r *Resizer) Resize(ctx context.Context, key string) error {
	incoming, err := upload.ParseIncoming(key)
	if err != nil {
		logging.From(ctx).WarnContext(ctx, "not an upload: left alone", slog.String("error", err.Error()))
		return nil
	}
	begun := r.Now()
	outcome, err := r.resize(ctx, incoming)
	if err != nil {
		outcome = failed
	}
	r.Observed.handled(ctx, incoming.Purpose, outcome, r.Now().Sub(begun))
	if err != nil {
		return fmt.Errorf("resize %s: %w", incoming.ID, err)
	}
	logging.From(ctx).InfoContext(ctx, "upload handled",
		slog.String("id", incoming.ID.String()),
		slog.String("purpose", string(incoming.Purpose)),
		slog.String("outcome", outcome))
	return nil
}

func (r *Resizer) resize(ctx context.Context, in upload.Incoming) (outcome string, err error) {
	switch _, err := r.Media.Head(ctx, upload.ManifestKey(in.ID)); {
	case err == nil:
		return doneBefore, r.Uploads.Delete(ctx, in.Key())
	case !errors.Is(err, ErrNoObject):
		return "", err
	}
	data, err := r.read(ctx, in)
	switch refusal := (*photo.Refusal)(nil); {
	case errors.Is(err, ErrNoObject), errors.Is(err, ErrChanged):
		// Deleted, or sent again, in which case there is an event for that too.
		return gone, nil
	case errors.As(err, &refusal):
		return refusal.Code, r.finish(ctx, r.refused(in, refusal), in)
	case err != nil:
		return "", err
	}
	return r.render(ctx, in, data)
}

// read returns the file; its size is looked at before and again while reading.
func (r *Resizer) read(ctx context.Context, in upload.Incoming) ([]byte, error) {
	info, err := r.Uploads.Head(ctx, in.Key())
	switch {
	case err != nil:
		return nil, err
	case info.Bytes == 0:
		return nil, photo.ErrEmpty
	case info.Bytes > in.Purpose.MaxBytes():
		return nil, photo.ErrTooLarge
	}
	return r.Uploads.Get(ctx, in.Key(), info.ETag, in.Purpose.MaxBytes())
}

func (r *Resizer) render(ctx context.Context, in upload.Incoming, data []byte) (outcome string, err error) {
	limited, cancel := context.WithTimeout(ctx, r.Patience)
	defer cancel()
	result, err := r.Render(limited, data, plans[in.Purpose])
	if ctx.Err() != nil {
		// Our own time is over, not the picture's: that says nothing about it.
		return "", ctx.Err()
	}
	if refusal := (*photo.Refusal)(nil); errors.As(err, &refusal) {
		logging.From(ctx).InfoContext(ctx, "picture refused",
			slog.String("id", in.ID.String()), slog.String("error", err.Error()))
		return refusal.Code, r.finish(ctx, r.refused(in, refusal), in)
	}
	if err != nil {
		return "", err
	}
	manifest := r.ready(in, result)
	for i, rendition := range manifest.Picture.Renditions {
		object := Object{
			Data: result.Outputs[i].Data, ContentType: rendition.ContentType, CacheControl: photoCache,
		}
		if in.Purpose.Public() {
			object.CacheControl = publicCache
		}
		if err := r.Media.Put(ctx, rendition.Key, object); err != nil {
			return "", err
		}
	}
	return string(upload.Ready), r.finish(ctx, manifest, in)
}

// finish writes the manifest, unless another call was first, and deletes the
// uploaded file.
func (r *Resizer) finish(ctx context.Context, manifest upload.Manifest, in upload.Incoming) error {
	data, err := manifest.Encode()
	if err != nil {
		return err
	}
	err = r.Media.Put(ctx, upload.ManifestKey(in.ID), Object{
		Data: data, ContentType: "application/json", CacheControl: "no-store", OnlyNew: true,
	})
	if err != nil && !errors.Is(err, ErrChanged) {
		return err
	}
	return r.Uploads.Delete(ctx, in.Key())
}
