package photo_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"testing"

	"golang.org/x/image/webp"

	"github.com/cruddur/cruddur/media/internal/photo"
)

// The colours of a test picture's quarters, from the left above, row by row.
var (
	red   = color.NRGBA{220, 30, 40, 255}
	green = color.NRGBA{30, 200, 60, 255}
	blue  = color.NRGBA{40, 60, 210, 255}
	white = color.NRGBA{255, 255, 255, 255}
	four  = [4]color.NRGBA{red, green, blue, white}
)

// quarters is a picture of four colours.
func quarters(w, h int, colours [4]color.NRGBA) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, colours[y*2/h*2+x*2/w])
		}
	}
	return img
}

func asJPEG(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 95}); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

func asPNG(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

func file(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// inJPEG puts a segment behind the first marker.
func inJPEG(data []byte, marker byte, body string) []byte {
	segment := append([]byte{0xff, marker}, binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))...)
	return bytes.Join([][]byte{data[:2], segment, []byte(body), data[2:]}, nil)
}

// inPNG puts a chunk behind the header's.
func inPNG(data []byte, kind, body string) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	chunk = append(chunk, kind+body...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return bytes.Join([][]byte{data[:33], chunk, data[33:]}, nil)
}

// inWebP makes a plain WebP an extended one with a chunk more.
func inWebP(tb testing.TB, data []byte, kind, body string, flag byte) []byte {
	tb.Helper()
	config, err := webp.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		tb.Fatal(err)
	}
	w, h := config.Width-1, config.Height-1
	head := []byte{flag, 0, 0, 0, byte(w), byte(w >> 8), 0, byte(h), byte(h >> 8), 0}
	out := append([]byte("RIFF\x00\x00\x00\x00WEBP"), riffChunk("VP8X", string(head))...)
	before, after := "", riffChunk(kind, body)
	if kind == "ICCP" { // goes before the picture, EXIF behind it
		before, after = after, before
	}
	out = append(out, before...)
	out = append(out, data[12:]...)
	out = append(out, after...)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

func riffChunk(kind, body string) string {
	chunk := kind + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body
	if len(body)%2 == 1 {
		chunk += "\x00"
	}
	return chunk
}

// tiff is EXIF data with an orientation.
func tiff(orientation byte) string {
	return "II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00" + string([]byte{orientation}) + "\x00\x00\x00\x00\x00\x00\x00"
}

var photoPlan = photo.Plan{Widths: []int{320, 640, 1280, 2048}}

func render(tb testing.TB, data []byte, plan photo.Plan) photo.Result {
	tb.Helper()
	result, err := photo.Render(tb.Context(), data, plan)
	if err != nil {
		tb.Fatal(err)
	}
	return result
}

// pixels decodes a rendition, independently of the code under test.
func pixels(tb testing.TB, out photo.Output) image.Image {
	tb.Helper()
	var img image.Image
	var err error
	if out.Format == "webp" {
		img, err = webp.Decode(bytes.NewReader(out.Data))
	} else {
		img, err = jpeg.Decode(bytes.NewReader(out.Data))
	}
	if err != nil {
		tb.Fatalf("%s: %v", out.Format, err)
	}
	if got := img.Bounds(); got.Dx() != out.Width || got.Dy() != out.Height {
		tb.Errorf("%s is %v, not %d×%d", out.Format, got, out.Width, out.Height)
	}
	return img
}

// at is a colour of a rendition. Go reads WebP's video range as if it were full
// range; here that is undone.
func at(img image.Image, format string, x, y int) color.NRGBA {
	if planes, ok := img.(*image.YCbCr); ok && format == "webp" {
		c := planes.YCbCrAt(x, y)
		span := func(v uint8, base, centre, width float64) uint8 {
			return uint8(min(max((float64(v)-base)*255/width+centre+0.5, 0), 255))
		}
		r, g, b := color.YCbCrToRGB(span(c.Y, 16, 0, 219), span(c.Cb, 128, 128, 224), span(c.Cr, 128, 128, 224))
		return color.NRGBA{r, g, b, 255}
	}
	return color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
}

func near(a, b color.NRGBA, tolerance int) bool {
	off := func(x, y uint8) bool { return max(x, y)-min(x, y) > uint8(tolerance) }
	return !off(a.R, b.R) && !off(a.G, b.G) && !off(a.B, b.B) && a.A == b.A
}

// checkQuarters looks into the middle of each quarter of every rendition.
func checkQuarters(tb testing.TB, result photo.Result, want [4]color.NRGBA, tolerance int) {
	tb.Helper()
	for _, out := range result.Outputs {
		img := pixels(tb, out)
		for i, colour := range want {
			x, y := (1+2*(i%2))*out.Width/4, (1+2*(i/2))*out.Height/4
			if got := at(img, out.Format, x, y); !near(got, colour, tolerance) {
				tb.Errorf("%s of %d: quarter %d is %v, not %v", out.Format, out.Width, i, got, colour)
			}
		}
	}
}

// iccp is the body of a PNG's chunk with a profile.
func iccp(profile string) string {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, _ = w.Write([]byte(profile))
	_ = w.Close()
	return "a name\x00\x00" + packed.String()
}
