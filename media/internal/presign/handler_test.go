package presign_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/media/internal/gateway"
	"github.com/cruddur/cruddur/media/internal/objects/objectstest"
	"github.com/cruddur/cruddur/media/internal/resize"
	"github.com/cruddur/cruddur/media/internal/upload"
)

const photoOf5 = `{"purpose":"photo","content_type":"image/jpeg","size":5}`

func TestAnUploadIsGranted(t *testing.T) {
	t.Parallel()
	for _, purpose := range upload.Purposes() {
		t.Run(string(purpose), func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			got := b.call(t, b.mine(), "POST", "/uploads", strings.Replace(photoOf5, "photo", string(purpose), 1))
			if got.status != 201 {
				t.Fatalf("%d: %s", got.status, got.body)
			}
			var form struct {
				ID        uuid.UUID
				URL       string
				Fields    map[string]string
				ExpiresAt time.Time `json:"expires_at"`
			}
			if err := json.Unmarshal([]byte(got.body), &form); err != nil {
				t.Fatal(err)
			}
			want := "incoming/" + string(purpose) + "/" + b.me.String() + "/" + form.ID.String()
			if form.Fields["key"] != want || form.Fields["life"] != "5m0s" || form.Fields["size"] != "5" || form.URL == "" {
				t.Errorf("the form is %+v", form)
			}
			if !form.ExpiresAt.Equal(noon.Add(5 * time.Minute)) {
				t.Errorf("it ends at %s", form.ExpiresAt)
			}
			pending := b.call(t, b.mine(), "GET", "/uploads/"+form.ID.String(), "")
			if pending.status != 200 || !strings.Contains(pending.body, `"state":"pending"`) {
				t.Errorf("then: %d %s", pending.status, pending.body)
			}
		})
	}
}

func TestBadRequests(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, want string }{
		{"nothing", `{}`, "422 validation_failed, content_type missing, purpose missing, size missing"},
		{
			"all wrong", `{"purpose":"cat","content_type":"image/svg+xml","size":0,"key":"x","owner":1}`,
			"422 validation_failed, content_type not_allowed, key unknown_field, owner unknown_field, purpose not_allowed, size out_of_range",
		},
		{
			"other types", `{"purpose":1,"content_type":null,"size":"5"}`,
			"422 validation_failed, content_type wrong_type, purpose wrong_type, size wrong_type",
		},
		{"a part of a byte", `{"purpose":"photo","content_type":"image/jpeg","size":1.5}`, "422 validation_failed, size wrong_type"},
		{"negative", `{"purpose":"photo","content_type":"image/jpeg","size":-5}`, "422 validation_failed, size out_of_range"},
		{"minus one", `{"purpose":"photo","content_type":"image/jpeg","size":-1}`, "422 validation_failed, size out_of_range"},
		{"a photo too large", `{"purpose":"photo","content_type":"image/jpeg","size":20000001}`, "422 validation_failed, size out_of_range"},
		{"an avatar too large", `{"purpose":"avatar","content_type":"image/jpeg","size":10000001}`, "422 validation_failed, size out_of_range"},
		{"beyond all numbers", `{"purpose":"photo","content_type":"image/jpeg","size":1e300}`, "422 validation_failed, size out_of_range"},
		{"no object", `[]`, "400 malformed_json"},
		{"a name twice", `{"size":1,"size":2}`, "400 malformed_json"},
		{"too long", `{"x":"` + strings.Repeat("x", 5000) + `"}`, "413 body_too_large"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			if got := b.call(t, b.mine(), "POST", "/uploads", test.body).problem(t); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
	t.Run("not JSON by name", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		request := httptest.NewRequest("POST", "/uploads", strings.NewReader(photoOf5))
		request = request.WithContext(gateway.WithClaims(t.Context(), b.mine()))
		recorder := httptest.NewRecorder()
		b.handler.ServeHTTP(recorder, request)
		if recorder.Code != 415 {
			t.Errorf("status %d", recorder.Code)
		}
	})
}

func TestLargestFiles(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, body := range []string{
		`{"purpose":"photo","content_type":"image/webp","size":20000000}`,
		`{"purpose":"banner","content_type":"image/png","size":10000000}`,
	} {
		if got := b.call(t, b.mine(), "POST", "/uploads", body); got.status != 201 {
			t.Errorf("%s: %s", body, got.body)
		}
	}
}

func TestTheQuotaOfTheDay(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for range 3 {
		b.call(t, b.mine(), "POST", "/uploads", photoOf5)
	}
	got := b.call(t, b.mine(), "POST", "/uploads", photoOf5)
	if got.problem(t) != "429 upload_quota_exceeded" || got.header.Get("Retry-After") != "43200" {
		t.Errorf("%s, try again after %s", got.problem(t), got.header.Get("Retry-After"))
	}
	if got := b.call(t, claims(uuid.New(), nil), "POST", "/uploads", photoOf5); got.status != 201 {
		t.Errorf("somebody else: %s", got.body)
	}
}

func (b *bundle) store(t *testing.T, m upload.Manifest) {
	t.Helper()
	m.Version, m.CreatedAt = upload.ManifestVersion, noon
	data, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if err := b.media.Put(t.Context(), upload.ManifestKey(m.ID), resize.Object{Data: data}); err != nil {
		t.Fatal(err)
	}
}

func TestWhatBecameOfAnUpload(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ready := upload.Manifest{
		ID: uuid.New(), Owner: b.me, Purpose: upload.Photo, State: upload.Ready,
		Picture: &upload.Picture{
			Width: 4000, Height: 3000, Animated: true, Placeholder: "AAAA",
			Renditions: []upload.Rendition{{Key: "secret", Format: upload.JPEG, ContentType: "image/jpeg", Width: 320, Height: 240, Bytes: 9}},
		},
	}
	refused := upload.Manifest{
		ID: uuid.New(), Owner: b.me, Purpose: upload.Avatar, State: upload.Refused,
		Refusal: &upload.Refusal{Code: "broken", Message: "It is damaged."},
	}
	tests := map[*upload.Manifest]string{
		&ready: `{"id":"` + ready.ID.String() + `","picture":{"animated":true,"height":3000,"placeholder":"AAAA",` +
			`"renditions":[{"bytes":9,"format":"jpeg","height":240,"width":320}],"width":4000},"purpose":"photo","state":"ready"}`,
		&refused: `{"id":"` + refused.ID.String() + `","purpose":"avatar",` +
			`"refusal":{"code":"broken","message":"It is damaged."},"state":"refused"}`,
	}
	for manifest, want := range tests {
		b.store(t, *manifest)
		target := "/uploads/" + manifest.ID.String()
		if got := b.call(t, b.mine(), "GET", target, ""); got.status != 200 || got.body != want {
			t.Errorf("got  %d %s\nwant %s", got.status, got.body, want)
		}
		if got := b.call(t, claims(uuid.New(), nil), "GET", target, "").problem(t); got != "404 upload_not_found" {
			t.Errorf("somebody else: %s", got)
		}
	}
}

func TestOthersUploadsAreNotFound(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var form struct{ ID string }
	_ = json.Unmarshal([]byte(b.call(t, b.mine(), "POST", "/uploads", photoOf5).body), &form)
	for _, id := range []string{form.ID, uuid.NewString(), "1", "{" + form.ID[:34] + "}", strings.ReplaceAll(form.ID, "-", "")} {
		if got := b.call(t, claims(uuid.New(), nil), "GET", "/uploads/"+id, "").problem(t); got != "404 upload_not_found" {
			t.Errorf("%s: %s", id, got)
		}
	}
}

func TestAddressesThatArentThere(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, target := range []string{"/", "/upload", "/uploads/", "/uploads/a/b"} {
		if got := b.call(t, b.mine(), "GET", target, "").problem(t); got != "404 route_not_found" {
			t.Errorf("%s: %s", target, got)
		}
	}
	got := b.call(t, b.mine(), "PUT", "/uploads", photoOf5)
	if got.problem(t) != "405 method_not_allowed" || got.header.Get("Allow") != "POST" {
		t.Errorf("%s, allowed %s", got.problem(t), got.header.Get("Allow"))
	}
}

func TestTroublesOfAWS(t *testing.T) {
	t.Parallel()
	const down = "503 uploads_unavailable"
	t.Run("nothing is counted that can't be signed", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.signer.err = errDown
		for range 5 {
			if got := b.call(t, b.mine(), "POST", "/uploads", photoOf5).problem(t); got != down {
				t.Error(got)
			}
		}
		b.signer.err = nil
		if got := b.call(t, b.mine(), "POST", "/uploads", photoOf5); got.status != 201 {
			t.Error(got.body)
		}
	})
	t.Run("the ledger", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.ledger.Before = func(string) error { return errDown }
		if got := b.call(t, b.mine(), "POST", "/uploads", photoOf5).problem(t); got != down {
			t.Error(got)
		}
		if got := b.call(t, b.mine(), "GET", "/uploads/"+uuid.NewString(), "").problem(t); got != down {
			t.Error(got)
		}
	})
	t.Run("the ledger, after it took effect", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.ledger.After = func(string) error { return errDown }
		got := b.call(t, b.mine(), "POST", "/uploads", photoOf5)
		if got.problem(t) != down || got.header.Get("Retry-After") == "" {
			t.Error(got.problem(t))
		}
	})
	t.Run("manifests", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.media.Inject = func(string, string) objectstest.Fault { return objectstest.Failed }
		if got := b.call(t, b.mine(), "GET", "/uploads/"+uuid.NewString(), "").problem(t); got != down {
			t.Error(got)
		}
	})
}
