//go:build bench

package photo

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/disintegration/imaging"
)

// benchVariable names a folder in which npm has installed sharp; childVariable
// says what a child is to do.
const (
	benchVariable = "CRUDDUR_BENCH"
	childVariable = "CRUDDUR_BENCH_CHILD"
	rounds        = 3
	again         = 4
)

var benchPlan = Plan{Widths: []int{320, 640, 1280, 2048}}

// TestBench compares this pipeline with sharp, each in processes of its own, by
// turns. It prints a table for docs/performance.md and judges nothing: figures
// depend on the machine. Run it with make bench-pictures.
func TestBench(t *testing.T) { //nolint:paralleltest // it wants the machine to itself
	folder := os.Getenv(benchVariable)
	if folder == "" {
		t.Fatalf("%s is not set: run this with make bench-pictures", benchVariable)
	}
	photos := makePhotos(t, t.TempDir())
	fmt.Printf("| photo | job | CPU ms | sharp's | ratio | peak memory | start and first |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	for _, name := range []string{"12 MP", "24 MP", "12 MP progressive", "12 MP rotated"} {
		for _, mode := range []string{"jpeg", "chain", "webp"} {
			compare(t, name, photos[name], mode)
		}
	}
}

// cost is what a run took: of one photo once warm, and from the start.
type cost struct {
	warm, first time.Duration
	memory      int64
}

func compare(t *testing.T, name, file, mode string) {
	t.Helper()
	ours, theirs := make([]cost, 0, rounds), make([]cost, 0, rounds)
	for range rounds {
		ours = append(ours, measure(t, func(n int) *exec.Cmd {
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestBenchChild$")
			cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s|%s|%d", childVariable, file, mode, n))
			return cmd
		}))
		theirs = append(theirs, measure(t, func(n int) *exec.Cmd {
			return exec.CommandContext(t.Context(), "node", "bench/sharp.cjs", file, mode, strconv.Itoa(n))
		}))
	}
	a, b := median(ours), median(theirs)
	fmt.Printf("| %s | %s | %d | %d | %.2f | %.2f | %.2f |\n", name, mode, a.warm.Milliseconds(), b.warm.Milliseconds(),
		float64(a.warm)/float64(b.warm), float64(a.memory)/float64(b.memory), float64(a.first)/float64(b.first))
}

// measure runs a child once for one photo and once for some more; what the
// second took longer is the price of a photo without starting.
func measure(t *testing.T, command func(n int) *exec.Cmd) cost {
	t.Helper()
	run := func(n int) (cpu, wall time.Duration, memory int64) {
		cmd := command(n)
		begin := time.Now()
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), time.Since(begin), usage.Maxrss
	}
	one, first, _ := run(1)
	more, _, memory := run(1 + again)
	return cost{(more - one) / again, first, memory}
}

func median(costs []cost) cost {
	middle := func(of func(cost) int64) int64 {
		values := make([]int64, 0, len(costs))
		for _, c := range costs {
			values = append(values, of(c))
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return cost{
		time.Duration(middle(func(c cost) int64 { return int64(c.warm) })),
		time.Duration(middle(func(c cost) int64 { return int64(c.first) })),
		middle(func(c cost) int64 { return c.memory }),
	}
}

// makePhotos leaves the work to a child: what a process has used is what its
// own children's peak memory begins with.
func makePhotos(t *testing.T, dir string) map[string]string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestBenchChild$")
	cmd.Env = append(os.Environ(), childVariable+"="+dir+"|photos|0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	progressive := filepath.Join(dir, "progressive.jpg")
	cmd = exec.CommandContext(t.Context(), "node", "bench/sharp.cjs", progressive, "progressive")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return map[string]string{
		"12 MP": filepath.Join(dir, "12.jpg"), "24 MP": filepath.Join(dir, "24.jpg"),
		"12 MP progressive": progressive, "12 MP rotated": filepath.Join(dir, "rotated.jpg"),
	}
}

// TestBenchChild does the work of the pipeline, but in one format only, because
// sharp is measured so.
func TestBenchChild(t *testing.T) { //nolint:paralleltest // a process of its own
	job := os.Getenv(childVariable)
	if job == "" {
		t.Skip("only for TestBench")
	}
	SaveMemory()
	parts := strings.Split(job, "|")
	if parts[1] == "photos" {
		writePhotos(t, parts[0])
		return
	}
	data, err := os.ReadFile(parts[0])
	if err != nil {
		t.Fatal(err)
	}
	times, _ := strconv.Atoi(parts[2])
	encode := encodeJPEG
	if parts[1] == "webp" {
		encode = encodeWebP
	}
	for range times {
		if err := renderOnce(t.Context(), data, encode); err != nil {
			t.Fatal(err)
		}
	}
}

func renderOnce(ctx context.Context, data []byte, encode func(context.Context, image.Image) ([]byte, error)) error {
	h, err := inspect(data)
	if err != nil {
		return err
	}
	width, height := h.Width, h.Height
	if h.Orientation.SwapsSides() {
		width, height = height, width
	}
	sizes, whole := benchPlan.sizes(width, height)
	img, err := prepare(ctx, data, h, whole)
	if err != nil {
		return err
	}
	for _, s := range sizes {
		img = shrink(img, s)
		if _, err := encode(ctx, img); err != nil {
			return err
		}
	}
	return nil
}

// writePhotos makes photos with about as much in them as a camera's.
func writePhotos(t *testing.T, dir string) {
	t.Helper()
	small, large := synthesise(t, 4000, 3000), synthesise(t, 6000, 4000)
	const exif = "\xff\xe1\x00\x22Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"
	for name, data := range map[string][]byte{
		"12.jpg": small, "24.jpg": large, "progressive.jpg": small,
		"rotated.jpg": slices.Concat(small[:2], []byte(exif), small[2:]),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// synthesise adds up noise of many scales, the finer the fainter, as in scenes,
// and grain.
func synthesise(t *testing.T, w, h int) []byte {
	t.Helper()
	source := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	sum := image.NewNRGBA(image.Rect(0, 0, w, h))
	weight := 0.45
	for cells := 4; cells <= 1024; cells *= 4 {
		layer := image.NewNRGBA(image.Rect(0, 0, cells, cells*h/w+1))
		for i := range layer.Pix {
			layer.Pix[i] = uint8(source.Uint32()) | uint8(i%4/3*255)
		}
		sum = imaging.Overlay(sum, imaging.Resize(layer, w, h, imaging.CatmullRom), image.Point{}, weight)
		weight *= 0.75
	}
	for i := range sum.Pix {
		sum.Pix[i] = uint8(min(max(int(sum.Pix[i])+int(source.NormFloat64()*4), 0), 255))
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, sum, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
