package exif

// Path leads through a plane of samples in the order of another one, of which it
// is the turned copy: what is at (x, y) there is at Start + x·Right + y·Down here.
type Path struct{ Start, Right, Down int }

// At is where the path is at (x, y).
func (p Path) At(x, y int) int { return p.Start + x*p.Right + y*p.Down }

// From is the path through a stored plane that meets its samples as an upright
// one of w by h has them. stride is from row to row of the stored one.
func (o Orientation) From(w, h, stride int) Path {
	p := Path{0, 1, stride}
	if o.SwapsSides() {
		p.Right, p.Down = stride, 1
	}
	if o == 2 || o == 3 || o == 7 || o == 8 { // mirrored along the stored rows
		if o.SwapsSides() {
			p.Start, p.Down = p.Start+h-1, -p.Down
		} else {
			p.Start, p.Right = p.Start+w-1, -p.Right
		}
	}
	if o == 3 || o == 4 || o == 6 || o == 7 { // and along the stored columns
		if o.SwapsSides() {
			p.Start, p.Right = p.Start+(w-1)*stride, -p.Right
		} else {
			p.Start, p.Down = p.Start+(h-1)*stride, -p.Down
		}
	}
	return p
}

// To is the other way: the path through an upright plane on which the samples of
// a stored one of w by h lie. stride is from row to row of the upright one.
func (o Orientation) To(w, h, stride int) Path {
	// Only the quarter turns are not undone by doing them again.
	switch o {
	case 6:
		o = 8
	case 8:
		o = 6
	}
	return o.From(w, h, stride)
}
