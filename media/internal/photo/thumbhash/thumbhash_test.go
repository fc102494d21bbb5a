package thumbhash_test

import (
	"encoding/base64"
	"image"
	"image/color"
	"testing"

	"github.com/cruddur/cruddur/media/internal/photo/thumbhash"
)

// The hashes were made by the format's own implementation, version 0.1.1.
func TestEncode(t *testing.T) {
	t.Parallel()
	tests := []struct {
		w, h int
		want string
	}{
		{100, 75, "HwgKLZpwdndwd3d3d2d3d5CACfiI"},
		{40, 100, "HvgJKxpwcHd3dnd3oJAJ94g="},
		{64, 64, "HggKLxpwdndwd3d3h2iHeId3BwmZgI8H"},
		{1, 1, "AAgCBwAAAAAAAAAAAAAAAAAAAAAAAAAA"},
		{100, 3, "lVkOGZqBh4eQh3iIhAoH+Ic="},
	}
	for _, test := range tests {
		img := image.NewNRGBA(image.Rect(0, 0, test.w, test.h))
		for y := range test.h {
			for x := range test.w {
				img.SetNRGBA(x, y, color.NRGBA{uint8(x * 255 / test.w), uint8(y * 255 / test.h), uint8(x * y), 255})
			}
		}
		if got := base64.StdEncoding.EncodeToString(thumbhash.Encode(img)); got != test.want {
			t.Errorf("%d×%d: %s, not %s", test.w, test.h, got, test.want)
		}
	}
}

func TestEncodeTakesSmallPicturesOnly(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{0, 0}, {0, 5}, {101, 1}, {1, 101}} {
		if got := thumbhash.Encode(image.NewNRGBA(image.Rect(0, 0, size[0], size[1]))); got != nil {
			t.Errorf("%v: %x", size, got)
		}
	}
}
