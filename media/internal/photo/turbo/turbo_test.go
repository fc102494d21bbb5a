//go:build cgo

package turbo_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/disintegration/imaging"
	"golang.org/x/image/webp"

	"github.com/cruddur/cruddur/media/internal/photo/exif"
	"github.com/cruddur/cruddur/media/internal/photo/turbo"
)

// waves is a picture with fine and coarse detail.
func waves(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	level := func(v float64) uint8 { return uint8(127.5 + 127*v) }
	for y := range h {
		for x := range w {
			fx, fy := float64(x)/float64(w), float64(y)/float64(h)
			img.SetNRGBA(x, y, color.NRGBA{
				level(math.Sin(40 * fx * fy)), level(math.Cos(25*fx + 9*fy)), level(math.Sin(6 * fy)), 255,
			})
		}
	}
	return img
}

func encoded(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 95}); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// psnr compares two pictures of the same size, in decibels.
func psnr(a, b image.Image) float64 {
	p, q := imaging.Clone(a), imaging.Clone(b)
	var sum float64
	for i := range p.Pix {
		d := float64(p.Pix[i]) - float64(q.Pix[i])
		sum += d * d
	}
	return 10 * math.Log10(255*255*float64(len(p.Pix))/sum)
}

func TestDecodeIsAsGoodAsDecodingAllAndResizing(t *testing.T) {
	t.Parallel()
	large, odd := waves(800, 600), waves(801, 603)
	tests := []struct {
		from     *image.NRGBA
		w, h     int
		decibels float64
	}{
		{large, 800, 600, 30},
		{large, 500, 375, 30},
		{large, 320, 240, 30},
		{odd, 167, 126, 30},
		{large, 75, 56, 22}, // an eighth is made of averages, which are not quite Lanczos
		{large, 1, 1, 30},
		// In so small ones half a sample of colour, more or less, is a lot.
		{waves(17, 9), 17, 9, 25},
		{waves(17, 9), 5, 3, 15},
		{waves(1, 1), 1, 1, 25},
		{waves(3000, 2), 300, 1, 15},
	}
	for _, test := range tests {
		data := encoded(t, test.from)
		got, err := turbo.Decode(data, turbo.Target{Width: test.w, Height: test.h}, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		whole, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		want := imaging.Resize(whole, test.w, test.h, imaging.Lanczos)
		if quality := psnr(got, want); quality < test.decibels {
			t.Errorf("%v to %d×%d: %.1f dB", test.from.Rect, test.w, test.h, quality)
		}
	}
}

// Turning must be nothing but another order of the same samples.
func TestDecodeTurns(t *testing.T) {
	t.Parallel()
	turns := map[exif.Orientation]func(image.Image) *image.NRGBA{
		1: imaging.Clone, 2: imaging.FlipH, 3: imaging.Rotate180, 4: imaging.FlipV,
		5: imaging.Transpose, 6: imaging.Rotate270, 7: imaging.Transverse, 8: imaging.Rotate90,
	}
	data := encoded(t, waves(333, 251))
	for _, size := range [][2]int{{333, 251}, {200, 151}, {41, 30}, {3, 1}} {
		target := turbo.Target{Width: size[0], Height: size[1]}
		plain, err := turbo.Decode(data, target, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for o, turn := range turns {
			target.Orientation = o
			turned, err := turbo.Decode(data, target, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			want, got := planes(plain), planes(turned)
			for i := range want {
				if !bytes.Equal(turn(want[i]).Pix, imaging.Clone(got[i]).Pix) {
					t.Errorf("%v turned by %d: plane %d differs", size, o, i)
				}
			}
		}
	}
}

func planes(img *image.YCbCr) [3]*image.Gray {
	half := image.Rect(0, 0, (img.Rect.Dx()+1)/2, (img.Rect.Dy()+1)/2)
	return [3]*image.Gray{
		{Pix: img.Y, Stride: img.YStride, Rect: img.Rect},
		{Pix: img.Cb, Stride: img.CStride, Rect: half},
		{Pix: img.Cr, Stride: img.CStride, Rect: half},
	}
}

func TestResizeIsLanczos(t *testing.T) {
	t.Parallel()
	planes, err := turbo.Decode(encoded(t, waves(700, 400)), turbo.Target{Width: 700, Height: 400}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range [][2]int{{700, 400}, {699, 399}, {351, 201}, {100, 60}, {7, 5}, {1, 1}} {
		got := turbo.Resize(planes, size[0], size[1])
		want := imaging.Resize(&image.Gray{Pix: planes.Y, Stride: planes.YStride, Rect: planes.Rect}, size[0], size[1], imaging.Lanczos)
		grey := &image.Gray{Pix: got.Y, Stride: got.YStride, Rect: got.Rect}
		// A level here and there comes from rounding between two passes.
		if quality := psnr(grey, want); quality < 45 {
			t.Errorf("%v: %.1f dB", size, quality)
		}
	}
}

func TestEncode(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{640, 480}, {641, 481}, {15, 17}, {1, 1}, {2, 300}} {
		pixels := waves(size[0], size[1])
		planes, err := turbo.Decode(encoded(t, pixels), turbo.Target{Width: size[0], Height: size[1]}, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for name, img := range map[string]image.Image{"planes": planes, "pixels": pixels} {
			data, err := turbo.EncodeJPEG(img, 90)
			if err != nil {
				t.Fatal(err)
			}
			back, err := jpeg.Decode(bytes.NewReader(data))
			if err != nil || back.Bounds() != img.Bounds() || size[0] > 99 && psnr(back, img) < 30 {
				t.Errorf("JPEG from %s of %v: %v, %.1f dB", name, size, err, psnr(back, img))
			}
			data, err = turbo.EncodeWebP(img, 90, time.Now().Add(time.Minute))
			if err != nil {
				t.Fatal(err)
			}
			if back, err = webp.Decode(bytes.NewReader(data)); err != nil || back.Bounds() != img.Bounds() {
				t.Errorf("WebP from %s of %v: %v", name, size, err)
			}
		}
	}
}

// Both ways to WebP must show the same colours.
func TestWebPHasItsOwnRange(t *testing.T) {
	t.Parallel()
	for _, c := range []color.NRGBA{{0, 0, 0, 255}, {255, 255, 255, 255}, {220, 30, 40, 255}, {1, 99, 254, 255}} {
		pixels := imaging.New(64, 64, c)
		planes, err := turbo.Decode(encoded(t, pixels), turbo.Target{Width: 64, Height: 64}, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var levels [2]color.YCbCr
		for i, img := range []image.Image{pixels, planes} {
			data, err := turbo.EncodeWebP(img, 95, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			back, err := webp.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			levels[i] = back.(*image.YCbCr).YCbCrAt(32, 32)
		}
		for _, off := range []int{
			int(levels[0].Y) - int(levels[1].Y), int(levels[0].Cb) - int(levels[1].Cb), int(levels[0].Cr) - int(levels[1].Cr),
		} {
			if off < -2 || off > 2 {
				t.Errorf("%v is %v from pixels, %v from planes", c, levels[0], levels[1])
			}
		}
	}
}

func TestWhatCantBeDone(t *testing.T) {
	t.Parallel()
	good := encoded(t, waves(500, 400))
	grey := encoded(t, image.NewGray(image.Rect(0, 0, 20, 20)))
	tests := []struct {
		name string
		data []byte
		end  time.Time
		want error
	}{
		{"nothing", nil, time.Time{}, turbo.ErrBroken},
		{"no JPEG", []byte("hello, world"), time.Time{}, turbo.ErrBroken},
		{"half a JPEG", good[:len(good)/2], time.Time{}, turbo.ErrBroken},
		{"a header", good[:300], time.Time{}, turbo.ErrBroken},
		{"grey", grey, time.Time{}, turbo.ErrUnsupported},
		{"too late", good, time.Now().Add(-time.Hour), turbo.ErrLate},
	}
	for _, test := range tests {
		if _, err := turbo.Decode(test.data, turbo.Target{Width: 10, Height: 8}, test.end); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if _, err := turbo.EncodeWebP(waves(600, 600), 80, time.Now().Add(-time.Hour)); !errors.Is(err, turbo.ErrLate) {
		t.Errorf("WebP too late: %v", err)
	}
	for _, img := range []image.Image{image.NewGray(image.Rect(0, 0, 1, 1)), image.NewYCbCr(image.Rect(0, 0, 4, 4), image.YCbCrSubsampleRatio444)} {
		if _, err := turbo.EncodeJPEG(img, 80); err == nil {
			t.Errorf("a %T was written", img)
		}
	}
	if _, err := turbo.EncodeWebP(image.NewNRGBA(image.Rect(0, 0, 17000, 1)), 80, time.Time{}); err == nil {
		t.Error("a WebP of 17000 was written")
	}
}

// Errors leave C code by a jump; nothing may stay behind.
func TestErrorsLeaveNothingBehind(t *testing.T) { //nolint:paralleltest // it measures the whole process
	good := encoded(t, waves(600, 500))
	small := waves(64, 64)
	late := time.Now().Add(-time.Hour)
	round := func() {
		_, _ = turbo.Decode(good[:len(good)*2/3], turbo.Target{Width: 600, Height: 500}, time.Time{})
		_, _ = turbo.Decode(good, turbo.Target{Width: 600, Height: 500}, late)
		_, _ = turbo.Decode(good[:100], turbo.Target{Width: 600, Height: 500}, time.Time{})
		_, _ = turbo.EncodeWebP(image.NewNRGBA(image.Rect(0, 0, 17000, 1)), 80, time.Time{})
		_, _ = turbo.EncodeJPEG(small, 80)
	}
	for range 50 {
		round()
	}
	before := resident(t)
	for range 300 {
		round()
	}
	// Each round would leave a hundred kilobytes and more.
	if grown := resident(t) - before; grown > 30<<20 {
		t.Errorf("grown by %d MB", grown>>20)
	}
}

func resident(t *testing.T) int64 {
	t.Helper()
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("only on Linux")
	}
	pages, err := strconv.ParseInt(strings.Fields(string(data))[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return pages * int64(os.Getpagesize())
}

func FuzzDecode(f *testing.F) {
	for _, name := range []string{"progressive.jpg", "444.jpg", "422.jpg", "rgb.jpg"} {
		data, err := os.ReadFile("../testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, 10, 7)
	}
	f.Fuzz(func(t *testing.T, data []byte, w, h int) {
		if w > 300 || h > 300 {
			return
		}
		if img, err := turbo.Decode(data, turbo.Target{Width: w, Height: h}, time.Now().Add(time.Second)); err == nil && img.Rect.Dx() != w {
			t.Errorf("%v instead of %d×%d", img.Rect, w, h)
		}
	})
}
