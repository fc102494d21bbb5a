//go:build !cgo

package photo

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"

	"github.com/cruddur/cruddur/media/internal/photo/header"
)

// WritesWebP tells whether this engine writes WebP beside JPEG. No encoder in
// Go is in a state to be relied on: docs/adr says which were looked at.
const WritesWebP = false

// Engine names this engine for logs and tests.
const Engine = "go"

var errNoTurbo = errors.New("built without cgo")

func turboReads(header.Header) bool { return false }

func decodeTurbo(context.Context, []byte, header.Header, size) (image.Image, error) {
	return nil, errNoTurbo
}

func encodeWebP(context.Context, image.Image) ([]byte, error) { return nil, errNoTurbo }

// shrink resizes a picture to s, which is no larger than it. The result is no
// longer tied to the decoder's memory.
func shrink(img image.Image, s size) image.Image { return shrinkPixels(img, s) }

func encodeJPEG(ctx context.Context, img image.Image) ([]byte, error) {
	if pixels, ok := img.(*image.NRGBA); ok {
		// Opaque, so both are the same; image/jpeg is fast on one only.
		img = &image.RGBA{Pix: pixels.Pix, Stride: pixels.Stride, Rect: pixels.Rect}
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality})
	return out.Bytes(), errors.Join(err, ctx.Err())
}
