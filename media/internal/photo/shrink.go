package photo

import (
	"image"
	"image/color"

	"github.com/disintegration/imaging"
)

// shrinkPixels resizes a picture of any kind to s by imaging. One that has that
// size already is copied if its kind is not what encoders read fast.
func shrinkPixels(img image.Image, s size) image.Image {
	bounds := img.Bounds()
	if bounds.Dx() != s.width || bounds.Dy() != s.height {
		return imaging.Resize(readable(img), s.width, s.height, imaging.Lanczos)
	}
	switch img.(type) {
	case *image.NRGBA, *image.YCbCr:
		return img
	}
	return imaging.Clone(readable(img))
}

// readable returns a picture of a kind that imaging reads by rows, not pixel by
// pixel.
func readable(img image.Image) image.Image {
	switch img := img.(type) {
	case *image.CMYK:
		return fromCMYK(img)
	case *image.NYCbCrA:
		return fromAlphaPlanes(img)
	}
	return img
}

// fromCMYK converts in place: four bytes a pixel in both.
func fromCMYK(img *image.CMYK) *image.NRGBA {
	for i := 0; i+3 < len(img.Pix); i += 4 {
		p := img.Pix[i : i+4 : i+4]
		p[0], p[1], p[2] = color.CMYKToRGB(p[0], p[1], p[2], p[3])
		p[3] = 255
	}
	return &image.NRGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}
}

func fromAlphaPlanes(img *image.NYCbCrA) *image.NRGBA {
	out := imaging.Clone(&img.YCbCr)
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.Pix[y*out.Stride+4*x+3] = img.A[y*img.AStride+x]
		}
	}
	return out
}
