//go:build bench

package photo

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/image/webp"

	"github.com/cruddur/cruddur/media/internal/photo/exif"
)

// TestBenchQuality compares the renditions of this pipeline and of sharp with
// what the picture would be if nothing were rounded or thrown away: the whole
// file decoded, and each channel resampled by Lanczos-3 in float64, as levels of
// sRGB, which is how both programs do it too.
func TestBenchQuality(t *testing.T) { //nolint:paralleltest // it needs a gigabyte
	dir := t.TempDir()
	photos := makePhotos(t, dir)
	fmt.Printf("| photo | rendition | SSIM of lightness | sharp's | SSIM of colours | sharp's | KB | sharp's |\n" +
		"| --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, name := range photoNames {
		cmd := exec.CommandContext(t.Context(), "node", "bench/sharp.cjs", photos[name], "keep", dir)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		data := readFile(t, photos[name])
		result, err := Render(t.Context(), data, benchPlan)
		if err != nil {
			t.Fatal(err)
		}
		source := sourceChannels(t, data)
		for _, ours := range result.Outputs {
			theirs := readFile(t, filepath.Join(dir, fmt.Sprintf("%d.%s", ours.Width, ours.Format)))
			a, b := channelsOf(t, ours.Data, ours.Format), channelsOf(t, theirs, ours.Format)
			var scores [2][channels]float64
			for c := range source {
				want := source[c].lanczos(ours.Width, ours.Height)
				scores[0][c], scores[1][c] = ssim(t, a[c], want), ssim(t, b[c], want)
			}
			fmt.Printf("| %s | %s %d | %.4f | %.4f | %.4f | %.4f | %d | %d |\n", name, ours.Format, ours.Width,
				scores[0][0], scores[1][0], colours(scores[0]), colours(scores[1]), len(ours.Data)>>10, len(theirs)>>10)
		}
	}
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// channels are lightness (Y), red, green and blue.
const channels = 4

func colours(scores [channels]float64) float64 { return (scores[1] + scores[2] + scores[3]) / 3 }

// channel is one of a picture's, in levels from 0 to 255.
type channel struct {
	level         []float64
	width, height int
}

// sourceChannels decodes a photo in 4:2:0 and turns it upright.
func sourceChannels(t *testing.T, data []byte) [channels]channel {
	t.Helper()
	h, err := inspect(data)
	if err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return ofPlanes(upright(img, h.Orientation).(*image.YCbCr))
}

// channelsOf decodes a rendition, whoever made it, in the same way.
func channelsOf(t *testing.T, data []byte, format string) [channels]channel {
	t.Helper()
	if format == "jpeg" {
		return sourceChannels(t, data)
	}
	img, err := webp.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	planes := img.(*image.YCbCr)
	expandRange(planes)
	return ofPlanes(planes)
}

func ofPlanes(img *image.YCbCr) [channels]channel {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	var out [channels]channel
	for c := range out {
		out[c] = channel{make([]float64, w*h), w, h}
	}
	for y := range h {
		for x := range w {
			luma := float64(img.Y[y*img.YStride+x])
			cb, cr := smooth(img.Cb, img.CStride, w, h, x, y)-128, smooth(img.Cr, img.CStride, w, h, x, y)-128
			for c, level := range [channels]float64{luma, luma + 1.402*cr, luma - 0.344136*cb - 0.714136*cr, luma + 1.772*cb} {
				out[c].level[y*w+x] = min(max(level, 0), 255)
			}
		}
	}
	return out
}

// smooth is a sample of a plane of half the size, interpolated between its four
// nearest.
func smooth(plane []uint8, stride, w, h, x, y int) float64 {
	cw, ch := (w+1)/2, (h+1)/2
	x0, y0 := x/2, y/2
	x1, y1 := min(max(x0+2*(x%2)-1, 0), cw-1), min(max(y0+2*(y%2)-1, 0), ch-1)
	at := func(x, y int) float64 { return float64(plane[y*stride+x]) }
	return (9*at(x0, y0) + 3*at(x1, y0) + 3*at(x0, y1) + at(x1, y1)) / 16
}

// lanczos shrinks along the rows, then along the columns.
func (c channel) lanczos(w, h int) channel { return c.alongRows(w).turned().alongRows(h).turned() }

func (c channel) alongRows(width int) channel {
	out := channel{make([]float64, width*c.height), width, c.height}
	ratio := float64(c.width) / float64(width)
	for x := range width {
		centre := (float64(x)+0.5)*ratio - 0.5
		first, last := max(int(math.Ceil(centre-3*ratio)), 0), min(int(math.Floor(centre+3*ratio)), c.width-1)
		weights, sum := make([]float64, last-first+1), 0.0
		for i := range weights {
			at := (float64(first+i) - centre) / ratio
			weights[i] = sinc(at) * sinc(at/3)
			sum += weights[i]
		}
		for y := range c.height {
			var level float64
			for i, v := range c.level[y*c.width+first : y*c.width+last+1] {
				level += v * weights[i]
			}
			out.level[y*width+x] = level / sum
		}
	}
	return out
}

func (c channel) turned() channel {
	out := channel{make([]float64, len(c.level)), c.height, c.width}
	path := exif.Orientation(5).From(out.width, out.height, c.width)
	for i := range out.level {
		out.level[i] = c.level[path.At(i%out.width, i/out.width)]
	}
	return out
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// ssim is the mean structural similarity of two channels as Wang et al. define
// it: windows of 11 by 11, Gaussian with σ = 1.5, wholly inside the picture.
func ssim(t *testing.T, got, want channel) float64 {
	t.Helper()
	if got.width != want.width || got.height != want.height {
		t.Fatalf("%d×%d beside %d×%d", got.width, got.height, want.width, want.height)
	}
	const c1, c2 = (0.01 * 255) * (0.01 * 255), (0.03 * 255) * (0.03 * 255)
	product := func(a, b channel) channel {
		out := channel{make([]float64, len(a.level)), a.width, a.height}
		for i := range out.level {
			out.level[i] = a.level[i] * b.level[i]
		}
		return out.blurred()
	}
	x, y := got.blurred(), want.blurred()
	xx, yy, xy := product(got, got), product(want, want), product(got, want)
	var sum float64
	for i := range x.level {
		mx, my := x.level[i], y.level[i]
		vx, vy, both := xx.level[i]-mx*mx, yy.level[i]-my*my, xy.level[i]-mx*my
		sum += (2*mx*my + c1) * (2*both + c2) / ((mx*mx + my*my + c1) * (vx + vy + c2))
	}
	return sum / float64(len(x.level))
}

func (c channel) blurred() channel { return c.blurredRows().turned().blurredRows().turned() }

func (c channel) blurredRows() channel {
	const size = 11
	var weights [size]float64
	var sum float64
	for i := range weights {
		at := float64(i - size/2)
		weights[i] = math.Exp(-at * at / (2 * 1.5 * 1.5))
		sum += weights[i]
	}
	out := channel{width: c.width - size + 1, height: c.height}
	out.level = make([]float64, out.width*out.height)
	for y := range out.height {
		row := c.level[y*c.width : (y+1)*c.width]
		for x := range out.width {
			var level float64
			for i, w := range weights {
				level += w * row[x+i]
			}
			out.level[y*out.width+x] = level / sum
		}
	}
	return out
}
