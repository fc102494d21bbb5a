package icc

import (
	"image"
	"math"
)

// outSteps is how finely linear light is told apart before it is encoded: a
// step is less than half a level of sRGB, in the shadows too.
const outSteps = 1 << 14

// Converter converts pixels from a profile's colour space to sRGB.
type Converter struct {
	linear [3][256]float32
	matrix [3][3]float32
	encode []uint8
}

// NewConverter returns the converter for an embedded profile, or nil when there
// is nothing to do: no profile, one that can't be converted, or sRGB itself.
func NewConverter(data []byte) *Converter {
	p, err := parse(data)
	if err != nil {
		return nil
	}
	c := &Converter{}
	for channel := range 3 {
		for v := range 256 {
			light := p.curves[channel](float64(v) / 255)
			if math.IsNaN(light) {
				return nil
			}
			c.linear[channel][v] = float32(min(max(light, 0), 1))
		}
	}
	for column := range 3 {
		xyz := vector{p.toXYZ[0][column], p.toXYZ[1][column], p.toXYZ[2][column]}
		for row, value := range xyzToSRGB.times(xyz) {
			c.matrix[row][column] = float32(value)
		}
	}
	c.encode = encodeTable()
	if c.isIdentity() {
		return nil
	}
	return c
}

func encodeTable() []uint8 {
	table := make([]uint8, outSteps+1)
	for i := range table {
		table[i] = uint8(math.Round(255 * encodeSRGB(float64(i)/outSteps)))
	}
	return table
}

// isIdentity tries a few colours: most profiles in the wild are sRGB by some
// name, and converting them would only cost time and a rounding error.
func (c *Converter) isIdentity() bool {
	levels := []uint8{0, 60, 128, 200, 255}
	for _, r := range levels {
		for _, g := range levels {
			for _, b := range levels {
				r2, g2, b2 := c.Pixel(r, g, b)
				if off(r, r2) || off(g, g2) || off(b, b2) {
					return false
				}
			}
		}
	}
	return true
}

func off(a, b uint8) bool { return max(a, b)-min(a, b) > 2 }

// Pixel converts one colour. What sRGB can't show is clipped.
func (c *Converter) Pixel(r, g, b uint8) (r2, g2, b2 uint8) {
	lr, lg, lb := c.linear[0][r], c.linear[1][g], c.linear[2][b]
	m := &c.matrix
	return c.level(m[0][0]*lr + m[0][1]*lg + m[0][2]*lb),
		c.level(m[1][0]*lr + m[1][1]*lg + m[1][2]*lb),
		c.level(m[2][0]*lr + m[2][1]*lg + m[2][2]*lb)
}

func (c *Converter) level(light float32) uint8 {
	// Written so that NaN, which compares false, lands on a level as well.
	if !(light > 0) {
		return c.encode[0]
	}
	if light >= 1 {
		return c.encode[outSteps]
	}
	return c.encode[int(light*outSteps+0.5)]
}

// Image converts a picture in place; alpha stays.
func (c *Converter) Image(img *image.NRGBA) {
	for y := range img.Rect.Dy() {
		row := img.Pix[y*img.Stride : y*img.Stride+4*img.Rect.Dx()]
		for i := 0; i+3 < len(row); i += 4 {
			row[i], row[i+1], row[i+2] = c.Pixel(row[i], row[i+1], row[i+2])
		}
	}
}
