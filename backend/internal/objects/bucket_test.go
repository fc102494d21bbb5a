package objects_test

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/awstest"
	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/objects"
	"github.com/cruddur/cruddur/backend/internal/objects/objectstest"
	"github.com/cruddur/cruddur/platform/fault"
)

func TestMain(m *testing.M) { os.Exit(awstest.Run(m)) }

// opened is an empty bucket, and how to write to it.
type opened struct {
	*objects.Bucket

	put objectstest.Put
}

// What S3 does is asked of the emulator, and of the memory that stands for it in
// other tests: the two have to agree.
func TestBucket(t *testing.T) {
	t.Parallel()
	suite := map[string]func(*testing.T, opened){
		"uploads": testUploads, "delete": testDelete, "lists": testLists, "files": testHasFiles,
	}
	for name, test := range suite {
		t.Run("memory/"+name, func(t *testing.T) {
			t.Parallel()
			memory := objectstest.NewMemory()
			memory.PageSize = 3
			test(t, opened{objects.NewBucket(memory, "media"), memory.Put})
		})
		t.Run("emulator/"+name, func(t *testing.T) {
			t.Parallel()
			bucket := awstest.NewBucket(t)
			put := func(key string, data []byte, _ time.Time) { awstest.Put(t, bucket, key, data) }
			test(t, opened{objects.NewBucket(awstest.S3(t), bucket), put})
		})
	}
}

func testUploads(t *testing.T, b opened) {
	t.Helper()
	at := time.Now().UTC().Truncate(time.Millisecond)
	ready := objectstest.Upload{ID: uuid.New(), Owner: uuid.New(), Purpose: "avatar", At: at}
	refused := objectstest.Upload{ID: uuid.New(), Owner: uuid.New(), Purpose: "message", At: at, Refused: true}
	ready.Store(b.put)
	refused.Store(b.put)
	got, err := b.Upload(t.Context(), ready.ID)
	want := cruddur.Upload{
		ID: ready.ID, Owner: ready.Owner, Purpose: "avatar", CreatedAt: at,
		Picture: &cruddur.Picture{
			ID: ready.ID, Width: 4032, Height: 3024, Placeholder: "1QcSHQRnh493V4dIh4eXh1h4kJUI",
			Widths: []int{320, 640}, Formats: []string{"webp", "jpeg"},
		},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := b.Upload(t.Context(), refused.ID); err != nil || got.Picture != nil || got.Purpose != "message" {
		t.Errorf("refused: %+v, %v", got, err)
	}
	if _, err := b.Upload(t.Context(), uuid.New()); !errors.Is(err, cruddur.ErrNoUpload) {
		t.Errorf("none: %v", err)
	}
	newer := uuid.New()
	b.put("manifests/"+newer.String()+".json", []byte(`{"version":2}`), at)
	if _, err := b.Upload(t.Context(), newer); !errors.Is(err, objects.ErrUnreadable) || fault.From(err).Kind != fault.Unavailable {
		t.Errorf("of a newer version: %v", err)
	}
}

func testDelete(t *testing.T, b opened) {
	t.Helper()
	doomed := make([]uuid.UUID, 0, 3)
	for _, purpose := range []string{"photo", "avatar", "banner"} {
		u := objectstest.Upload{ID: uuid.New(), Owner: uuid.New(), Purpose: purpose, At: time.Now()}
		u.Store(b.put)
		doomed = append(doomed, u.ID)
	}
	kept := objectstest.Upload{ID: uuid.New(), Owner: uuid.New(), Purpose: "photo", At: time.Now()}
	kept.Store(b.put)
	for range 2 { // what is gone already is no error
		if err := b.Delete(t.Context(), append(doomed, uuid.New())); err != nil {
			t.Fatal(err)
		}
	}
	for _, list := range []iter.Seq2[objects.Stored, error]{b.Manifests(t.Context()), b.Photos(t.Context())} {
		if ids := idsOf(t, list); len(ids) != 1 || ids[0] != kept.ID {
			t.Errorf("left: %v", ids)
		}
	}
	if ids := idsOf(t, b.Public(t.Context())); len(ids) != 0 {
		t.Errorf("left: %v", ids)
	}
}

func testLists(t *testing.T, b opened) {
	t.Helper()
	before := time.Now().Add(-time.Minute)
	want := make([]uuid.UUID, 0, 9)
	for range 9 {
		u := objectstest.Upload{ID: uuid.New(), Owner: uuid.New(), Purpose: "photo", At: time.Now()}
		u.Store(b.put)
		want = append(want, u.ID)
	}
	for _, stray := range []string{"manifests/x.json", "media/photos/readme.txt", "media/photos/" + uuid.NewString() + "x/1.jpg"} {
		b.put(stray, nil, time.Now())
	}
	slices.SortFunc(want, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	for name, list := range map[string]iter.Seq2[objects.Stored, error]{"manifests": b.Manifests(t.Context()), "photos": b.Photos(t.Context())} {
		if got := idsOf(t, list); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
		for stored, err := range list {
			if err != nil || stored.Modified.Before(before) || stored.Modified.After(time.Now().Add(time.Minute)) {
				t.Errorf("%s: %v, %v", name, stored, err)
			}
			break // a list may be left
		}
	}
}

func testHasFiles(t *testing.T, b opened) {
	t.Helper()
	u := objectstest.Upload{ID: uuid.New(), Owner: uuid.New(), Purpose: "banner", At: time.Now()}
	u.Store(b.put)
	refused := objectstest.Upload{ID: uuid.New(), Owner: uuid.New(), Purpose: "banner", At: time.Now(), Refused: true}
	refused.Store(b.put)
	for id, want := range map[uuid.UUID]bool{u.ID: true, refused.ID: false, uuid.New(): false} {
		if got, err := b.HasFiles(t.Context(), id); err != nil || got != want {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
	}
}

func idsOf(t *testing.T, list iter.Seq2[objects.Stored, error]) (ids []uuid.UUID) {
	t.Helper()
	for stored, err := range list {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, stored.ID)
	}
	return ids
}

// A deletion that S3 answers with 200 may have failed for some of the keys.
func TestHalfADeletionIsAFailure(t *testing.T) {
	t.Parallel()
	for _, effect := range []objectstest.Fault{objectstest.Failed, objectstest.TookEffect, objectstest.Half} {
		memory := objectstest.NewMemory()
		b := objects.NewBucket(memory, "media")
		u := objectstest.Upload{ID: uuid.New(), Owner: uuid.New(), Purpose: "photo", At: time.Now()}
		u.Store(memory.Put)
		memory.Inject = func(call string) objectstest.Fault {
			if call == "delete" {
				return effect
			}
			return objectstest.None
		}
		if err := b.Delete(t.Context(), []uuid.UUID{u.ID}); err == nil {
			t.Errorf("fault %v: no error", effect)
		}
		memory.Inject = nil
		if err := b.Delete(t.Context(), []uuid.UUID{u.ID}); err != nil || len(memory.Keys()) != 0 {
			t.Errorf("fault %v, repeated: %v, left %v", effect, err, memory.Keys())
		}
	}
}

// More than S3 deletes at once.
func TestManyAreDeleted(t *testing.T) {
	t.Parallel()
	memory := objectstest.NewMemory()
	ids := make([]uuid.UUID, 300)
	for i := range ids {
		ids[i] = uuid.New()
		objectstest.Upload{ID: ids[i], Owner: uuid.New(), Purpose: "photo", At: time.Now()}.Store(memory.Put)
	}
	if err := objects.NewBucket(memory, "media").Delete(t.Context(), ids); err != nil || len(memory.Keys()) != 0 {
		t.Errorf("%v, %d left", err, len(memory.Keys()))
	}
}

// The manifest is a contract with the media service. These copies are its own,
// and what they say is understood.
func TestManifestsAreTheMediaServices(t *testing.T) {
	t.Parallel()
	theirs := filepath.Join("..", "..", "..", "media", "internal", "upload", "testdata")
	for _, name := range []string{"ready.json", "refused.json"} {
		copied, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		original, err := os.ReadFile(filepath.Join(theirs, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(copied, original) {
			t.Errorf("%s is no longer the media service's: does manifest.go still read it?", name)
		}
	}
	ready, refused := readTestdata(t, "ready.json", "0199c2d0-0000-7000-8000-000000000001"), readTestdata(t, "refused.json", "0199c2d0-0000-7000-8000-000000000002")
	owner := uuid.MustParse("5f0c1e5e-7a59-4c0b-8f0e-3c1d2b9a4e11")
	if ready.Owner != owner || ready.Purpose != "photo" || ready.Picture == nil || fmt.Sprint(ready.Picture.Widths, ready.Picture.Formats) != "[320] [webp jpeg]" {
		t.Errorf("ready: %+v", ready)
	}
	if refused.Owner != owner || refused.Purpose != "avatar" || refused.Picture != nil {
		t.Errorf("refused: %+v", refused)
	}
}

func readTestdata(t *testing.T, name, id string) cruddur.Upload {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	upload, err := objects.DecodeManifest(uuid.MustParse(id), data)
	if err != nil {
		t.Fatal(err)
	}
	return upload
}

func TestManifestsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	id := uuid.MustParse("0199c2d0-0000-7000-8000-000000000001")
	good, err := os.ReadFile(filepath.Join("testdata", "ready.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{`"version": 1`, `"version": 2`},
		{`"id": "0199c2d0-0000-7000-8000-000000000001"`, `"id": "0199c2d0-0000-7000-8000-000000000009"`},
		{`"owner": "5f0c1e5e-7a59-4c0b-8f0e-3c1d2b9a4e11"`, `"owner": "00000000-0000-0000-0000-000000000000"`},
		{`"state": "ready"`, `"state": "refused"`},
		{`"state": "ready"`, `"state": "pending"`},
		{`"picture"`, `"other"`},
		{`"width": 4032`, `"width": 0`},
		{`"renditions"`, `"none"`},
		{`"format": "jpeg"`, `"format": "avif"`},
		{`{`, `[`},
	} {
		text := bytes.Replace(good, []byte(change[0]), []byte(change[1]), 1)
		if change[1] == `"format": "avif"` {
			text = bytes.ReplaceAll(text, []byte(`"format": "webp"`), []byte(change[1]))
		}
		if _, err := objects.DecodeManifest(id, text); err == nil {
			t.Errorf("%s instead of %s: no error", change[1], change[0])
		}
	}
}
