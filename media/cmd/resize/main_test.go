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
	"github.com/cruddur/cruddur/platform/telemetry"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

func TestMain(m *testing.M) { os.Exit(awstest.Run(m)) }

// The whole Lambda but for its runtime, on real services and an event as S3
// writes it: with an encoded key.
func TestResize(t *testing.T) {
	const path = "/cruddur/test/media"
	receiver := telemetrytest.NewReceiver(t)
	uploads, media := awstest.NewBucket(t), awstest.NewBucket(t)
	awstest.Environment(t, path, map[string]string{
		"uploads_bucket": uploads, "media_bucket": media, "uploads_table": "none", "s3_path_style": "true",
		"token_issuer": "none", "token_client_id": "none", "otlp_endpoint": receiver.URL,
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
	if _, err := handle(t.Context(), event); err != nil {
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
	refuse(t, handle, objects.NewBucket(awstest.S3(t), uploads), in.Owner)
	if strings.Contains(log.String()+receiver.Raw(), in.Owner.String()) {
		t.Errorf("the log or the collector names a person: %s", log.String())
	}
	checkObserved(t, receiver)
}

// refuse has a file refused that is no picture.
func refuse(t *testing.T, handle function, uploads *objects.Bucket, owner uuid.UUID) {
	t.Helper()
	in := upload.Incoming{Purpose: upload.Avatar, Owner: owner, ID: uuid.New()}
	if err := uploads.Put(t.Context(), in.Key(), resize.Object{Data: []byte("<svg/>")}); err != nil {
		t.Fatal(err)
	}
	var event events.S3Event
	event.Records = make([]events.S3EventRecord, 1)
	event.Records[0].EventName, event.Records[0].S3.Object.URLDecodedKey, event.Records[0].S3.Object.Key = "ObjectCreated:Post", in.Key(), in.Key()
	if _, err := handle(t.Context(), event); err != nil {
		t.Fatal(err)
	}
}

// checkObserved wants a span for each invocation with what it asked of S3 below
// it, and both metrics.
func checkObserved(t *testing.T, receiver *telemetrytest.Receiver) {
	t.Helper()
	invocations, below := map[string]bool{}, map[string]bool{}
	for _, span := range receiver.Spans() {
		if span.Name == "resize" && span.Attributes["faas.trigger"] == "datasource" {
			invocations[span.ID] = true
		}
	}
	for _, span := range receiver.Spans() {
		if invocations[span.Parent] {
			below[span.Name] = true
		}
	}
	if len(invocations) != 2 || !below["S3/GetObject"] || !below["S3/PutObject"] || !below["S3/DeleteObject"] {
		t.Errorf("%d invocations, which asked %v", len(invocations), below)
	}
	got := receiver.Metrics()
	for metric, want := range map[telemetry.Metric]int{telemetry.ResizeDuration: 2, telemetry.ResizeRefused: 1} {
		if points := got[metric.Name].Points; len(points) != want || got[metric.Name].Unit != metric.Unit {
			t.Errorf("%s: %+v", metric.Name, got[metric.Name])
		}
	}
}
