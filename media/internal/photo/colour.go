package photo

import (
	"image"

	"github.com/disintegration/imaging"

	"github.com/cruddur/cruddur/media/internal/photo/icc"
)

// toSRGB converts a picture to sRGB and puts it on white. One that is opaque
// and in sRGB already is returned as it is. It comes after the first shrinking,
// when few pixels are left.
func toSRGB(img image.Image, profile []byte) image.Image {
	if converter := icc.NewConverter(profile); converter != nil {
		copied := imaging.Clone(img)
		converter.Image(copied)
		img = copied
	}
	if pixels, ok := img.(*image.NRGBA); ok && !pixels.Opaque() {
		return onWhite(pixels)
	}
	return img
}

func onWhite(img *image.NRGBA) *image.NRGBA {
	for y := range img.Rect.Dy() {
		row := img.Pix[y*img.Stride : y*img.Stride+4*img.Rect.Dx()]
		for i := 0; i+3 < len(row); i += 4 {
			alpha := uint32(row[i+3])
			for c := i; c < i+3; c++ {
				row[c] = uint8((uint32(row[c])*alpha + 255*(255-alpha) + 127) / 255) //nolint:gosec // a mean of two levels
			}
			row[i+3] = 255
		}
	}
	return img
}
