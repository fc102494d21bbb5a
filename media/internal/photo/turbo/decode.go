//go:build cgo

package turbo

/*
#include "turbo.h"
*/
import "C"

import (
	"image"
	"time"

	"github.com/cruddur/cruddur/media/internal/photo/exif"
)

// maxMemory is what libjpeg may allocate for one picture: the coefficients of
// progressive ones, mostly.
const maxMemory = 184 << 20

// Target is what a picture is to become.
type Target struct {
	Width, Height int              // before it is turned
	Orientation   exif.Orientation // how to turn it
}

// Decode reads a JPEG of three components in YCbCr, shrinks it to a size that
// must not be larger than it, and turns it upright. end, unless zero, ends it
// with ErrLate.
func Decode(data []byte, t Target, end time.Time) (*image.YCbCr, error) {
	if len(data) == 0 || t.Width < 1 || t.Height < 1 {
		return nil, ErrBroken
	}
	eighths, shape, err := scale(data, t.Width, t.Height)
	if err != nil {
		return nil, err
	}
	var old [C.TURBO_PLANES]C.turbo_plane
	for i := range old {
		old[i].width, old[i].height = shape.width[i], shape.height[i]
	}
	img, to := newPicture(old, t)
	var message [C.TURBO_MESSAGE]C.char
	status := C.turbo_decode(bytesAt(data), C.size_t(len(data)), eighths, &shape, to, left(end), maxMemory, &message[0])
	if err := failure(status, &message); err != nil {
		return nil, err
	}
	return img, nil
}

// scale finds the smallest of the scales that libjpeg-turbo is fast at which
// doesn't fall below w by h.
func scale(data []byte, w, h int) (eighths C.int, shape C.turbo_shape, err error) {
	var message [C.TURBO_MESSAGE]C.char
	for eighths = 1; ; eighths *= 2 {
		status := C.turbo_measure(bytesAt(data), C.size_t(len(data)), eighths, &shape, &message[0])
		if status != C.TURBO_OK {
			return 0, shape, failure(status, &message)
		}
		if eighths == 8 || int(shape.width[0]) >= w && int(shape.height[0]) >= h {
			return eighths, shape, nil
		}
	}
}
