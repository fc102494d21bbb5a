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
	"testing"
	"time"

	"github.com/disintegration/imaging"
)

// benchVariable names a folder in which npm has installed sharp; childVariable
// says what a child is to do.
const (
	benchVariable = "CRUDDUR_BENCH"
	childVariable = "CRUDDUR_BENCH_CHILD"
	rounds        = 5
	again         = 4
	// peakLabel stands before a process's own peak in /proc/self/status.
	peakLabel = "VmHWM:"
)

var photoNames = []string{"12 MP", "24 MP", "12 MP progressive", "12 MP rotated"}

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
	fmt.Printf("| photo | job | CPU ms | sharp's | ratio | start and first, ms | sharp's | ratio | "+
		"peak MB, one photo | sharp's | ratio | peak MB, five | sharp's | ratio |\n|%s\n", strings.Repeat(" --- |", 14))
	for _, name := range photoNames {
		for _, mode := range []string{"jpeg", "chain", "webp"} {
			compare(t, name, photos[name], mode)
		}
	}
}

// cost is what a run took: a photo once warm, starting and the first photo, and
// the most memory with one photo and with some more.
type cost struct {
	warm, first     time.Duration
	memory, longRun int64 // in KB
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
	fmt.Printf("| %s | %s |", name, mode)
	for _, of := range []func(cost) int64{
		func(c cost) int64 { return c.warm.Milliseconds() }, func(c cost) int64 { return c.first.Milliseconds() },
		func(c cost) int64 { return c.memory >> 10 }, func(c cost) int64 { return c.longRun >> 10 },
	} {
		a, b := median(ours, of), median(theirs, of)
		fmt.Printf(" %d | %d | %.2f |", a, b, float64(a)/float64(b))
	}
	fmt.Println()
}

// measure runs a child once for one photo and once for some more; what the
// second took longer is the price of a photo without starting.
func measure(t *testing.T, command func(n int) *exec.Cmd) cost {
	t.Helper()
	run := func(n int) (cpu, wall time.Duration, memory int64) {
		cmd := command(n)
		begin := time.Now()
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), time.Since(begin), peak(t, string(out))
	}
	one, first, memory := run(1)
	more, _, longRun := run(1 + again)
	return cost{(more - one) / again, first, memory, longRun}
}

// peak finds what a child told of itself. What the kernel tells of a child that
// has ended won't do: it begins with the peak of the process that started it.
func peak(t *testing.T, output string) int64 {
	t.Helper()
	_, rest, _ := strings.Cut(output, peakLabel)
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		t.Fatalf("no peak of memory in %q", output)
	}
	kb, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return kb
}

func median(costs []cost, of func(cost) int64) int64 {
	values := make([]int64, 0, len(costs))
	for _, c := range costs {
		values = append(values, of(c))
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// makePhotos leaves the work to a child, so that this process stays small.
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
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), peakLabel)
	line, _, _ := strings.Cut(rest, "\n")
	fmt.Println(peakLabel, line)
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
