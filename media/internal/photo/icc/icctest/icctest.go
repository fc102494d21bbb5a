// Package icctest makes colour profiles for tests.
package icctest

import (
	"encoding/binary"
	"math"
)

// DisplayP3 is a profile as phones embed it: three primaries, adapted to D50,
// and sRGB's curve as a formula.
func DisplayP3() string {
	return Matrix([3][3]float64{
		{0.51512, 0.24120, -0.00105},
		{0.29198, 0.69225, 0.04189},
		{0.15710, 0.06657, 0.78407},
	}, Parametric(2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045))
}

// SRGB is a profile of what pictures are taken for without one.
func SRGB() string {
	return Matrix([3][3]float64{
		{0.43607, 0.22249, 0.01392},
		{0.38515, 0.71687, 0.09708},
		{0.14307, 0.06061, 0.71410},
	}, Parametric(2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045))
}

// Parametric is a curve of the third kind.
func Parametric(p ...float64) string {
	return "para\x00\x00\x00\x00\x00\x03\x00\x00" + numbers(p...)
}

// numbers are s15Fixed16Numbers.
func numbers(values ...float64) string {
	var out []byte
	for _, v := range values {
		out = binary.BigEndian.AppendUint32(out, uint32(int32(math.Round(v*65536))))
	}
	return string(out)
}

// Matrix is a profile of primaries, in XYZ, and one curve for all.
func Matrix(primaries [3][3]float64, curve string) string {
	header := make([]byte, 128)
	copy(header[12:], "mntrRGB XYZ ")
	copy(header[36:], "acsp")
	var table, data string
	offset := 128 + 4 + 6*12
	add := func(name, body string) {
		table += name + string(binary.BigEndian.AppendUint32(nil, uint32(offset+len(data)))) +
			string(binary.BigEndian.AppendUint32(nil, uint32(len(body))))
		data += body
	}
	for i, channel := range []string{"r", "g", "b"} {
		add(channel+"XYZ", "XYZ \x00\x00\x00\x00"+numbers(primaries[i][:]...))
		add(channel+"TRC", curve)
	}
	binary.BigEndian.PutUint32(header, uint32(offset+len(data)))
	return string(header) + "\x00\x00\x00\x06" + table + data
}
