//go:build cgo

// Package turbo reads JPEGs as planes, resamples planes, and writes JPEG and
// WebP, with libjpeg-turbo and libwebp. A picture of camera size costs about a
// third of what it costs pixel by pixel: half the samples, no conversion of
// colours, and a decoder that halves while it decodes.
//
// All memory that outlives a call is Go's; the C side allocates only within a
// call, and checks sizes again before it writes.
package turbo

/*
#cgo CFLAGS: -O3 -Wall -Wextra
#cgo LDFLAGS: -ljpeg -lwebp -lm
#include <stdlib.h>
#include "turbo.h"
*/
import "C"

import (
	"errors"
	"fmt"
	"time"
	"unsafe"
)

// Errors that tell what kind of trouble a file made.
var (
	ErrBroken      = errors.New("turbo: the file is damaged")
	ErrLate        = errors.New("turbo: the time is over")
	ErrMemory      = errors.New("turbo: more memory than allowed")
	ErrUnsupported = errors.New("turbo: not a JPEG in YCbCr")
)

func failure(status C.int, message *[C.TURBO_MESSAGE]C.char) error {
	var err error
	switch status {
	case C.TURBO_OK:
		return nil
	case C.TURBO_LATE:
		return ErrLate
	case C.TURBO_MEMORY:
		err = ErrMemory
	case C.TURBO_UNSUPPORTED:
		err = ErrUnsupported
	default:
		err = ErrBroken
	}
	if message == nil || message[0] == 0 {
		return err
	}
	return fmt.Errorf("%w: %s", err, C.GoString(&message[0]))
}

// bytesAt is the address of a slice's first byte, or nil.
func bytesAt(b []byte) *C.uint8_t { return (*C.uint8_t)(unsafe.Pointer(unsafe.SliceData(b))) }

// left is the time until end in nanoseconds, for C: 0 for never, and at least 1
// when there is an end.
func left(end time.Time) C.int64_t {
	if end.IsZero() {
		return 0
	}
	return C.int64_t(max(1, time.Until(end)))
}
