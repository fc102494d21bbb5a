// Package thumbhash makes ThumbHashes: some twenty bytes that stand for a
// picture until it is there. The format is Evan Wallace's; clients decode it.
package thumbhash

import (
	"encoding/binary"
	"image"
	"math"
)

// MaxSide is the longest side of a picture that Encode takes: more would add
// nothing to the hash.
const MaxSide = 100

// Encode returns the hash of an opaque picture. It must be neither empty nor
// longer than MaxSide on a side; for others the hash is nil.
func Encode(img *image.NRGBA) []byte {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if w < 1 || h < 1 || w > MaxSide || h > MaxSide {
		return nil
	}
	lightness, yellowBlue, redGreen := channels(img)

	// The longer side gets seven waves, the shorter one as many as fit.
	const waves = 7
	lx := max(1, round(waves*float64(w)/float64(max(w, h))))
	ly := max(1, round(waves*float64(h)/float64(max(w, h))))
	l := transform(lightness, w, h, int(max(3, lx)), int(max(3, ly)))
	p := transform(yellowBlue, w, h, 3, 3)
	q := transform(redGreen, w, h, 3, 3)

	landscape, shorter := uint32(0), lx
	if w > h {
		landscape, shorter = 1, ly
	}
	colours := round(63*l.mean) | round(31.5+31.5*p.mean)<<6 | round(31.5+31.5*q.mean)<<12 | round(31*l.scale)<<18
	shape := shorter | round(63*p.scale)<<3 | round(63*q.scale)<<9 | landscape<<15
	hash := binary.LittleEndian.AppendUint32(nil, colours)[:3]
	hash = binary.LittleEndian.AppendUint16(hash, uint16(shape)) //nolint:gosec // sixteen bits by now
	return appendNibbles(hash, l.waves, p.waves, q.waves)
}

// channels splits a picture into lightness, yellow against blue, and red
// against green, each 0 to 1 or -1 to 1.
func channels(img *image.NRGBA) (l, p, q []float64) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	l, p, q = make([]float64, w*h), make([]float64, w*h), make([]float64, w*h)
	for y := range h {
		row := img.Pix[y*img.Stride:]
		for x := range w {
			r, g, b := float64(row[4*x])/255, float64(row[4*x+1])/255, float64(row[4*x+2])/255
			i := y*w + x
			l[i], p[i], q[i] = (r+g+b)/3, (r+g)/2-b, r-g
		}
	}
	return l, p, q
}

// spectrum is a channel as a cosine transform: its mean, and the other
// coefficients scaled to 0 to 1.
type spectrum struct {
	mean, scale float64
	waves       []float64
}

// transform keeps the coefficients of the low frequencies: those in the
// triangle below the diagonal from nx to ny.
func transform(channel []float64, w, h, nx, ny int) spectrum {
	var s spectrum
	fx := make([]float64, w)
	for cy := range ny {
		for cx := 0; cx*ny < nx*(ny-cy); cx++ {
			for x := range w {
				fx[x] = math.Cos(math.Pi / float64(w) * float64(cx) * (float64(x) + 0.5))
			}
			var f float64
			for y := range h {
				fy := math.Cos(math.Pi / float64(h) * float64(cy) * (float64(y) + 0.5))
				for x := range w {
					f += channel[y*w+x] * fx[x] * fy
				}
			}
			f /= float64(w * h)
			if cx == 0 && cy == 0 {
				s.mean = f
				continue
			}
			s.waves = append(s.waves, f)
			s.scale = max(s.scale, math.Abs(f))
		}
	}
	if s.scale > 0 {
		for i := range s.waves {
			s.waves[i] = 0.5 + 0.5/s.scale*s.waves[i]
		}
	}
	return s
}

// appendNibbles writes coefficients as four bits each, the low half first.
func appendNibbles(hash []byte, lists ...[]float64) []byte {
	n := 0
	for _, list := range lists {
		for _, f := range list {
			nibble := byte(round(15 * f)) //nolint:gosec // 0 to 15
			if n%2 == 0 {
				hash = append(hash, nibble)
			} else {
				hash[len(hash)-1] |= nibble << 4
			}
			n++
		}
	}
	return hash
}

// round rounds what is never negative.
func round(f float64) uint32 { return uint32(math.Floor(f + 0.5)) }
