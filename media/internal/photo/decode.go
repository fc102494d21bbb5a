package photo

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"

	"github.com/cruddur/cruddur/media/internal/photo/header"
)

// decode returns the picture shrunk to s, which is its size as stored, and then
// turned upright.
func decode(ctx context.Context, data []byte, h header.Header, s size) (image.Image, error) {
	if h.Format == header.JPEG && turboReads(h) {
		return decodeTurbo(ctx, data, h, s)
	}
	return decodeGo(ctx, data, h, s)
}

func decodeGo(ctx context.Context, data []byte, h header.Header, s size) (image.Image, error) {
	img, err := readGo(ctx, data, h)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return upright(shrink(img, s), h.Orientation), nil
}

// readGo returns the picture as it is stored.
func readGo(ctx context.Context, data []byte, h header.Header) (image.Image, error) {
	reader := &patientReader{ctx: ctx, reader: bytes.NewReader(data)}
	var img image.Image
	var err error
	switch h.Format {
	case header.JPEG:
		img, err = jpeg.Decode(reader)
	case header.PNG:
		img, err = png.Decode(reader)
	case header.GIF:
		img, err = gif.Decode(reader)
	case header.WebP:
		return decodeWebP(ctx, data, h)
	default:
		err = header.ErrFormat
	}
	if err != nil {
		return nil, firstOf(ctx, err)
	}
	return onCanvas(img, h, img.Bounds().Min)
}

// decodeWebP takes an animation's first frame for the picture.
func decodeWebP(ctx context.Context, data []byte, h header.Header) (image.Image, error) {
	at := image.Point{}
	if h.Frame.Chunks != nil {
		data, at = h.Frame.Still(), image.Pt(h.Frame.X, h.Frame.Y)
	}
	img, err := webp.Decode(&patientReader{ctx: ctx, reader: bytes.NewReader(data)})
	if err != nil {
		return nil, firstOf(ctx, err)
	}
	if planes, ok := img.(*image.YCbCr); ok {
		expandRange(planes)
	}
	if planes, ok := img.(*image.NYCbCrA); ok {
		expandRange(&planes.YCbCr)
	}
	return onCanvas(img, h, at)
}

// onCanvas puts a frame that covers only a part of the picture in its place. It
// also holds the decoder to the header: limits were checked against that.
func onCanvas(img image.Image, h header.Header, at image.Point) (image.Image, error) {
	bounds := img.Bounds()
	if bounds.Dx() == h.Width && bounds.Dy() == h.Height {
		return img, nil
	}
	frame := image.Rectangle{Min: at, Max: at.Add(bounds.Size())}
	canvas := image.Rect(0, 0, h.Width, h.Height)
	if h.Format == header.JPEG || h.Format == header.PNG || !frame.In(canvas) {
		return nil, fmt.Errorf("the picture is %v, its header says %d×%d", bounds, h.Width, h.Height)
	}
	full := image.NewNRGBA(canvas)
	draw.Draw(full, frame, img, bounds.Min, draw.Src)
	return full, nil
}

// expandRange makes JPEG's full range of WebP's video range, which Go's decoder
// hands out as if there were no difference.
func expandRange(img *image.YCbCr) {
	var luma, chroma [256]uint8
	for v := range 256 {
		luma[v] = clamp((float64(v) - 16) * 255 / 219)
		chroma[v] = clamp((float64(v)-128)*255/224 + 128)
	}
	for plane, table := range map[*[]uint8]*[256]uint8{&img.Y: &luma, &img.Cb: &chroma, &img.Cr: &chroma} {
		for i, v := range *plane {
			(*plane)[i] = table[v]
		}
	}
}

func clamp(v float64) uint8 { return uint8(min(max(v+0.5, 0), 255)) }

// readAtOnce is how much a decoder gets in one call. Small enough that one that
// needs ages for every byte is stopped soon after its deadline.
const readAtOnce = 512

// patientReader is patient up to its context's end.
type patientReader struct {
	ctx    context.Context
	reader *bytes.Reader
}

// Read implements io.Reader.
func (p *patientReader) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.reader.Read(b[:min(len(b), readAtOnce)])
}

var _ io.Reader = (*patientReader)(nil)

// firstOf prefers the context's end to what a decoder made of it.
func firstOf(ctx context.Context, err error) error {
	if ctxErr := ctx.Err(); ctxErr != nil {
		return ctxErr
	}
	return err
}
