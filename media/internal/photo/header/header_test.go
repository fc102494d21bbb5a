package header_test

import (
	"bytes"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/webp"

	"github.com/cruddur/cruddur/media/internal/photo/header"
)

func file(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func TestRead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		format   header.Format
		scans    int
		animated bool
		decoded  int64 // bytes a pixel, times four
	}{
		{"progressive.jpg", header.JPEG, 10, false, 6},
		{"444.jpg", header.JPEG, 1, false, 12},
		{"422.jpg", header.JPEG, 1, false, 8},
		{"grey.jpg", header.JPEG, 1, false, 4},
		{"cmyk.jpg", header.JPEG, 1, false, 32},
		{"animated.gif", header.GIF, 0, true, 4},
		{"animated.png", header.PNG, 0, true, 16},
		{"lossy.webp", header.WebP, 0, false, 16},
		{"lossless.webp", header.WebP, 0, false, 16},
		{"animated.webp", header.WebP, 0, true, 16},
	}
	for _, test := range tests {
		h, err := header.Read(file(t, test.name))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if h.Format != test.format || h.Width != 48 || h.Height != 32 || h.Scans != test.scans || h.Animated != test.animated ||
			h.Orientation != 1 || h.Profile != nil || h.DecodedBytes != test.decoded*48*32/4 {
			t.Errorf("%s: %+v", test.name, h)
		}
	}
}

func TestProgressiveNeedsMore(t *testing.T) {
	t.Parallel()
	h, err := header.Read(file(t, "progressive.jpg"))
	if want := header.CoefficientBytes * h.DecodedBytes; err != nil || h.WorkBytes != want {
		t.Errorf("%d bytes, not %d, %v", h.WorkBytes, want, err)
	}
}

// An animation's first frame is made a file of its own for the decoder.
func TestStill(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"animated.webp", "animated-alpha.webp"} {
		h, err := header.Read(file(t, name))
		if err != nil || h.Frame.Chunks == nil {
			t.Fatalf("%s: %+v, %v", name, h, err)
		}
		img, err := webp.Decode(bytes.NewReader(h.Frame.Still()))
		if err != nil || img.Bounds().Dx() != 48 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBroken(t *testing.T) {
	t.Parallel()
	still := file(t, "lossless.webp")
	gif := file(t, "animated.gif")
	for name, data := range map[string][]byte{
		"JPEG with no frame":         []byte("\xff\xd8\xff\xd9"),
		"JPEG with no scan":          file(t, "444.jpg")[:200],
		"JPEG with twelve bits":      bytes.Replace(file(t, "444.jpg"), []byte("\x00\x11\x08"), []byte("\x00\x11\x0c"), 1),
		"JPEG with two frames":       bytes.Replace(file(t, "444.jpg"), []byte("\xff\xc4"), []byte("\xff\xc0"), 1),
		"JPEG with arithmetic codes": bytes.Replace(file(t, "444.jpg"), []byte("\xff\xc0"), []byte("\xff\xc9"), 1),
		"JPEG of no height":          bytes.Replace(file(t, "444.jpg"), []byte("\x08\x00\x20\x00\x30"), []byte("\x08\x00\x00\x00\x30"), 1),
		"PNG without header":         append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x00"), "IDAT\x00\x00\x00\x00"...),
		"PNG of a signature":         []byte("\x89PNG\r\n\x1a\n"),
		"GIF of a signature":         []byte("GIF89a"),
		"GIF of no width":            append(append(bytes.Clone(gif[:6]), 0, 0), gif[8:]...),
		"WebP of a signature":        still[:12],
		"WebP without signature":     bytes.Replace(still, []byte{0x2f}, []byte{0x2e}, 1),
	} {
		if h, err := header.Read(data); !errors.Is(err, header.ErrBroken) {
			t.Errorf("%s: %+v, %v", name, h, err)
		}
	}
	if _, err := header.Read([]byte("BM")); !errors.Is(err, header.ErrFormat) {
		t.Errorf("a BMP: %v", err)
	}
}

// What is read here must be what the decoder sees.
func FuzzRead(f *testing.F) {
	names, _ := filepath.Glob("../testdata/*.*")
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := header.Read(data)
		if err != nil {
			return
		}
		if h.Width < 1 || h.Height < 1 || h.Orientation < 1 || h.Orientation > 8 || h.DecodedBytes < 1 || h.WorkBytes < 0 {
			t.Errorf("%+v", h)
		}
		if h.Format == header.WebP && h.Frame.Chunks != nil {
			h.Frame.Still()
		}
		if h.Format == header.PNG {
			if config, err := png.DecodeConfig(bytes.NewReader(data)); err == nil && (config.Width != h.Width || config.Height != h.Height) {
				t.Errorf("%d×%d, but the decoder sees %d×%d", h.Width, h.Height, config.Width, config.Height)
			}
		}
	})
}
