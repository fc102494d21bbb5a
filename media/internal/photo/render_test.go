package photo_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cruddur/cruddur/media/internal/photo"
	"github.com/cruddur/cruddur/media/internal/photo/icc/icctest"
)

func TestSizes(t *testing.T) {
	t.Parallel()
	avatar := photo.Plan{Widths: []int{64, 128, 256, 512}, AspectWidth: 1, AspectHeight: 1}
	banner := photo.Plan{Widths: []int{600, 1500}, AspectWidth: 3, AspectHeight: 1}
	tests := []struct {
		name string
		w, h int
		plan photo.Plan
		want string
	}{
		{"a photo", 3000, 2000, photoPlan, "320×213 640×427 1280×853 2048×1365"},
		{"a photo on end", 1000, 1500, photoPlan, "320×480 640×960 1000×1500"},
		{"exactly a width", 1280, 720, photoPlan, "320×180 640×360 1280×720"},
		{"never enlarged", 200, 100, photoPlan, "200×100"},
		{"one pixel", 1, 1, photoPlan, "1×1"},
		{"a line", 9000, 1, photoPlan, "320×1 640×1 1280×1 2048×1"},
		{"a pole", 2, 9000, photoPlan, "1×4500"},
		{"a tower", 1000, 16000, photoPlan, "320×5120 512×8192"},
		{"an avatar", 1000, 700, avatar, "64×64 128×128 256×256 512×512"},
		{"a small avatar", 300, 100, avatar, "64×64 100×100"},
		{"a tiny avatar", 1, 9, avatar, "1×1"},
		{"a banner", 2000, 1500, banner, "600×200 1500×500"},
		{"a narrow banner", 900, 3000, banner, "600×200 900×300"},
		{"a flat banner", 4000, 100, banner, "300×100"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			result := render(t, asPNG(t, image.NewGray(image.Rect(0, 0, test.w, test.h))), test.plan)
			var got []string
			for _, out := range result.Outputs {
				pixels(t, out)
				if out.Format == "jpeg" {
					got = append(got, fmt.Sprintf("%d×%d", out.Width, out.Height))
				}
			}
			if strings.Join(got, " ") != test.want || result.Width != test.w || result.Height != test.h {
				t.Errorf("got %v of %d×%d", got, result.Width, result.Height)
			}
			if photo.WritesWebP && len(result.Outputs) != 2*len(got) {
				t.Errorf("%d outputs", len(result.Outputs))
			}
		})
	}
}

// For each orientation, the quarters as stored that make red, green, blue and
// white when shown.
var stored = map[byte][4]color.NRGBA{
	1: {red, green, blue, white},
	2: {green, red, white, blue},
	3: {white, blue, green, red},
	4: {blue, white, red, green},
	5: {red, blue, green, white},
	6: {green, white, red, blue},
	7: {white, green, blue, red},
	8: {blue, red, white, green},
}

func TestOrientation(t *testing.T) {
	t.Parallel()
	for orientation, colours := range stored {
		for name, size := range map[string][2]int{"large": {1400, 900}, "small": {48, 32}, "odd": {1403, 901}} {
			t.Run(fmt.Sprintf("%d, %s", orientation, name), func(t *testing.T) {
				t.Parallel()
				w, h := size[0], size[1]
				if orientation >= 5 {
					w, h = h, w
				}
				img := quarters(w, h, colours)
				files := map[string][]byte{
					"JPEG": inJPEG(asJPEG(t, img), 0xe1, "Exif\x00\x00"+tiff(orientation)),
					"PNG":  inPNG(asPNG(t, img), "eXIf", tiff(orientation)),
				}
				for format, data := range files {
					result := render(t, data, photoPlan)
					if result.Width != size[0] || result.Height != size[1] {
						t.Errorf("%s is %d×%d when shown", format, result.Width, result.Height)
					}
					checkQuarters(t, result, four, 6)
				}
				square := render(t, files["JPEG"], photo.Plan{Widths: []int{64}, AspectWidth: 1, AspectHeight: 1})
				checkQuarters(t, square, four, 30) // small, so the quarters' edges reach into their middles
			})
		}
	}
}

func TestOrientationOfWebP(t *testing.T) {
	t.Parallel()
	data := inWebP(t, file(t, "lossless.webp"), "EXIF", tiff(6), 1<<3)
	result := render(t, data, photoPlan)
	if result.Width != 32 || result.Height != 48 {
		t.Errorf("it is %d×%d when shown", result.Width, result.Height)
	}
	checkQuarters(t, result, [4]color.NRGBA{blue, red, white, green}, 8)
}

func TestFormats(t *testing.T) {
	t.Parallel()
	grey := func(c color.NRGBA) color.NRGBA {
		y := color.GrayModel.Convert(c).(color.Gray).Y
		return color.NRGBA{y, y, y, 255}
	}
	greys := [4]color.NRGBA{grey(red), grey(green), grey(blue), white}
	deep := image.NewNRGBA64(image.Rect(0, 0, 700, 500))
	glass := quarters(700, 500, [4]color.NRGBA{red, green, blue, {}})
	half := quarters(700, 500, [4]color.NRGBA{red, green, blue, {0, 0, 0, 128}})
	for y := range 500 {
		for x := range 700 {
			deep.Set(x, y, quartersAt(x, y))
		}
	}
	tests := []struct {
		name     string
		data     []byte
		want     [4]color.NRGBA
		animated bool
	}{
		{"progressive JPEG", file(t, "progressive.jpg"), four, false},
		{"JPEG without subsampling", file(t, "444.jpg"), four, false},
		{"JPEG sampled across only", file(t, "422.jpg"), four, false},
		{"grey JPEG", file(t, "grey.jpg"), greys, false},
		{"JPEG in RGB", file(t, "rgb.jpg"), four, false},
		{"JPEG in CMYK", file(t, "cmyk.jpg"), four, false},
		{"JPEG in YCCK", file(t, "ycck.jpg"), four, false},
		{"16-bit PNG", asPNG(t, deep), four, false},
		{"PNG with a clear quarter", asPNG(t, glass), four, false},
		{"PNG with a shade", asPNG(t, half), [4]color.NRGBA{red, green, blue, {127, 127, 127, 255}}, false},
		{"animated PNG", file(t, "animated.png"), four, true},
		{"GIF", file(t, "animated.gif"), four, true},
		{"WebP", file(t, "lossy.webp"), four, false},
		{"lossless WebP", file(t, "lossless.webp"), four, false},
		{"WebP with a clear quarter", file(t, "alpha.webp"), four, false},
		{"animated WebP", file(t, "animated.webp"), four, true},
		{"animated WebP with a clear quarter", file(t, "animated-alpha.webp"), four, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			result := render(t, test.data, photoPlan)
			checkQuarters(t, result, test.want, 12)
			if result.Animated != test.animated {
				t.Errorf("animated: %v", result.Animated)
			}
			if len(result.Placeholder) < 5 {
				t.Error("no placeholder")
			}
		})
	}
}

func quartersAt(x, y int) color.NRGBA { return four[y*2/500*2+x*2/700] }

// A GIF's first frame may cover only a part of its screen.
func TestAFrameInACorner(t *testing.T) {
	t.Parallel()
	frame := image.NewPaletted(image.Rect(24, 0, 48, 16), color.Palette{green})
	var out bytes.Buffer
	err := gif.EncodeAll(&out, &gif.GIF{
		Image: []*image.Paletted{frame}, Delay: []int{0}, Config: image.Config{Width: 48, Height: 32},
	})
	if err != nil {
		t.Fatal(err)
	}
	checkQuarters(t, render(t, out.Bytes(), photoPlan), [4]color.NRGBA{white, green, white, white}, 10)
}

func TestColoursOfOtherProfiles(t *testing.T) {
	t.Parallel()
	in, out := color.NRGBA{200, 80, 60, 255}, color.NRGBA{216, 69, 51, 255}
	of := func(w, h int) image.Image { return quarters(w, h, [4]color.NRGBA{in, in, in, in}) }
	p3 := "ICC_PROFILE\x00\x01\x01" + icctest.DisplayP3()
	split := icctest.DisplayP3()
	first, second := "ICC_PROFILE\x00\x01\x02"+split[:100], "ICC_PROFILE\x00\x02\x02"+split[100:]
	webp := file(t, "lossless.webp")
	tests := map[string]struct {
		data []byte
		want color.NRGBA
	}{
		"JPEG":                   {inJPEG(asJPEG(t, of(900, 600)), 0xe2, p3), out},
		"small JPEG":             {inJPEG(asJPEG(t, of(90, 60)), 0xe2, p3), out},
		"JPEG in two parts":      {inJPEG(inJPEG(asJPEG(t, of(90, 60)), 0xe2, second), 0xe2, first), out},
		"JPEG with a part lost":  {inJPEG(asJPEG(t, of(90, 60)), 0xe2, first), in},
		"PNG":                    {inPNG(asPNG(t, of(90, 60)), "iCCP", iccp(icctest.DisplayP3())), out},
		"PNG in sRGB":            {inPNG(asPNG(t, of(90, 60)), "iCCP", iccp(icctest.SRGB())), in},
		"PNG with half a chunk":  {inPNG(asPNG(t, of(90, 60)), "iCCP", iccp(icctest.DisplayP3())[:40]), in},
		"JPEG with another kind": {inJPEG(asJPEG(t, of(90, 60)), 0xe2, strings.Replace(p3, "RGB ", "CMYK", 1)), in},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkQuarters(t, render(t, test.data, photoPlan), [4]color.NRGBA{test.want, test.want, test.want, test.want}, 3)
		})
	}
	t.Run("WebP", func(t *testing.T) {
		t.Parallel()
		result := render(t, inWebP(t, webp, "ICCP", icctest.DisplayP3(), 1<<5), photoPlan)
		checkQuarters(t, result, [4]color.NRGBA{{242, 0, 23, 255}, {0, 203, 13, 255}, {34, 61, 218, 255}, white}, 12)
	})
}

// Everything a camera might tell, and some that it shouldn't.
func TestNothingOfTheMetadataIsLeft(t *testing.T) {
	t.Parallel()
	img := quarters(700, 500, four)
	const secret = "SECRET-51.5007N"
	jpegs := asJPEG(t, img)
	for marker, body := range map[byte]string{
		0xe1: "Exif\x00\x00" + tiff(1) + secret, 0xe2: "ICC_PROFILE\x00\x01\x01" + icctest.DisplayP3() + secret,
		0xed: "Photoshop 3.0\x00" + secret, 0xfe: secret, 0xef: secret,
	} {
		jpegs = inJPEG(jpegs, marker, body)
	}
	jpegs = append(inJPEG(jpegs, 0xe1, "http://ns.adobe.com/xap/1.0/\x00"+secret), secret...)
	pngs := inPNG(inPNG(inPNG(asPNG(t, img), "eXIf", tiff(1)+secret), "tEXt", "Comment\x00"+secret), "iCCP", iccp(icctest.DisplayP3()+secret))
	webps := inWebP(t, file(t, "lossy.webp"), "EXIF", tiff(1)+secret, 1<<3)
	for name, data := range map[string][]byte{"JPEG": jpegs, "PNG": pngs, "WebP": webps} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !bytes.Contains(data, []byte(secret)) {
				t.Fatal("there is no secret to be lost")
			}
			for _, out := range render(t, data, photoPlan).Outputs {
				for _, word := range []string{"SECRET", "Exif", "EXIF", "ICC_PROFILE", "ICCP", "ns.adobe", "Photoshop", "VP8X"} {
					if bytes.Contains(out.Data, []byte(word)) {
						t.Errorf("%s of %d has %s", out.Format, out.Width, word)
					}
				}
				if out.Format == "jpeg" {
					checkSegments(t, out.Data)
				}
			}
		})
	}
}

// checkSegments lets only those pass that make the picture.
func checkSegments(t *testing.T, data []byte) {
	t.Helper()
	allowed := []byte{0xe0, 0xc0, 0xc4, 0xda, 0xdb}
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		if !slices.Contains(allowed, data[at+1]) {
			t.Errorf("a segment %x", data[at+1])
		}
		if data[at+1] == 0xda {
			return
		}
		at += 2 + int(data[at+2])<<8 + int(data[at+3])
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	whole := asJPEG(t, quarters(700, 500, four))
	tests := []struct {
		name string
		data []byte
		want error
	}{
		{"nothing", nil, photo.ErrEmpty},
		{"text", []byte("hello"), photo.ErrUnsupportedFormat},
		{"SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), photo.ErrUnsupportedFormat},
		{"HTML", []byte("<!doctype html><title>x</title>"), photo.ErrUnsupportedFormat},
		{"TIFF", []byte("II*\x00\x08\x00\x00\x00\x00\x00"), photo.ErrUnsupportedFormat},
		{"BMP", []byte("BM\x3a\x00\x00\x00"), photo.ErrUnsupportedFormat},
		{"HEIC", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), photo.ErrUnsupportedFormat},
		{"a sound in RIFF", []byte("RIFF\x24\x00\x00\x00WAVEfmt "), photo.ErrUnsupportedFormat},
		{"half a JPEG", whole[:len(whole)/2], photo.ErrBroken},
		{"a JPEG without its end", whole[:len(whole)-2], nil},
		{"half a PNG", asPNG(t, quarters(70, 50, four))[:100], photo.ErrBroken},
		{"half a GIF", file(t, "animated.gif")[:200], photo.ErrBroken},
		{"half a WebP", file(t, "lossy.webp")[:80], photo.ErrBroken},
		{"a JPEG of markers only", []byte("\xff\xd8\xff\xd9"), photo.ErrBroken},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := photo.Render(t.Context(), test.data, photoPlan)
			if !errors.Is(err, test.want) && (err != nil || test.want != nil) && test.name != "a JPEG without its end" {
				t.Errorf("got %v", err)
			}
			if refusal := (*photo.Refusal)(nil); err != nil && (!errors.As(err, &refusal) || refusal.Message == "") {
				t.Errorf("no reason is given: %v", err)
			}
		})
	}
}

func TestTheEndOfTheContext(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{
		"JPEG": asJPEG(t, quarters(1500, 1500, four)), "PNG": asPNG(t, quarters(1500, 1500, four)), "GIF": file(t, "animated.gif"),
		"WebP": file(t, "lossy.webp"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
			defer cancel()
			if _, err := photo.Render(late, data, photoPlan); !errors.Is(err, photo.ErrTooComplex) {
				t.Errorf("late: %v", err)
			}
			cancelled, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := photo.Render(cancelled, data, photoPlan); !errors.Is(err, context.Canceled) {
				t.Errorf("cancelled: %v", err)
			}
		})
	}
}
