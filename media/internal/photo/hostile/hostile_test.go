package hostile_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cruddur/cruddur/media/internal/photo"
	"github.com/cruddur/cruddur/media/internal/photo/hostile"
)

// What one file may take of a Lambda.
const (
	mostMemory = 256 << 20
	mostCPU    = 2 * time.Second
	fewest     = 500
)

// report is what the child tells of one file. One without Done is being tried.
type report struct {
	Name   string
	Wants  []string
	Done   bool
	Code   string // of the refusal, "" if there was none
	Words  bool
	Fault  string // an error that is no refusal
	CPU    time.Duration
	Memory int64
}

const childVariable = "CRUDDUR_HOSTILE_CHILD"

// The files are opened in a process of its own: what they are meant to do to it
// can't be caught from inside.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	if os.Getenv(childVariable) != "" {
		t.Skip("this is the child")
	}
	if raceDetector {
		t.Skip("the race detector takes more memory and time than all these files")
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChild$", "-test.v", "-test.timeout=20m")
	child.Env = append(os.Environ(), childVariable+"=1")
	var stderr bytes.Buffer
	child.Stderr = &stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	files, last, worst := 0, report{}, report{}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if !strings.HasPrefix(lines.Text(), "{") || json.Unmarshal(lines.Bytes(), &last) != nil || !last.Done {
			continue
		}
		files++
		check(t, last)
		worst.CPU, worst.Memory = max(worst.CPU, last.CPU), max(worst.Memory, last.Memory)
	}
	if err := child.Wait(); err != nil {
		t.Errorf("the process died at %q: %v\n%.2000s", last.Name, err, stderr.String())
	}
	if files < fewest {
		t.Errorf("only %d files", files)
	}
	t.Logf("engine %s: %d files, at most %s and %d MB", photo.Engine, files, worst.CPU, worst.Memory>>20)
}

func check(t *testing.T, r report) {
	t.Helper()
	if len(r.Wants) > 0 && !slices.Contains(r.Wants, r.Code) {
		t.Errorf("%s: refused as %q, not %q", r.Name, r.Code, r.Wants)
	}
	if r.Fault != "" || r.Code != "" && !r.Words {
		t.Errorf("%s: no reason to show: %s", r.Name, r.Fault)
	}
	if r.CPU > mostCPU || r.Memory > mostMemory {
		t.Errorf("%s: took %s and %d MB", r.Name, r.CPU, r.Memory>>20)
	}
}

func TestChild(t *testing.T) {
	if os.Getenv(childVariable) == "" {
		t.Skip("only for TestHostileFiles")
	}
	photo.SaveMemory() // as the Lambda does
	tell := json.NewEncoder(os.Stdout)
	plans := []photo.Plan{{Widths: []int{320, 640, 1280, 2048}}, {Widths: []int{64, 512}, AspectWidth: 1, AspectHeight: 1}}
	i := 0
	for file := range hostile.Corpus(bases(t)) {
		i++
		fmt.Println() // whatever the test's own output left on the line
		for _, r := range []func() report{
			func() report { return report{Name: file.Name} },
			func() report { return try(t.Context(), file, plans[i%2]) },
		} {
			if err := tell.Encode(r()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func try(ctx context.Context, file hostile.File, plan photo.Plan) report {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // begin the peak anew
	before := cpu()
	_, err := photo.Render(ctx, file.Data, plan)
	r := report{Name: file.Name, Wants: file.Wants, Done: true, CPU: cpu() - before, Memory: peak()}
	refusal := (*photo.Refusal)(nil)
	switch {
	case errors.As(err, &refusal):
		r.Code, r.Words = refusal.Code, refusal.Message != ""
	case err != nil:
		r.Fault = err.Error()
	}
	return r
}

func cpu() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// peak is the most memory since it was begun anew, 0 where nothing tells.
func peak() int64 {
	status, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	var kilobytes int64
	_, _ = fmt.Sscan(string(rest), &kilobytes)
	return kilobytes << 10
}

// bases are the given pictures, and larger ones of noise, which can be cut at
// many places.
func bases(t *testing.T) []hostile.Base {
	t.Helper()
	var list []hostile.Base
	names, _ := filepath.Glob("../testdata/*")
	for _, name := range names {
		if filepath.Ext(name) == ".py" {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, hostile.Base{Name: filepath.Base(name), Data: data})
	}
	noise := image.NewNRGBA(image.Rect(0, 0, 300, 200))
	source := rand.New(rand.NewPCG(1, 2))
	for i := range noise.Pix {
		noise.Pix[i] = uint8(source.Uint32()) | 1
	}
	var asJPEG, asPNG, asGIF bytes.Buffer
	if err := errors.Join(
		jpeg.Encode(&asJPEG, noise, &jpeg.Options{Quality: 70}),
		png.Encode(&asPNG, noise),
		gif.Encode(&asGIF, noise, &gif.Options{NumColors: len(palette.Plan9)}),
	); err != nil {
		t.Fatal(err)
	}
	return append(list,
		hostile.Base{Name: "noise.jpg", Data: asJPEG.Bytes()},
		hostile.Base{Name: "noise.png", Data: asPNG.Bytes()},
		hostile.Base{Name: "noise.gif", Data: asGIF.Bytes()})
}
