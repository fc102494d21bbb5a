package exif_test

import (
	"strings"
	"testing"

	"github.com/cruddur/cruddur/media/internal/photo/exif"
)

const (
	little = "II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"
	big    = "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x08\x00\x00\x00\x00\x00\x00"
)

func TestParse(t *testing.T) {
	t.Parallel()
	other := "\x0f\x01\x02\x00\x05\x00\x00\x00\x00\x00\x00\x00"
	tests := []struct {
		name, data string
		want       exif.Orientation
	}{
		{"little-endian", little, 6},
		{"big-endian", big, 8},
		{"with its mark", "Exif\x00\x00" + big, 8},
		{"the second entry", little[:8] + "\x02\x00" + other + little[10:], 6},
		{"nothing", "", 1},
		{"another order", "XX" + little[2:], 1},
		{"no entries", little[:8] + "\x00\x00", 1},
		{"fewer entries than said", little[:8] + "\xff\xff", 1},
		{"half an entry", little[:20], 1},
		{"a directory outside", little[:4] + "\xff\xff\xff\xff" + little[8:], 1},
		{"a directory in the header", little[:4] + "\x00\x00\x00\x00" + little[8:], 1},
		{"another type", strings.Replace(little, "\x12\x01\x03", "\x12\x01\x04", 1), 1},
		{"two of them", strings.Replace(little, "\x03\x00\x01", "\x03\x00\x02", 1), 1},
		{"zero", strings.Replace(little, "\x06", "\x00", 1), 1},
		{"nine", strings.Replace(little, "\x06", "\x09", 1), 1},
	}
	for _, test := range tests {
		if got := exif.Parse([]byte(test.data)); got != test.want {
			t.Errorf("%s: %d, not %d", test.name, got, test.want)
		}
	}
}

func TestSwapsSides(t *testing.T) {
	t.Parallel()
	for o := range exif.Orientation(10) {
		if got := o.SwapsSides(); got != (o >= 5 && o <= 8) {
			t.Errorf("%d: %v", o, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(little))
	f.Add([]byte(big))
	f.Add([]byte("Exif\x00\x00" + little))
	f.Fuzz(func(t *testing.T, data []byte) {
		if o := exif.Parse(data); o < 1 || o > 8 {
			t.Errorf("orientation %d", o)
		}
	})
}
