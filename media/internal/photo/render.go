package photo

import (
	"context"
	"errors"
	"fmt"
	"image"

	"github.com/disintegration/imaging"

	"github.com/cruddur/cruddur/media/internal/photo/header"
	"github.com/cruddur/cruddur/media/internal/photo/thumbhash"
)

// quality is of JPEG and WebP alike.
const quality = 80

// Output is one rendition.
type Output struct {
	Format        string // jpeg or webp
	Width, Height int
	Data          []byte
}

// Result is what became of a picture.
type Result struct {
	// Width and Height are the picture's own, upright.
	Width, Height int
	// Animated tells that only the first of several frames was used.
	Animated bool
	// Placeholder is a ThumbHash.
	Placeholder []byte
	// Outputs lists JPEGs, then WebPs if this engine writes any, each from
	// narrow to wide.
	Outputs []Output
}

// Render makes the renditions of a picture. A file that can't or mustn't be
// shown is a *Refusal; so is one that isn't decoded when ctx's deadline comes.
// A ctx that is cancelled is an error like any other.
func Render(ctx context.Context, data []byte, plan Plan) (result Result, err error) {
	// Decoders have been known to panic on hostile files. That is a property of
	// the file, so trying again would help nobody.
	defer func() {
		if value := recover(); value != nil {
			result, err = Result{}, ErrBroken.because(fmt.Errorf("panic while decoding: %v", value))
		}
	}()
	h, err := inspect(data)
	if err != nil {
		return Result{}, err
	}
	result = Result{Width: h.Width, Height: h.Height, Animated: h.Animated}
	if h.Orientation.SwapsSides() {
		result.Width, result.Height = h.Height, h.Width
	}
	sizes, whole := plan.sizes(result.Width, result.Height)
	img, err := prepare(ctx, data, h, whole)
	if err != nil {
		return Result{}, asRefusal(err)
	}
	if plan.crops() {
		img = imaging.Fill(img, sizes[0].width, sizes[0].height, imaging.Center, imaging.Lanczos)
	}
	if err := result.write(ctx, img, sizes); err != nil {
		return Result{}, asRefusal(err)
	}
	return result, nil
}

// prepare decodes a picture at the given upright size, and returns it upright,
// opaque and in sRGB.
func prepare(ctx context.Context, data []byte, h header.Header, whole size) (image.Image, error) {
	if h.Orientation.SwapsSides() {
		whole = size{whole.height, whole.width}
	}
	img, err := decode(ctx, data, h, whole)
	if err != nil {
		return nil, err
	}
	return toSRGB(img, h.Profile), ctx.Err()
}

// write makes each size from the one before, and the placeholder from the last.
func (r *Result) write(ctx context.Context, img image.Image, sizes []size) error {
	var jpegs, webps []Output
	for _, s := range sizes {
		img = shrink(img, s)
		out, err := encodeJPEG(ctx, img)
		if err != nil {
			return err
		}
		jpegs = append(jpegs, Output{Format: "jpeg", Width: s.width, Height: s.height, Data: out})
		if !WritesWebP {
			continue
		}
		if out, err = encodeWebP(ctx, img); err != nil {
			return err
		}
		webps = append(webps, Output{Format: "webp", Width: s.width, Height: s.height, Data: out})
	}
	r.Placeholder = thumbhash.Encode(imaging.Fit(img, thumbhash.MaxSide, thumbhash.MaxSide, imaging.Box))
	r.Outputs = append(reversed(jpegs), reversed(webps)...)
	return nil
}

func reversed(outputs []Output) []Output {
	for i, j := 0, len(outputs)-1; i < j; i, j = i+1, j-1 {
		outputs[i], outputs[j] = outputs[j], outputs[i]
	}
	return outputs
}

// asRefusal: a deadline that passed is the picture's doing, and so is every
// fault that a decoder finds. A cancellation is not.
func asRefusal(err error) error {
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal):
		return err
	case errors.Is(err, context.DeadlineExceeded):
		return ErrTooComplex.because(err)
	case errors.Is(err, context.Canceled):
		return err
	}
	return ErrBroken.because(err)
}
