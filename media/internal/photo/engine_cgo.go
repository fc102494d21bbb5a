//go:build cgo

package photo

import (
	"context"
	"errors"
	"image"
	"time"

	"github.com/disintegration/imaging"

	"github.com/cruddur/cruddur/media/internal/photo/header"
	"github.com/cruddur/cruddur/media/internal/photo/turbo"
)

// WritesWebP tells whether this engine writes WebP beside JPEG.
const WritesWebP = true

// Engine names this engine for logs and tests.
const Engine = "turbo"

// turboReads tells which JPEGs are read as planes: those in YCbCr, which is what
// cameras write. libjpeg may find by other signs that one is not; those few are
// read again by Go.
func turboReads(h header.Header) bool { return len(h.JPEG.Components) == 3 && h.JPEG.Transform != 0 }

func decodeTurbo(ctx context.Context, data []byte, h header.Header, s size) (image.Image, error) {
	img, err := turbo.Decode(data, turbo.Target{Width: s.width, Height: s.height, Orientation: h.Orientation}, deadline(ctx))
	switch {
	case errors.Is(err, turbo.ErrUnsupported):
		return decodeGo(ctx, data, h, s)
	case errors.Is(err, turbo.ErrMemory):
		return nil, ErrTooComplex.because(err)
	case err != nil:
		return nil, late(err)
	}
	return img, nil
}

func encodeJPEG(ctx context.Context, img image.Image) ([]byte, error) {
	out, err := turbo.EncodeJPEG(img, quality)
	return out, errors.Join(err, ctx.Err())
}

func encodeWebP(ctx context.Context, img image.Image) ([]byte, error) {
	out, err := turbo.EncodeWebP(img, quality, deadline(ctx))
	return out, late(err)
}

// planesFrom is the width above which planes are resampled by turbo; imaging
// does the smallest. With 640 in its hands too, a photo costs a sixth more.
const planesFrom = 320

// shrink resizes a picture to s, which is no larger than it.
func shrink(img image.Image, s size) image.Image {
	planes, ok := img.(*image.YCbCr)
	if !ok || planes.SubsampleRatio != image.YCbCrSubsampleRatio420 || planes.Rect.Min != (image.Point{}) {
		return pixels(shrinkPixels(img, s))
	}
	switch {
	case planes.Rect.Dx() == s.width && planes.Rect.Dy() == s.height:
		return img
	case s.width > planesFrom:
		return turbo.Resize(planes, s.width, s.height)
	}
	return shrinkPixels(img, s)
}

// pixels makes pixels of planes that the encoders don't take.
func pixels(img image.Image) image.Image {
	if planes, ok := img.(*image.YCbCr); ok {
		return imaging.Clone(planes)
	}
	return img
}

func deadline(ctx context.Context) time.Time {
	end, _ := ctx.Deadline()
	return end
}

func late(err error) error {
	if errors.Is(err, turbo.ErrLate) {
		return context.DeadlineExceeded
	}
	return err
}
