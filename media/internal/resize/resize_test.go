package resize_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/media/internal/awstest"
	"github.com/cruddur/cruddur/media/internal/objects"
	"github.com/cruddur/cruddur/media/internal/objects/objectstest"
	"github.com/cruddur/cruddur/media/internal/photo"
	"github.com/cruddur/cruddur/media/internal/resize"
	"github.com/cruddur/cruddur/media/internal/upload"
)

func TestMain(m *testing.M) { os.Exit(awstest.Run(m)) }

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// store is all of a bucket that these tests need.
type store = objectstest.Bucket

func newResizer(uploads, media store) *resize.Resizer {
	return &resize.Resizer{
		Observed: resize.NewObserved(),
		Uploads:  uploads, Media: media, Render: photo.Render, Patience: time.Minute,
		Now: func() time.Time { return noon },
	}
}

func incoming(purpose upload.Purpose) upload.Incoming {
	return upload.Incoming{Purpose: purpose, Owner: uuid.New(), ID: uuid.New()}
}

func send(t *testing.T, uploads store, in upload.Incoming, data []byte) {
	t.Helper()
	if err := uploads.Put(t.Context(), in.Key(), resize.Object{Data: data}); err != nil {
		t.Fatal(err)
	}
}

func picture(w, h int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), 90, 255})
		}
	}
	var out bytes.Buffer
	_ = jpeg.Encode(&out, img, nil)
	return out.Bytes()
}

// suite is what must hold with the buckets in memory and with real ones.
func suite(t *testing.T, open func(t *testing.T) store) {
	t.Helper()
	tests := []struct {
		purpose upload.Purpose
		folder  string
		widths  []int
		heights []int
	}{
		{upload.Photo, "media/photos/", []int{320, 640, 900}, []int{213, 427, 600}},
		{upload.Message, "media/photos/", []int{320, 640, 900}, []int{213, 427, 600}},
		{upload.Avatar, "media/public/", []int{64, 128, 256, 512}, []int{64, 128, 256, 512}},
		{upload.Banner, "media/public/", []int{600, 900}, []int{200, 300}},
	}
	for _, test := range tests {
		t.Run(string(test.purpose), func(t *testing.T) {
			t.Parallel()
			uploads, media, in := open(t), open(t), incoming(test.purpose)
			send(t, uploads, in, picture(900, 600))
			for range 2 { // the second event changes nothing
				if err := newResizer(uploads, media).Resize(t.Context(), in.Key()); err != nil {
					t.Fatal(err)
				}
			}
			m, err := media.Manifest(t.Context(), in.ID)
			if err != nil || m.State != upload.Ready || m.Owner != in.Owner || m.Purpose != in.Purpose {
				t.Fatalf("%+v, %v", m, err)
			}
			if _, err := uploads.Head(t.Context(), in.Key()); !errors.Is(err, resize.ErrNoObject) {
				t.Errorf("the uploaded file is still there: %v", err)
			}
			checkRenditions(t, media, m, test.folder, test.widths, test.heights)
		})
	}
	t.Run("refused", func(t *testing.T) { testRefused(t, open) })
}

func checkRenditions(t *testing.T, media store, m upload.Manifest, folder string, widths, heights []int) {
	t.Helper()
	if m.Picture.Width != 900 || m.Picture.Height != 600 || m.Picture.Placeholder == "" {
		t.Errorf("%+v", m.Picture)
	}
	formats := []upload.Format{upload.JPEG}
	if photo.WritesWebP {
		formats = append(formats, upload.WebP)
	}
	rest := m.Picture.Renditions
	for _, format := range formats {
		for i, width := range widths {
			if len(rest) == 0 {
				t.Fatal("renditions are missing")
			}
			r := rest[0]
			rest = rest[1:]
			if r.Format != format || r.Width != width || r.Height != heights[i] {
				t.Errorf("got %+v, want %s %d×%d", r, format, width, heights[i])
			}
			data, err := media.Get(t.Context(), r.Key, "", 1<<20)
			if err != nil || int64(len(data)) != r.Bytes || !strings.HasPrefix(r.Key, folder+m.ID.String()) {
				t.Errorf("%s: %d bytes, %v", r.Key, len(data), err)
			}
		}
	}
	if len(rest) > 0 {
		t.Errorf("more than was asked for: %+v", rest)
	}
}

func testRefused(t *testing.T, open func(t *testing.T) store) {
	t.Helper()
	tests := map[string]struct {
		data []byte
		code string
	}{
		"empty":     {nil, "empty"},
		"too large": {make([]byte, upload.MaxProfileBytes+1), "too_large"},
		"HTML":      {[]byte("<!doctype html><script>alert(1)</script>"), "unsupported_format"},
		"SVG":       {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "unsupported_format"},
		"half":      {picture(900, 600)[:4000], "broken"},
		"in JPEG's clothes": {
			[]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00<script>alert(1)</script>"), "broken",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			uploads, media, in := open(t), open(t), incoming(upload.Avatar)
			send(t, uploads, in, test.data)
			for range 2 {
				if err := newResizer(uploads, media).Resize(t.Context(), in.Key()); err != nil {
					t.Fatalf("it would be tried again: %v", err)
				}
			}
			m, err := media.Manifest(t.Context(), in.ID)
			if err != nil || m.State != upload.Refused || m.Refusal.Code != test.code || m.Refusal.Message == "" {
				t.Errorf("%+v, %v", m, err)
			}
			if _, err := uploads.Head(t.Context(), in.Key()); !errors.Is(err, resize.ErrNoObject) {
				t.Errorf("the refused file is still there: %v", err)
			}
		})
	}
}

func TestResize(t *testing.T) {
	t.Parallel()
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		suite(t, func(*testing.T) store { return objectstest.New() })
	})
	t.Run("emulator", func(t *testing.T) {
		t.Parallel()
		suite(t, func(t *testing.T) store {
			t.Helper()
			return objects.NewBucket(awstest.S3(t), awstest.NewBucket(t))
		})
	})
}

// Every call of a run goes wrong once, in both ways; the next event repairs it.
func TestEveryStepMayFail(t *testing.T) {
	t.Parallel()
	in := incoming(upload.Avatar)
	for _, data := range [][]byte{picture(300, 200), []byte("not a picture")} {
		want, calls := run(t, in, data, func(int) objectstest.Fault { return objectstest.None })
		if calls < 5 {
			t.Fatalf("only %d calls", calls)
		}
		for step := range calls {
			for _, fault := range []objectstest.Fault{objectstest.Failed, objectstest.TookEffect} {
				got, _ := run(t, in, data, func(call int) objectstest.Fault {
					if call == step {
						return fault
					}
					return objectstest.None
				})
				if !maps.EqualFunc(got, want, func(a, b resize.Object) bool { return bytes.Equal(a.Data, b.Data) }) {
					t.Errorf("after call %d of %d went wrong (%d): %v, not %v", step, calls, fault,
						slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
				}
			}
		}
	}
}

// run sends a file and lets it be resized until that succeeds. It returns what
// is in both buckets then, and how many calls there were.
func run(t *testing.T, in upload.Incoming, data []byte, inject func(call int) objectstest.Fault) (left map[string]resize.Object, calls int) {
	t.Helper()
	uploads, media := objectstest.New(), objectstest.New()
	send(t, uploads, in, data)
	count := func(string, string) objectstest.Fault {
		calls++
		return inject(calls - 1)
	}
	uploads.Inject, media.Inject = count, count
	resizer := newResizer(uploads, media)
	for range 2 {
		if err := resizer.Resize(t.Context(), in.Key()); err == nil {
			left = media.Objects()
			maps.Copy(left, uploads.Objects())
			return left, calls
		} else if !errors.Is(err, objectstest.ErrInjected) {
			t.Fatal(err)
		}
	}
	t.Fatal("the second try failed too")
	return nil, 0
}

func TestAFileThatIsSentAgainDoesntReplaceThePicture(t *testing.T) {
	t.Parallel()
	uploads, media, in := objectstest.New(), objectstest.New(), incoming(upload.Photo)
	send(t, uploads, in, picture(400, 300))
	resizer := newResizer(uploads, media)
	if err := resizer.Resize(t.Context(), in.Key()); err != nil {
		t.Fatal(err)
	}
	before := media.Objects()
	send(t, uploads, in, picture(500, 300))
	if err := resizer.Resize(t.Context(), in.Key()); err != nil {
		t.Fatal(err)
	}
	if len(media.Objects()) != len(before) || len(uploads.Objects()) != 0 {
		t.Errorf("%d objects, then %d; %d left", len(before), len(media.Objects()), len(uploads.Objects()))
	}
}

func TestAFileThatIsReplacedWhileItIsReadIsLeftToItsOwnEvent(t *testing.T) {
	t.Parallel()
	uploads, media, in := objectstest.New(), objectstest.New(), incoming(upload.Photo)
	send(t, uploads, in, picture(400, 300))
	uploads.Inject = func(call, _ string) objectstest.Fault {
		if call == "get" {
			uploads.Inject = nil
			send(t, uploads, in, picture(500, 300))
		}
		return objectstest.None
	}
	if err := newResizer(uploads, media).Resize(t.Context(), in.Key()); err != nil {
		t.Fatal(err)
	}
	if len(media.Objects()) != 0 || len(uploads.Objects()) != 1 {
		t.Errorf("%d made, %d left", len(media.Objects()), len(uploads.Objects()))
	}
}

func TestOurOwnEndIsNotThePicturesFault(t *testing.T) {
	t.Parallel()
	uploads, media, in := objectstest.New(), objectstest.New(), incoming(upload.Photo)
	send(t, uploads, in, picture(400, 300))
	resizer := newResizer(uploads, media)
	ctx, cancel := context.WithCancel(t.Context())
	resizer.Render = func(context.Context, []byte, photo.Plan) (photo.Result, error) {
		cancel()
		return photo.Result{}, photo.ErrTooComplex
	}
	if err := resizer.Resize(ctx, in.Key()); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if len(media.Objects()) != 0 || len(uploads.Objects()) != 1 {
		t.Error("something was decided")
	}
	resizer.Render = func(ctx context.Context, data []byte, plan photo.Plan) (photo.Result, error) {
		<-ctx.Done()
		return photo.Render(ctx, data, plan)
	}
	resizer.Patience = time.Millisecond
	if err := resizer.Resize(t.Context(), in.Key()); err != nil {
		t.Error(err)
	}
	if m, err := media.Manifest(t.Context(), in.ID); err != nil || m.Refusal == nil || m.Refusal.Code != "too_complex" {
		t.Errorf("%+v, %v", m, err)
	}
}

func event(names ...string) events.S3Event {
	var e events.S3Event
	for i := 0; i < len(names); i += 2 {
		record := events.S3EventRecord{EventName: names[i]}
		record.S3.Object.URLDecodedKey = names[i+1]
		e.Records = append(e.Records, record)
	}
	return e
}

func TestEveryRecordOfAnEventIsHandled(t *testing.T) {
	t.Parallel()
	uploads, media := objectstest.New(), objectstest.New()
	first, second, third := incoming(upload.Avatar), incoming(upload.Avatar), incoming(upload.Avatar)
	for _, in := range []upload.Incoming{first, second, third} {
		send(t, uploads, in, picture(100, 100))
	}
	uploads.Inject = func(_, key string) objectstest.Fault {
		if key == second.Key() {
			return objectstest.Failed
		}
		return objectstest.None
	}
	resizer := newResizer(uploads, media)
	all := event(
		"ObjectCreated:Post", first.Key(), "ObjectCreated:Post", "elsewhere/x", "ObjectRemoved:Delete", third.Key(),
		"ObjectCreated:Post", second.Key(), "ObjectCreated:Put", third.Key(),
	)
	if err := resizer.HandleEvent(t.Context(), all); !errors.Is(err, objectstest.ErrInjected) {
		t.Errorf("got %v", err)
	}
	for in, want := range map[upload.Incoming]bool{first: true, second: false, third: true} {
		if _, err := media.Manifest(t.Context(), in.ID); (err == nil) != want {
			t.Errorf("%s: %v", in.ID, err)
		}
	}
	uploads.Inject = nil
	if err := resizer.HandleEvent(t.Context(), all); err != nil {
		t.Error(err)
	}
	if len(uploads.Objects()) != 0 {
		t.Errorf("%d files are left", len(uploads.Objects()))
	}
}
