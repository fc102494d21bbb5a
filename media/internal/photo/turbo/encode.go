//go:build cgo

package turbo

/*
#include <stdlib.h>
#include "turbo.h"
*/
import "C"

import (
	"fmt"
	"image"
	"time"
	"unsafe"
)

// source is a picture as the encoders take it: three planes in 4:2:0, or opaque
// pixels of four bytes.
type source struct {
	y, cb, cr        []byte
	ystride, cstride int
	rgbx             []byte
	stride           int
	width, height    int
}

func sourceOf(img image.Image) (source, error) {
	switch img := img.(type) {
	case *image.YCbCr:
		if img.SubsampleRatio == image.YCbCrSubsampleRatio420 && img.Rect.Min == (image.Point{}) {
			return source{
				y: img.Y, cb: img.Cb, cr: img.Cr, ystride: img.YStride, cstride: img.CStride,
				width: img.Rect.Dx(), height: img.Rect.Dy(),
			}, nil
		}
	case *image.NRGBA:
		return source{rgbx: img.Pix, stride: img.Stride, width: img.Rect.Dx(), height: img.Rect.Dy()}, nil
	}
	return source{}, fmt.Errorf("turbo: can't write a %T", img)
}

// EncodeJPEG writes a picture in 4:2:0: an *image.YCbCr of that sampling, or an
// opaque *image.NRGBA. Nothing but the picture is written.
func EncodeJPEG(img image.Image, quality int) ([]byte, error) {
	s, err := sourceOf(img)
	if err != nil {
		return nil, err
	}
	padded := (s.width + 15) / 16 * 16
	rows := make([]byte, padded*16+2*(padded/2)*8)
	var out *C.uint8_t
	var length C.size_t
	var message [C.TURBO_MESSAGE]C.char
	status := C.turbo_encode(bytesAt(s.y), bytesAt(s.cb), bytesAt(s.cr), C.int(s.ystride), C.int(s.cstride),
		bytesAt(s.rgbx), C.int(s.stride), C.int(s.width), C.int(s.height), C.int(quality), bytesAt(rows),
		&out, &length, &message[0])
	return take(out, length), failure(status, &message)
}

// EncodeWebP writes the same pictures as EncodeJPEG does. end, unless zero,
// ends it with ErrLate.
func EncodeWebP(img image.Image, quality int, end time.Time) ([]byte, error) {
	s, err := sourceOf(img)
	if err != nil {
		return nil, err
	}
	var out *C.uint8_t
	var length C.size_t
	status := C.turbo_webp(bytesAt(s.y), bytesAt(s.cb), bytesAt(s.cr), C.int(s.ystride), C.int(s.cstride),
		bytesAt(s.rgbx), C.int(s.stride), C.int(s.width), C.int(s.height), C.int(quality), left(end), &out, &length)
	return take(out, length), failure(status, nil)
}

// take copies what C allocated, and frees it.
func take(out *C.uint8_t, length C.size_t) []byte {
	if out == nil {
		return nil
	}
	defer C.free(unsafe.Pointer(out))
	return C.GoBytes(unsafe.Pointer(out), C.int(length))
}
