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
	turnPlane(out.Y, out.YStride, img.Y, img.YStride, w, h, o)
	cw, ch := (w+1)/2, (h+1)/2
	turnPlane(out.Cb, out.CStride, img.Cb, img.CStride, cw, ch, o)
	turnPlane(out.Cr, out.CStride, img.Cr, img.CStride, cw, ch, o)
	return out
}

// turnPlane fills dst, w by h, from src. Every way to turn is a start in src
// and two steps: one for going right in dst, one for going down.
func turnPlane(dst []uint8, dstStride int, src []uint8, srcStride, w, h int, o exif.Orientation) {
	start, right, down := 0, 1, srcStride
	if o.SwapsSides() {
		right, down = srcStride, 1
	}
	if o == 2 || o == 3 || o == 7 || o == 8 { // mirrored along the stored rows
		if o.SwapsSides() {
			start, down = start+h-1, -down
		} else {
			start, right = start+w-1, -right
		}
	}
	if o == 3 || o == 4 || o == 6 || o == 7 { // and along the stored columns
		if o.SwapsSides() {
			start, right = start+(w-1)*srcStride, -right
		} else {
			start, down = start+(h-1)*srcStride, -down
		}
	}
	for y := range h {
		row, at := dst[y*dstStride:y*dstStride+w], start+y*down
		for x := range row {
			row[x] = src[at]
			at += right
		}
	}
}
