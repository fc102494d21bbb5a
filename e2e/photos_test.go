package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	_ "image/jpeg"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/cruddur/cruddur/e2e/contract"
)

// shownPhoto is a photo as readers of a crud get it.
type shownPhoto struct {
	ID        string   `json:"id"`
	Alt       string   `json:"alt"`
	BaseURL   string   `json:"base_url"`
	Signature string   `json:"signature"`
	Widths    []int    `json:"widths"`
	Formats   []string `json:"formats"`
}

// addresses are those of all renditions, without their signature.
func (p shownPhoto) addresses() []string {
	var all []string
	for _, width := range p.Widths {
		for _, format := range p.Formats {
			all = append(all, fmt.Sprintf("%s%d.%s", p.BaseURL, width, map[string]string{"jpeg": "jpg", "webp": "webp"}[format]))
		}
	}
	return all
}

func (a answer) photos() []shownPhoto {
	a.t.Helper()
	var crud struct {
		Photos []shownPhoto `json:"photos"`
	}
	if err := json.Unmarshal(a.Body, &crud); err != nil {
		a.t.Fatal(err)
	}
	return crud.Photos
}

// postPhotos posts a crud for an hour, with photos that have been uploaded.
func (v visitor) postPhotos(message string, ids ...string) answer {
	v.t.Helper()
	photos := make([]map[string]any, len(ids))
	for i, id := range ids {
		photos[i] = map[string]any{"id": id, "alt": words(fmt.Sprintf("photo %d", i))}
	}
	body := encode(v.t, map[string]any{"message": message, "ttl": "1-hour", "photos": photos})
	return v.do(contract.Call{Method: http.MethodPost, Path: "/api/activities", Body: body})
}

// uploadPhotos uploads that many photos and returns their ids.
func (v visitor) uploadPhotos(count int) []string {
	v.t.Helper()
	file := photo(v.t, 800, 600)
	ids := make([]string, count)
	for i := range ids {
		id, done := v.upload("photo", "image/jpeg", file)
		if done.text("state") != "ready" {
			v.t.Fatalf("the upload became %s", done.Body)
		}
		ids[i] = id
	}
	return ids
}

// objectsOf lists what the bucket holds of some pictures.
func objectsOf(t *testing.T, ids ...string) []string {
	t.Helper()
	record, err := product.stack.Record()
	if err != nil {
		t.Fatal(err)
	}
	client := s3.New(s3.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(record.EmulatorURL), UsePathStyle: true,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	})
	var found []string
	pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: aws.String("cruddur-local-media")})
	for pages.HasMorePages() {
		page, err := pages.NextPage(context.WithoutCancel(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		for _, object := range page.Contents {
			key := aws.ToString(object.Key)
			if slices.ContainsFunc(ids, func(id string) bool { return strings.Contains(key, id) }) {
				found = append(found, key)
			}
		}
	}
	return found
}

// Four photos are seen by everybody with the addresses that the crud gives, and
// by nobody without.
func TestACrudShowsItsPhotos(t *testing.T) {
	kim, lee := newcomer(t, "Kim"), newcomer(t, "Lee")
	ids := kim.uploadPhotos(4)
	lee.postPhotos(words("not mine"), ids[0]).problem(http.StatusConflict, "pictures_unusable")
	posted := kim.postPhotos("", ids...).want(http.StatusCreated)
	kim.postPhotos(words("once more"), ids[0]).problem(http.StatusConflict, "pictures_unusable")
	shown := stranger(t).get(posted.Header.Get("Location")).want(http.StatusOK).photos()
	if len(shown) != 4 {
		t.Fatalf("there are %d photos: %s", len(shown), posted.Body)
	}
	for i, one := range shown {
		if one.ID != ids[i] || !strings.Contains(one.Alt, fmt.Sprintf("photo %d", i)) || len(one.addresses()) < 2 {
			t.Errorf("photo %d is %+v", i, one)
		}
		for _, address := range one.addresses() {
			checkRendition(t, address, one.Signature)
		}
		// A signature opens its own photo and no other.
		other := shown[(i+1)%4]
		if response, _ := fetch(t, http.MethodGet, other.addresses()[0]+"?"+one.Signature); response.StatusCode != http.StatusForbidden {
			t.Errorf("photo %d opens another one: %d", i, response.StatusCode)
		}
	}
}

func checkRendition(t *testing.T, address, signature string) {
	t.Helper()
	if response, _ := fetch(t, http.MethodGet, address); response.StatusCode != http.StatusForbidden || response.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s is shown without a signature: %d, %v", address, response.StatusCode, response.Header)
	}
	response, body := fetch(t, http.MethodGet, address+"?"+signature)
	if response.StatusCode != http.StatusOK || response.Header.Get("Cache-Control") != "private, max-age=300" ||
		response.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Fatalf("%s: %d, %v", address, response.StatusCode, response.Header)
	}
	if strings.HasSuffix(address, ".webp") {
		if response.Header.Get("Content-Type") != "image/webp" || !strings.HasPrefix(body, "RIFF") {
			t.Errorf("%s is no WebP", address)
		}
		return
	}
	decoded, format, err := image.DecodeConfig(strings.NewReader(body))
	if err != nil || format != "jpeg" || !strings.HasSuffix(address, fmt.Sprintf("/%d.jpg", decoded.Width)) {
		t.Errorf("%s is %+v, %s, %v", address, decoded, format, err)
	}
}

// A photo ends with its crud, to the second: also for who knows its address and
// has a copy. Then its files go.
func TestAPhotoEndsWithItsCrud(t *testing.T) {
	kim := newcomer(t, "Kim")
	ids := kim.uploadPhotos(1)
	// The edge goes by the true time, so the crud is posted an hour ago.
	const life = 4 * time.Second
	moveClock(t, life-time.Hour)
	posted := kim.postPhotos(words("a glimpse"), ids...).want(http.StatusCreated)
	end, err := time.Parse(time.RFC3339, posted.text("expires_at"))
	if err != nil {
		t.Fatal(err)
	}
	one := posted.photos()[0]
	address := one.addresses()[0] + "?" + one.Signature
	seen, _ := fetch(t, http.MethodGet, address)
	answered := time.Now()
	if seen.StatusCode != http.StatusOK && answered.Before(end.Truncate(time.Second)) {
		t.Fatalf("before the end: %d", seen.StatusCode)
	}
	time.Sleep(time.Until(end))
	for name, header := range map[string][]string{"asked anew": nil, "with a copy": {"If-None-Match", seen.Header.Get("ETag")}, "a part": {"Range", "bytes=0-9"}} {
		if gone, body := fetch(t, http.MethodGet, address, header...); gone.StatusCode != http.StatusForbidden || gone.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s after the end: %d, %v, %.80s", name, gone.StatusCode, gone.Header, body)
		}
	}
	if err := product.clock.Set(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the files of the photo are deleted", func() bool { return len(objectsOf(t, ids...)) == 0 })
}

// Whatever is killed while photos go, nothing of them is left in the end, and
// what is shown stays.
func TestKillsLeaveNoFiles(t *testing.T) {
	kim := newcomer(t, "Kim")
	ids := kim.uploadPhotos(2)
	posted := kim.postPhotos(words("going soon"), ids[0]).want(http.StatusCreated)
	crud := kim.postPhotos(words("to stay"), ids[1]).want(http.StatusCreated)
	time.Sleep(saved)
	kim.call(http.MethodDelete, posted.Header.Get("Location"), nil).want(http.StatusNoContent)
	kill(t, "backend")
	kill(t, "emulator")
	waitUntilWell(t)
	eventually(t, "the files of the photo are deleted", func() bool { return len(objectsOf(t, ids[0])) == 0 })
	if _, err := product.stack.Cruddur(t.Context(), "media", "reconcile"); err != nil {
		t.Fatal(err)
	}
	if left := objectsOf(t, ids[0]); len(left) > 0 {
		t.Errorf("there is again %v", left)
	}
	one := stranger(t).get(crud.Header.Get("Location")).want(http.StatusOK).photos()[0]
	checkRendition(t, one.addresses()[0], one.Signature)
}
