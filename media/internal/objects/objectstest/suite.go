package objectstest

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/media/internal/resize"
	"github.com/cruddur/cruddur/media/internal/upload"
)

// Bucket is all that a bucket does in this module.
type Bucket interface {
	resize.Bucket
	Manifest(ctx context.Context, id uuid.UUID) (upload.Manifest, error)
}

// TestBucket holds a bucket to what its users rely on. open returns an empty one.
func TestBucket(t *testing.T, open func(t *testing.T) Bucket) {
	t.Helper()
	t.Run("what was put is read", func(t *testing.T) { testRoundTrip(t, open(t)) })
	t.Run("what isn't there", func(t *testing.T) { testMissing(t, open(t)) })
	t.Run("only new", func(t *testing.T) { testOnlyNew(t, open(t)) })
	t.Run("only as expected", func(t *testing.T) { testETag(t, open(t)) })
	t.Run("no more than the limit", func(t *testing.T) { testLimit(t, open(t)) })
	t.Run("manifests", func(t *testing.T) { testManifest(t, open(t)) })
}

func put(t *testing.T, b Bucket, key, text string) {
	t.Helper()
	if err := b.Put(t.Context(), key, resize.Object{Data: []byte(text), ContentType: "text/plain"}); err != nil {
		t.Fatal(err)
	}
}

func testRoundTrip(t *testing.T, b Bucket) {
	t.Helper()
	put(t, b, "a/b", "first")
	put(t, b, "a/b", "second")
	info, err := b.Head(t.Context(), "a/b")
	if err != nil || info.Bytes != 6 || info.ETag == "" {
		t.Fatalf("head: %+v, %v", info, err)
	}
	if data, err := b.Get(t.Context(), "a/b", info.ETag, 6); string(data) != "second" || err != nil {
		t.Errorf("get: %q, %v", data, err)
	}
	put(t, b, "empty", "")
	if data, err := b.Get(t.Context(), "empty", "", 6); len(data) != 0 || err != nil {
		t.Errorf("get nothing: %q, %v", data, err)
	}
}

func testMissing(t *testing.T, b Bucket) {
	t.Helper()
	put(t, b, "gone", "x")
	for range 2 { // deleting what is gone is no error
		if err := b.Delete(t.Context(), "gone"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Head(t.Context(), "gone"); !errors.Is(err, resize.ErrNoObject) {
		t.Errorf("head: %v", err)
	}
	if _, err := b.Get(t.Context(), "gone", "", 10); !errors.Is(err, resize.ErrNoObject) {
		t.Errorf("get: %v", err)
	}
}

func testOnlyNew(t *testing.T, b Bucket) {
	t.Helper()
	object := resize.Object{Data: []byte("first"), ContentType: "text/plain", OnlyNew: true}
	if err := b.Put(t.Context(), "once", object); err != nil {
		t.Fatal(err)
	}
	object.Data = []byte("second")
	if err := b.Put(t.Context(), "once", object); !errors.Is(err, resize.ErrChanged) {
		t.Errorf("put again: %v", err)
	}
	if data, _ := b.Get(t.Context(), "once", "", 10); string(data) != "first" {
		t.Errorf("overwritten with %q", data)
	}
}

func testETag(t *testing.T, b Bucket) {
	t.Helper()
	put(t, b, "a", "first")
	info, err := b.Head(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	put(t, b, "a", "other")
	if _, err := b.Get(t.Context(), "a", info.ETag, 10); !errors.Is(err, resize.ErrChanged) {
		t.Errorf("get what was replaced: %v", err)
	}
}

func testLimit(t *testing.T, b Bucket) {
	t.Helper()
	put(t, b, "a", "12345")
	if _, err := b.Get(t.Context(), "a", "", 4); err == nil {
		t.Error("more than the limit was read")
	}
}

func testManifest(t *testing.T, b Bucket) {
	t.Helper()
	want := upload.Manifest{
		Version: upload.ManifestVersion, ID: uuid.New(), Owner: uuid.New(), Purpose: upload.Photo,
		State: upload.Refused, Refusal: &upload.Refusal{Code: "broken", Message: "It is broken."},
	}
	if _, err := b.Manifest(t.Context(), want.ID); !errors.Is(err, upload.ErrNotFound) {
		t.Errorf("none: %v", err)
	}
	data, err := want.Encode()
	if err != nil {
		t.Fatal(err)
	}
	put(t, b, upload.ManifestKey(want.ID), string(data))
	got, err := b.Manifest(t.Context(), want.ID)
	if err != nil || got.Owner != want.Owner || *got.Refusal != *want.Refusal {
		t.Errorf("got %+v, %v", got, err)
	}
	put(t, b, upload.ManifestKey(want.ID), `{"version":2}`)
	if _, err := b.Manifest(t.Context(), want.ID); err == nil || errors.Is(err, upload.ErrNotFound) {
		t.Errorf("an unreadable one: %v", err)
	}
}
