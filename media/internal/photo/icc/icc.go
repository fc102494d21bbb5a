// Package icc converts pictures from the colour space of an embedded ICC
// profile to sRGB. It knows the profiles that cameras and phones embed: RGB, a
// matrix and three curves (Display P3, Adobe RGB, ProPhoto). Others are left
// alone, as if no profile were there.
package icc

import (
	"encoding/binary"
	"errors"
	"math"
)

// MaxBytes is the longest profile that is looked at. Matrix profiles are some
// hundred bytes long, a few kilobytes with their curves.
const MaxBytes = 1 << 20

// errUnsupported says that a profile is none of those that can be converted.
var errUnsupported = errors.New("icc: not an RGB profile of matrix and curves")

const (
	headerBytes = 128
	tagBytes    = 12
	maxTags     = 256
)

// vector is a colour; matrix turns one into another.
type (
	vector [3]float64
	matrix [3]vector // rows
)

func (m matrix) times(v vector) vector {
	var out vector
	for i := range 3 {
		out[i] = m[i][0]*v[0] + m[i][1]*v[1] + m[i][2]*v[2]
	}
	return out
}

// profile is what is needed of a profile: its curves to linear light, and the
// matrix from there to XYZ (D50).
type profile struct {
	curves [3]curve
	toXYZ  matrix
}

func parse(data []byte) (profile, error) {
	var p profile
	tags, err := readTags(data)
	if err != nil {
		return p, err
	}
	for i, colour := range []string{"r", "g", "b"} {
		xyz, err := readXYZ(tags[colour+"XYZ"])
		if err != nil {
			return p, err
		}
		for row := range 3 {
			p.toXYZ[row][i] = xyz[row]
		}
		if p.curves[i], err = readCurve(tags[colour+"TRC"]); err != nil {
			return p, err
		}
	}
	return p, nil
}

// readTags returns the data of each tag, checked to lie within the profile.
func readTags(data []byte) (map[string][]byte, error) {
	if len(data) < headerBytes+4 || len(data) > MaxBytes {
		return nil, errUnsupported
	}
	if string(data[36:40]) != "acsp" || string(data[16:20]) != "RGB " || string(data[20:24]) != "XYZ " {
		return nil, errUnsupported
	}
	count := int(binary.BigEndian.Uint32(data[headerBytes:]))
	table := data[headerBytes+4:]
	if count < 0 || count > maxTags || count*tagBytes > len(table) {
		return nil, errUnsupported
	}
	tags := make(map[string][]byte, count)
	for i := range count {
		entry := table[i*tagBytes:]
		offset, size := uint64(binary.BigEndian.Uint32(entry[4:])), uint64(binary.BigEndian.Uint32(entry[8:]))
		if offset+size > uint64(len(data)) {
			return nil, errUnsupported
		}
		tags[string(entry[:4])] = data[offset : offset+size]
	}
	return tags, nil
}

func readXYZ(tag []byte) (vector, error) {
	if len(tag) < 20 || string(tag[:4]) != "XYZ " {
		return vector{}, errUnsupported
	}
	var v vector
	for i := range 3 {
		v[i] = fixed(tag[8+4*i:])
	}
	return v, nil
}

// fixed reads an s15Fixed16Number.
func fixed(b []byte) float64 {
	return float64(int32(binary.BigEndian.Uint32(b))) / 65536 //nolint:gosec // a signed number by definition
}

// encodeSRGB is sRGB's curve from linear light.
func encodeSRGB(linear float64) float64 {
	if linear <= 0.0031308 {
		return 12.92 * linear
	}
	return 1.055*math.Pow(linear, 1/2.4) - 0.055
}

// xyzToSRGB is the inverse of sRGB's matrix, adapted to D50 as profiles are.
var xyzToSRGB = matrix{
	{3.1338561, -1.6168667, -0.4906146},
	{-0.9787684, 1.9161415, 0.0334540},
	{0.0719453, -0.2289914, 1.4052427},
}
