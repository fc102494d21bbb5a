package photo

import (
	"image"

	"github.com/disintegration/imaging"

	"github.com/cruddur/cruddur/media/internal/photo/exif"
)

// upright turns a stored picture the way its orientation says.
func upright(img image.Image, o exif.Orientation) image.Image {
	if o <= exif.Upright || o > 8 {
		return img
	}
	if planes, ok := img.(*image.YCbCr); ok && planes.SubsampleRatio == image.YCbCrSubsampleRatio420 {
		return uprightPlanes(planes, o)
	}
	// imaging turns counter-clockwise.
	turns := map[exif.Orientation]func(image.Image) *image.NRGBA{
		2: imaging.FlipH,
		3: imaging.Rotate180,
		4: imaging.FlipV,
		5: imaging.Transpose,
		6: imaging.Rotate270,
		7: imaging.Transverse,
		8: imaging.Rotate90,
	}
	return turns[o](img)
}

// uprightPlanes does the same on the planes of a picture, so that a JPEG need
// not leave them: they hold half the data of pixels.
func uprightPlanes(img *image.YCbCr, o exif.Orientation) *image.YCbCr {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if o.SwapsSides() {
		w, h = h, w
	}
	out := image.NewYCbCr(image.Rect(0, 0, w, h), img.SubsampleRatio)
	cw, ch := (w+1)/2, (h+1)/2
	turnPlane(out.Y, out.YStride, img.Y, w, o.From(w, h, img.YStride))
	turnPlane(out.Cb, out.CStride, img.Cb, cw, o.From(cw, ch, img.CStride))
	turnPlane(out.Cr, out.CStride, img.Cr, cw, o.From(cw, ch, img.CStride))
	return out
}

// turnPlane fills dst, w wide, with what the path meets in src.
func turnPlane(dst []uint8, stride int, src []uint8, w int, path exif.Path) {
	for y := range len(dst) / stride {
		at := path.At(0, y)
		for x := range w {
			dst[y*stride+x] = src[at]
			at += path.Right
		}
	}
}
