package photos_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/awstest"
	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/photos"
	"github.com/cruddur/cruddur/platform/fault"
)

func TestMain(m *testing.M) { os.Exit(awstest.Run(m)) }

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// bench is a bucket of manifests at the emulator.
type bench struct {
	client *s3.Client
	bucket string
	owner  uuid.UUID
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{
		client: s3.NewFromConfig(awstest.Config(t), func(o *s3.Options) { o.UsePathStyle = true }),
		bucket: "media-" + uuid.NewString(), owner: uuid.New(),
	}
	if _, err := b.client.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: aws.String(b.bucket)}); err != nil {
		t.Fatal(err)
	}
	return b
}

// upload writes the manifest of an upload that is ready, with changes, and
// returns its id.
func (b *bench) upload(t *testing.T, changes map[string]any) uuid.UUID {
	t.Helper()
	data, err := os.ReadFile("../../../media/internal/upload/testdata/ready.json")
	if err != nil {
		t.Fatal(err)
	}
	var manifest map[string]any
	if err := json.Unmarshal(data, &manifest); err != nil {
		t.Fatal(err)
	}
	id := uuid.New()
	maps.Copy(manifest, map[string]any{"id": id, "owner": b.owner, "purpose": "message", "created_at": noon})
	maps.Copy(manifest, changes)
	if data, err = json.Marshal(manifest); err != nil {
		t.Fatal(err)
	}
	b.put(t, id, data)
	return id
}

func (b *bench) put(t *testing.T, id uuid.UUID, data []byte) {
	t.Helper()
	_, err := b.client.PutObject(t.Context(), &s3.PutObjectInput{
		Bucket: aws.String(b.bucket), Key: aws.String("manifests/" + id.String() + ".json"), Body: bytes.NewReader(data),
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAttach(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	uploads := photos.NewUploads(b.client, b.bucket)
	one, two := b.upload(t, nil), b.upload(t, nil)
	got, err := uploads.Attach(t.Context(), b.owner, []conversations.Attachment{{ID: two, Alt: "a cat"}, {ID: one}}, noon.Add(12*time.Hour))
	want := conversations.Photo{
		ID: two, Alt: "a cat", Width: 4032, Height: 3024, Placeholder: "1QcSHQRnh493V4dIh4eXh1h4kJUI",
		Widths: []int{320}, Formats: []string{"webp", "jpeg"},
	}
	if err != nil || len(got) != 2 || !reflect.DeepEqual(got[0], want) || got[1].ID != one {
		t.Errorf("got %+v, %v", got, err)
	}
	if none, err := uploads.Attach(t.Context(), b.owner, nil, noon); err != nil || len(none) != 0 {
		t.Errorf("nothing: %v, %v", none, err)
	}
}

func TestAttachNamesEveryFault(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	good := b.upload(t, nil)
	attachments := []conversations.Attachment{
		{ID: good},
		{ID: uuid.New()},
		{ID: b.upload(t, map[string]any{"owner": uuid.New()})},
		{ID: b.upload(t, map[string]any{"purpose": "photo"})},
		{ID: b.upload(t, map[string]any{"created_at": noon.Add(-12*time.Hour - time.Second)})},
		{ID: b.upload(t, map[string]any{"state": "refused", "picture": nil, "refusal": map[string]any{"code": "broken"}})},
		{ID: good},
	}
	_, err := photos.NewUploads(b.client, b.bucket).Attach(t.Context(), b.owner, attachments, noon)
	f := fault.From(err)
	named := make([]string, 0, len(f.Fields))
	for _, field := range f.Fields {
		named = append(named, strings.TrimSuffix(field.Name, ".id")+" "+field.Code)
	}
	if f.Kind != fault.Conflict || f.Code != "pictures_unusable" || fmt.Sprint(named) !=
		"[photos.1 not_ready photos.2 not_found photos.3 not_found photos.4 not_found photos.5 refused photos.6 repeated]" {
		t.Errorf("got %v", err)
	}
}

// What can't be read now may be readable later; it is nobody's fault.
func TestAttachIsUnavailable(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	broken := map[string]map[string]any{
		"a newer version": {"version": 2}, "no owner": {"owner": uuid.Nil}, "another's id": {"id": uuid.New()},
		"no picture": {"picture": nil}, "an unknown state": {"state": "thinking"}, "no renditions": {"picture": map[string]any{"width": 1, "height": 1}},
	}
	for name, changes := range broken {
		unavailable(t, name, photos.NewUploads(b.client, b.bucket), b.upload(t, changes))
	}
	id := uuid.New()
	b.put(t, id, []byte("{"))
	unavailable(t, "no JSON", photos.NewUploads(b.client, b.bucket), id)
	unavailable(t, "no bucket's name", photos.NewUploads(b.client, ""), id)
	unavailable(t, "no such bucket", photos.NewUploads(b.client, "nowhere"), id)
	unavailable(t, "S3 away", photos.NewUploads(away{}, b.bucket), id)
}

func unavailable(t *testing.T, name string, uploads *photos.Uploads, id uuid.UUID) {
	t.Helper()
	_, err := uploads.Attach(t.Context(), uuid.New(), []conversations.Attachment{{ID: id}}, noon)
	if f := fault.From(err); f.Kind != fault.Unavailable || f.Code != "pictures_unavailable" {
		t.Errorf("%s: %v", name, err)
	}
}

// away is an S3 that is not there.
type away struct{}

// GetObject implements photos.Client.
func (away) GetObject(context.Context, *s3.GetObjectInput, ...func(*s3.Options)) (*s3.GetObjectOutput, error) {
	return nil, errors.New("no route to host")
}

// signer counts what it signs.
type signer struct {
	signed int
	broken error
}

// Sign implements photos.Signer.
func (s *signer) Sign(folder string, until time.Time) (string, error) {
	s.signed++
	return folder + " until " + until.Format(time.RFC3339), s.broken
}

func TestSignatures(t *testing.T) {
	t.Parallel()
	now := noon
	signer := &signer{}
	signatures := photos.NewSignatures(signer, func() time.Time { return now })
	id := uuid.New()
	base := "/media/photos/" + id.String() + "/"
	sign := func(end *time.Time) string {
		at, signature, err := signatures.Sign(id, end)
		if err != nil || at != base {
			t.Errorf("signed %s, %v", at, err)
		}
		return strings.TrimPrefix(signature, base+" until ")
	}
	soon, late := noon.Add(time.Hour), noon.Add(30*24*time.Hour)
	for range 2 { // the second time from memory
		if got := sign(nil); got != "2026-11-27T00:00:00Z" {
			t.Errorf("what stays is open until %s", got)
		}
		if got := sign(&soon); got != "2026-11-25T13:00:00Z" {
			t.Errorf("what ends soon is open until %s", got)
		}
		if got := sign(&late); got != "2026-11-27T00:00:00Z" {
			t.Errorf("what ends late is open until %s", got)
		}
	}
	if signer.signed != 2 {
		t.Errorf("it was signed %d times", signer.signed)
	}
	now = time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)
	if got := sign(nil); got != "2026-11-28T00:00:00Z" {
		t.Errorf("the next day it is open until %s", got)
	}
	signer.broken = errors.New("no")
	if _, _, err := signatures.Sign(uuid.New(), nil); err == nil {
		t.Error("a signer that fails, and no error")
	}
}

func TestNobodySigns(t *testing.T) {
	t.Parallel()
	base, signature, err := photos.NewSignatures(nil, time.Now).Sign(uuid.New(), nil)
	if err != nil || base == "" || signature != "" {
		t.Errorf("got %q %q %v", base, signature, err)
	}
}
