package objects_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/media/internal/awstest"
	"github.com/cruddur/cruddur/media/internal/objects"
	"github.com/cruddur/cruddur/media/internal/presign"
	"github.com/cruddur/cruddur/media/internal/upload"
)

// send posts a form the way a browser does.
func send(t *testing.T, form presign.Form, contents string) int {
	t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for name, value := range form.Fields {
		if err := parts.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	file, err := parts.CreateFormFile("file", "photo.jpg")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = file.Write([]byte(contents))
	_ = parts.Close()
	response, err := http.Post(form.URL, parts.FormDataContentType(), &body)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}

func TestFormsAreForOneFileOnly(t *testing.T) {
	t.Parallel()
	bucket := awstest.NewBucket(t)
	signer := objects.NewSigner(awstest.S3(t), bucket)
	grant := upload.Grant{
		Incoming:    upload.Incoming{Purpose: upload.Photo, Owner: uuid.New(), ID: uuid.New()},
		ContentType: "image/jpeg", Bytes: 5,
	}
	tests := []struct {
		name   string
		change func(fields map[string]string)
		file   string
		want   int
	}{
		{"as granted", func(map[string]string) {}, "12345", 204},
		{"too long", func(map[string]string) {}, "123456", 400},
		{"too short", func(map[string]string) {}, "1234", 400},
		{"of another type", func(f map[string]string) { f["Content-Type"] = "text/html" }, "12345", 403},
		{"under another key", func(f map[string]string) { f["key"] = strings.Replace(f["key"], "photo", "avatar", 1) }, "12345", 403},
		{"with another policy", func(f map[string]string) { f["policy"] += "e30=" }, "12345", 403},
		{"with another signature", func(f map[string]string) { f["X-Amz-Signature"] = strings.Repeat("0", 64) }, "12345", 403},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			form, err := signer.Sign(t.Context(), grant, upload.FormLife)
			if err != nil {
				t.Fatal(err)
			}
			if form.Fields["key"] != grant.Key() {
				t.Fatalf("the key is %q", form.Fields["key"])
			}
			test.change(form.Fields)
			if got := send(t, form, test.file); got != test.want {
				t.Errorf("status %d, want %d", got, test.want)
			}
		})
	}
}

func TestFormsEnd(t *testing.T) {
	t.Parallel()
	signer := objects.NewSigner(awstest.S3(t), awstest.NewBucket(t))
	grant := upload.Grant{Incoming: upload.Incoming{Purpose: upload.Photo}, ContentType: "image/jpeg", Bytes: 1}
	form, err := signer.Sign(t.Context(), grant, -time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if got := send(t, form, "1"); got != 403 {
		t.Errorf("an old form answers %d", got)
	}
}
