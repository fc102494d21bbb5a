//go:build cgo

package turbo

/*
#include "turbo.h"
*/
import "C"

import (
	"image"
	"time"
	"unsafe"
)

// maxMemory is what libjpeg may allocate for one picture: the coefficients of
// progressive ones, mostly.
const maxMemory = 184 << 20

// plane is one channel of a picture.
type plane struct {
	pix                   []byte
	stride, width, height int
}

// Decode reads a JPEG of three components in YCbCr and shrinks it to w by h,
// which must not be larger than it. end, unless zero, ends it with ErrLate.
func Decode(data []byte, w, h int, end time.Time) (*image.YCbCr, error) {
	if len(data) == 0 || w < 1 || h < 1 {
		return nil, ErrBroken
	}
	eighths, shape, err := scale(data, w, h)
	if err != nil {
		return nil, err
	}
	planes, err := decode(data, eighths, &shape, end)
	if err != nil {
		return nil, err
	}
	return shrink(planes, w, h), nil
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

func decode(data []byte, eighths C.int, shape *C.turbo_shape, end time.Time) ([3]plane, error) {
	var planes [3]plane
	for i := range planes {
		planes[i] = plane{
			pix:    make([]byte, int(shape.stride[i])*int(shape.rows[i])),
			stride: int(shape.stride[i]), width: int(shape.width[i]), height: int(shape.height[i]),
		}
	}
	var message [C.TURBO_MESSAGE]C.char
	status := C.turbo_decode(bytesAt(data), C.size_t(len(data)), eighths, shape,
		bytesAt(planes[0].pix), bytesAt(planes[1].pix), bytesAt(planes[2].pix),
		left(end), maxMemory, (*C.char)(unsafe.Pointer(&message)))
	return planes, failure(status, &message)
}
