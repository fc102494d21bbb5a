package photo

import (
	"math"
	"slices"
)

// maxRenditionHeight bounds what very tall pictures become; WebP ends at 16,383.
const maxRenditionHeight = 8192

// Plan says which renditions to make.
type Plan struct {
	// Widths are the widths in pixels. One that is wider than the picture is
	// replaced by the picture's own width: nothing is enlarged.
	Widths []int
	// AspectWidth to AspectHeight is the shape to crop to, around the middle.
	// Zero keeps the picture's own.
	AspectWidth, AspectHeight int
}

func (p Plan) crops() bool { return p.AspectWidth > 0 && p.AspectHeight > 0 }

type size struct{ width, height int }

// sizes lists the renditions of an upright picture, widest first, and the size
// to which the whole picture is shrunk before it is cropped to the widest.
func (p Plan) sizes(width, height int) (renditions []size, whole size) {
	from := p.visible(width, height)
	most := from.width
	if from.height > maxRenditionHeight {
		most = max(1, from.width*maxRenditionHeight/from.height)
	}
	var widths []int
	for _, w := range p.Widths {
		widths = append(widths, min(w, most))
	}
	slices.Sort(widths)
	widths = slices.Compact(widths)
	slices.Reverse(widths)
	for _, w := range widths {
		h := scaled(w, from.height, from.width)
		if p.crops() {
			h = scaled(w, p.AspectHeight, p.AspectWidth)
		}
		renditions = append(renditions, size{w, min(h, maxRenditionHeight)})
	}
	largest := renditions[0]
	if !p.crops() {
		return renditions, largest
	}
	// Rounded up, so that the crop is never short of a row.
	factor := max(float64(largest.width)/float64(width), float64(largest.height)/float64(height))
	return renditions, size{
		min(width, int(math.Ceil(factor*float64(width)-1e-9))),
		min(height, int(math.Ceil(factor*float64(height)-1e-9))),
	}
}

// visible is the part of a picture that cropping leaves.
func (p Plan) visible(width, height int) size {
	if !p.crops() {
		return size{width, height}
	}
	return size{
		max(1, min(width, height*p.AspectWidth/p.AspectHeight)),
		max(1, min(height, width*p.AspectHeight/p.AspectWidth)),
	}
}

// scaled is w·num/den, rounded, and at least one.
func scaled(w, num, den int) int {
	return max(1, int(math.Round(float64(w)*float64(num)/float64(den))))
}
