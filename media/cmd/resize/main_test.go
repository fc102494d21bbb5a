package main

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/media/internal/awstest"
	"github.com/cruddur/cruddur/media/internal/objects"
	"github.com/cruddur/cruddur/media/internal/photo"
	"github.com/cruddur/cruddur/media/internal/resize"
	"github.com/cruddur/cruddur/media/internal/settings"
	"github.com/cruddur/cruddur/media/internal/upload"
)

func TestMain(m *testing.M) { os.Exit(awstest.Run(m)) }

// The whole Lambda but for its runtime, on real services and an event as S3
// writes it: with an encoded key.
func TestResize(t *testing.T) {
	const path = "/cruddur/test/media"
	uploads, media := awstest.NewBucket(t), awstest.NewBucket(t)
	awstest.Environment(t, path, map[string]string{
		"uploads_bucket": uploads, "media_bucket": media, "uploads_table": "none", "s3_path_style": "true",
		"token_issuer": "none", "token_client_id": "none",
	})
	getenv := func(name string) string { return map[string]string{settings.PathVariable: path}[name] }
	var log bytes.Buffer
	handle, err := newFunction(t.Context(), getenv, &log)
	if err != nil {
		t.Fatal(err)
	}
	in := upload.Incoming{Purpose: upload.Photo, Owner: uuid.New(), ID: uuid.New()}
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 400, 300))); err != nil {
		t.Fatal(err)
	}
	err = objects.NewBucket(awstest.S3(t), uploads).Put(t.Context(), in.Key(), resize.Object{Data: picture.Bytes()})
	if err != nil {
		t.Fatal(err)
	}
	var event events.S3Event
	text := `{"Records": [{"eventName": "ObjectCreated:Post", "s3": {"object": {"key": "` +
		strings.ReplaceAll(in.Key(), "/", "%2F") + `"}}}]}`
	if err := json.Unmarshal([]byte(text), &event); err != nil {
		t.Fatal(err)
	}
	if err := handle(t.Context(), event); err != nil {
		t.Fatal(err)
	}
	m, err := objects.NewBucket(awstest.S3(t), media).Manifest(t.Context(), in.ID)
	if err != nil || m.State != upload.Ready || m.Picture.Width != 400 {
		t.Errorf("%+v, %v", m, err)
	}
	for _, want := range []string{`"engine":"` + photo.Engine + `"`, `"outcome":"ready"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s: %s", want, log.String())
		}
	}
	if strings.Contains(log.String(), in.Owner.String()) {
		t.Errorf("the log names a person: %s", log.String())
	}
}
