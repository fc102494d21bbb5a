package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/cruddur/cruddur/e2e/contract"
	"github.com/cruddur/cruddur/e2e/stack"
)

// uploadsAPI holds the uploads API against its contract.
var uploadsAPI = sync.OnceValues(func() (*contract.Client, error) { return contractOf("media") })

// contractOf is a client of a module's API, whose contract is a file of the
// repository.
func contractOf(module string) (*contract.Client, error) {
	repository, err := stack.FindRepository()
	if err != nil {
		return nil, err
	}
	document, err := os.ReadFile(filepath.Join(repository, module, "api", "openapi.yaml"))
	if err != nil {
		return nil, err
	}
	return contract.New(context.Background(), product.url, document)
}

// uploads calls the uploads API as the visitor.
func (v visitor) uploads(method, path string, body any) answer {
	v.t.Helper()
	api, err := uploadsAPI()
	if err != nil {
		v.t.Fatal(err)
	}
	got, err := api.Do(v.t.Context(), contract.Call{Method: method, Path: path, Body: encode(v.t, body), Token: v.tokens.Access})
	if err != nil {
		v.t.Fatal(err)
	}
	return answer{Answer: got, t: v.t, about: method + " " + path}
}

// form is leave to upload one file.
type form struct {
	ID     string            `json:"id"`
	URL    string            `json:"url"`
	Fields map[string]string `json:"fields"`
}

func (v visitor) form(purpose, contentType string, size int) form {
	v.t.Helper()
	granted := v.uploads(http.MethodPost, "/uploads", map[string]any{
		"purpose": purpose, "content_type": contentType, "size": size,
	}).want(http.StatusCreated)
	var decoded form
	if err := json.Unmarshal(granted.Body, &decoded); err != nil {
		v.t.Fatal(err)
	}
	return decoded
}

// send posts the form with a file to S3, as a page of the site does.
func (f form) send(t *testing.T, file []byte) (int, string) {
	t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for name, value := range f.Fields {
		if err := parts.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	part, err := parts.CreateFormFile("file", "blob")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := parts.Close(); err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.URL, &body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", parts.FormDataContentType())
	request.Header.Set("Origin", product.url)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answered, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode < 300 && response.Header.Get("Access-Control-Allow-Origin") != product.url {
		t.Errorf("the site may not read S3's answer: %v", response.Header)
	}
	return response.StatusCode, string(answered)
}

// upload uploads a file and returns its id and what became of it.
func (v visitor) upload(purpose, contentType string, file []byte) (string, answer) {
	v.t.Helper()
	granted := v.form(purpose, contentType, len(file))
	if status, body := granted.send(v.t, file); status >= 300 {
		v.t.Fatalf("S3 answers %d: %s", status, body)
	}
	return granted.ID, v.settled(granted.ID)
}

// settled waits until an upload is pending no more.
func (v visitor) settled(id string) answer {
	v.t.Helper()
	var found answer
	eventually(v.t, "the upload is ready or refused", func() bool {
		found = v.uploads(http.MethodGet, "/uploads/"+id, nil).want(http.StatusOK)
		return found.text("state") != "pending"
	})
	return found
}

// photo is a JPEG of that size, with something in it.
func photo(t *testing.T, width, height int) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			picture.SetRGBA(x, y, color.RGBA{R: uint8(x * 255 / width), G: uint8(y * 255 / height), B: uint8(x ^ y), A: 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A photo goes in through the edge, by a signed form, and comes out as
// renditions; nobody but its owner learns of it.
func TestAPhotoIsUploaded(t *testing.T) {
	kim, lee := newcomer(t, "Kim"), newcomer(t, "Lee")
	id, done := kim.upload("photo", "image/jpeg", photo(t, 900, 600))
	picture, _ := done.field("picture").(map[string]any)
	if done.text("state") != "ready" || picture["width"] != 900.0 || picture["height"] != 600.0 {
		t.Fatalf("it became %s", done.Body)
	}
	lee.uploads(http.MethodGet, "/uploads/"+id, nil).problem(http.StatusNotFound, "upload_not_found")
	for _, path := range []string{"/media/photos/" + id + "/320.jpg", "/media/public/" + id + "/320.jpg", "/manifests/" + id + ".json"} {
		if response, body := fetch(t, http.MethodGet, path); response.Header.Get("Content-Type") == "image/jpeg" || strings.Contains(body, `"owner"`) {
			t.Errorf("%s is shown to strangers: %d", path, response.StatusCode)
		}
	}
}

// What is no picture is refused, with a reason.
func TestAFileThatIsNoPictureIsRefused(t *testing.T) {
	kim := newcomer(t, "Kim")
	_, done := kim.upload("avatar", "image/png", []byte("<svg onload=alert(1)>"))
	refusal, _ := done.field("refusal").(map[string]any)
	if done.text("state") != "refused" || refusal["code"] != "unsupported_format" || refusal["message"] == "" {
		t.Errorf("it became %s", done.Body)
	}
}

// S3 takes exactly what was signed.
func TestAFormTakesOnlyItsFile(t *testing.T) {
	kim := newcomer(t, "Kim")
	file := photo(t, 64, 64)
	tests := map[string]func(*form) []byte{
		"one byte more":  func(*form) []byte { return append(bytes.Clone(file), 0) },
		"one byte fewer": func(*form) []byte { return file[:len(file)-1] },
		"another type": func(f *form) []byte {
			f.Fields["Content-Type"] = "text/html"
			return file
		},
		"another key": func(f *form) []byte {
			f.Fields["key"] = "incoming/photo/elsewhere"
			return file
		},
	}
	for name, change := range tests {
		granted := kim.form("photo", "image/jpeg", len(file))
		if status, body := granted.send(t, change(&granted)); status < 400 || status >= 500 {
			t.Errorf("%s: S3 answers %d: %s", name, status, body)
		}
		kim.uploads(http.MethodGet, "/uploads/"+granted.ID, nil).want(http.StatusOK)
	}
}

// Bad requests name their faults; tokens are checked by the gateway and behind.
func TestUploadsAreRefused(t *testing.T) {
	kim := newcomer(t, "Kim")
	kim.uploads(http.MethodPost, "/uploads", map[string]any{"purpose": "photo", "content_type": "image/svg+xml", "size": 20_000_001}).
		problem(http.StatusUnprocessableEntity, "validation_failed")
	for name, token := range map[string]string{"none": "", "an ID token": kim.tokens.ID, "a tampered one": kim.tokens.Access + "x"} {
		header := []string{}
		if token != "" {
			header = []string{"Authorization", "Bearer " + token}
		}
		if response, body := fetch(t, http.MethodGet, "/uploads/0190c1de-0000-7000-8000-000000000000", header...); response.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: status %d, %s", name, response.StatusCode, body)
		}
	}
}

// A person's day has an end.
func TestTheUploadQuota(t *testing.T) {
	kim := newcomer(t, "Kim")
	for range 50 {
		kim.form("photo", "image/jpeg", 20_000_000)
	}
	over := kim.uploads(http.MethodPost, "/uploads", map[string]any{"purpose": "photo", "content_type": "image/jpeg", "size": 1}).
		problem(http.StatusTooManyRequests, "upload_quota_exceeded")
	if over.Header.Get("Retry-After") == "" {
		t.Errorf("it has no Retry-After: %v", over.Header)
	}
	newcomer(t, "Lee").form("photo", "image/jpeg", 1)
}
