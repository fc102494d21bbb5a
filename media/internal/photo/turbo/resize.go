//go:build cgo

package turbo

/*
#include "turbo.h"
*/
import "C"

import (
	"image"
	"math"
	"unsafe"
)

// Resize shrinks a picture in 4:2:0 to w by h.
func Resize(img *image.YCbCr, w, h int) *image.YCbCr {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	return shrink([3]plane{
		{img.Y, img.YStride, width, height},
		{img.Cb, img.CStride, (width + 1) / 2, (height + 1) / 2},
		{img.Cr, img.CStride, (width + 1) / 2, (height + 1) / 2},
	}, w, h)
}

// shrink makes a picture in 4:2:0 of planes of any sampling.
func shrink(planes [3]plane, w, h int) *image.YCbCr {
	img := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	cw, ch := (w+1)/2, (h+1)/2
	resample(planes[0], plane{img.Y, img.YStride, w, h})
	resample(planes[1], plane{img.Cb, img.CStride, cw, ch})
	resample(planes[2], plane{img.Cr, img.CStride, cw, ch})
	return img
}

func resample(src, dst plane) {
	if src.width == dst.width && src.height == dst.height {
		for y := range dst.height {
			copy(dst.pix[y*dst.stride:][:dst.width], src.pix[y*src.stride:])
		}
		return
	}
	across, down := weigh(src.width, dst.width), weigh(src.height, dst.height)
	scratch := make([]float32, 9*src.width+64)
	C.turbo_resize(bytesAt(src.pix), C.int(src.width), C.int(src.stride),
		bytesAt(dst.pix), C.int(dst.width), C.int(dst.height), C.int(dst.stride),
		across.weightsAt(), across.startsAt(), C.int(across.taps),
		down.weightsAt(), down.startsAt(), C.int(down.taps),
		(*C.float)(unsafe.Pointer(&scratch[0])))
}

// kernel says of which samples each new one is made: taps of them, from starts
// on, by weights.
type kernel struct {
	taps    int
	weights []float32
	starts  []int32
}

func (k kernel) weightsAt() *C.float  { return (*C.float)(unsafe.Pointer(&k.weights[0])) }
func (k kernel) startsAt() *C.int32_t { return (*C.int32_t)(unsafe.Pointer(&k.starts[0])) }

const lobes = 3

// weigh makes the Lanczos kernel from src to dst samples. Every new sample has
// the same number of taps, all of them inside: at the edges the outer ones are
// left out and the rest weighs more.
func weigh(src, dst int) kernel {
	ratio := float64(src) / float64(dst)
	stretch := max(1, ratio)
	taps := min(src, 2*int(math.Ceil(lobes*stretch))+1)
	k := kernel{taps: taps, weights: make([]float32, dst*taps), starts: make([]int32, dst)}
	row := make([]float64, taps)
	for i := range dst {
		centre := (float64(i)+0.5)*ratio - 0.5
		start := min(max(0, int(math.Ceil(centre-lobes*stretch))), src-taps)
		var sum float64
		for t := range row {
			row[t] = lanczos((float64(start+t) - centre) / stretch)
			sum += row[t]
		}
		for t, w := range row {
			k.weights[i*taps+t] = float32(w / sum)
		}
		k.starts[i] = int32(start)
	}
	return k
}

func lanczos(x float64) float64 {
	switch x = math.Abs(x); {
	case x >= lobes:
		return 0
	case x < 1e-9:
		return 1
	}
	return lobes * math.Sin(math.Pi*x) * math.Sin(math.Pi*x/lobes) / (math.Pi * math.Pi * x * x)
}
