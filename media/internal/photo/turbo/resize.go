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
	old := planesOf(img)
	out, to := newPicture(old, Target{Width: w, Height: h})
	scratch := make([]float32, C.TURBO_SCRATCH*img.Rect.Dx())
	for i := range old {
		C.turbo_resize(old[i], to.planes[i], (*C.float)(unsafe.Pointer(&scratch[0])))
	}
	return out
}

// planesOf lists the planes of a picture in 4:2:0.
func planesOf(img *image.YCbCr) [C.TURBO_PLANES]C.turbo_plane {
	w, h := C.int(img.Rect.Dx()), C.int(img.Rect.Dy())
	stride := C.int(img.CStride)
	return [C.TURBO_PLANES]C.turbo_plane{
		{samples: bytesAt(img.Y), stride: C.int(img.YStride), width: w, height: h},
		{samples: bytesAt(img.Cb), stride: stride, width: (w + 1) / 2, height: (h + 1) / 2},
		{samples: bytesAt(img.Cr), stride: stride, width: (w + 1) / 2, height: (h + 1) / 2},
	}
}

// newPicture makes a picture in 4:2:0 that is to be filled from planes of any
// sampling; of these only the sizes matter.
func newPicture(old [C.TURBO_PLANES]C.turbo_plane, t Target) (*image.YCbCr, C.turbo_picture) {
	w, h := t.Width, t.Height
	if t.Orientation.SwapsSides() {
		w, h = h, w
	}
	img := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	half := Target{(t.Width + 1) / 2, (t.Height + 1) / 2, t.Orientation}
	return img, C.turbo_picture{planes: [C.TURBO_PLANES]C.turbo_target{
		t.plane(img.Y, img.YStride, old[0]), half.plane(img.Cb, img.CStride, old[1]), half.plane(img.Cr, img.CStride, old[2]),
	}}
}

func (t Target) plane(samples []byte, stride int, old C.turbo_plane) C.turbo_target {
	path := t.Orientation.To(t.Width, t.Height, stride)
	return C.turbo_target{
		samples: bytesAt(samples[path.Start:]), right: C.ptrdiff_t(path.Right), down: C.ptrdiff_t(path.Down),
		width: C.int(t.Width), height: C.int(t.Height),
		columns: weigh(int(old.width), t.Width), rows: weigh(int(old.height), t.Height),
	}
}

const lobes = 3

// weigh makes the Lanczos kernel from src to dst samples. Every new sample has
// the same number of taps, all of them inside: at the edges the outer ones are
// left out and the rest weighs more.
func weigh(src, dst int) C.turbo_axis {
	if src == dst {
		return sameAxis(dst)
	}
	ratio := float64(src) / float64(dst)
	stretch := max(1, ratio)
	taps := min(src, 2*int(math.Ceil(lobes*stretch))+1)
	weights, starts := make([]float32, dst*taps), make([]int32, dst)
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
			weights[i*taps+t] = float32(w / sum)
		}
		starts[i] = int32(start)
	}
	return axis(weights, starts)
}

// sameAxis keeps every sample as it is.
func sameAxis(n int) C.turbo_axis {
	weights, starts := make([]float32, n), make([]int32, n)
	for i := range n {
		weights[i], starts[i] = 1, int32(i)
	}
	return axis(weights, starts)
}

func axis(weights []float32, starts []int32) C.turbo_axis {
	return C.turbo_axis{
		weights: (*C.float)(unsafe.Pointer(&weights[0])), starts: (*C.int32_t)(unsafe.Pointer(&starts[0])),
		taps: C.int(len(weights) / len(starts)),
	}
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
