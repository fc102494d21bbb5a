package icc

import (
	"encoding/binary"
	"math"
)

// maxPoints is the longest table of a curve that is read.
const maxPoints = 1 << 16

// curve turns a channel's value, 0 to 1, into linear light.
type curve func(float64) float64

// readCurve reads a tag of type curv or para.
func readCurve(tag []byte) (curve, error) {
	if len(tag) < 12 {
		return nil, errUnsupported
	}
	switch string(tag[:4]) {
	case "curv":
		return readTable(tag)
	case "para":
		return readParametric(tag)
	}
	return nil, errUnsupported
}

func readTable(tag []byte) (curve, error) {
	count := binary.BigEndian.Uint32(tag[8:])
	points := tag[12:]
	if count > maxPoints || uint64(count)*2 > uint64(len(points)) {
		return nil, errUnsupported
	}
	switch count {
	case 0:
		return func(v float64) float64 { return v }, nil
	case 1:
		return power(float64(binary.BigEndian.Uint16(points)) / 256), nil
	}
	last := int(count) - 1
	at := func(i int) float64 { return float64(binary.BigEndian.Uint16(points[2*i:])) / 65535 }
	return func(v float64) float64 {
		place := v * float64(last)
		i := min(int(place), last-1)
		part := place - float64(i)
		return at(i)*(1-part) + at(i+1)*part
	}, nil
}

func power(gamma float64) curve {
	return func(v float64) float64 { return math.Pow(v, gamma) }
}

// readParametric reads the five kinds of formulas. Their parameters come in the
// order g a b c d e f; those a kind leaves out have the value that makes it a
// case of the last kind:
//
//	v >= d: (a v + b)^g + e      v < d: c v + f
func readParametric(tag []byte) (curve, error) {
	counts := []int{1, 3, 4, 5, 7}
	kind := int(binary.BigEndian.Uint16(tag[8:]))
	if kind >= len(counts) || len(tag) < 12+4*counts[kind] {
		return nil, errUnsupported
	}
	p := [7]float64{1, 1}
	for i := range counts[kind] {
		p[i] = fixed(tag[12+4*i:])
	}
	g, a, b, c, d, e, f := p[0], p[1], p[2], p[3], p[4], p[5], p[6]
	switch kind {
	case 1, 2: // one formula above -b/a, a constant below it
		if a == 0 {
			return nil, errUnsupported
		}
		if kind == 2 {
			e = p[3] // this kind's c is added to both
		}
		c, d, f = 0, -b/a, e
	case 0:
		d = math.Inf(-1)
	}
	return func(v float64) float64 {
		if v < d {
			return c*v + f
		}
		return math.Pow(max(0, a*v+b), g) + e
	}, nil
}
