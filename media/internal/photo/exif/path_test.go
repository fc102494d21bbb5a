package exif_test

import (
	"testing"

	"github.com/cruddur/cruddur/media/internal/photo/exif"
)

// The eight ways in which EXIF says that a 3 by 2 picture may be stored, read
// upright.
func TestPath(t *testing.T) {
	t.Parallel()
	const stored = "abc" +
		"def"
	for o, want := range map[exif.Orientation]string{
		0: "abcdef", 1: "abcdef", 2: "cbafed", 3: "fedcba", 4: "defabc",
		5: "adbecf", 6: "daebfc", 7: "fcebda", 8: "cfbead",
	} {
		w, h := 3, 2
		if o.SwapsSides() {
			w, h = h, w
		}
		from, to := o.From(w, h, 3), o.To(3, 2, w)
		read, written := make([]byte, 6), make([]byte, 6)
		for i := range 6 {
			read[i] = stored[from.At(i%w, i/w)]
			written[to.At(i%3, i/3)] = stored[i]
		}
		if string(read) != want || string(written) != want {
			t.Errorf("%d: read as %s and written as %s, not %s", o, read, written, want)
		}
	}
}
