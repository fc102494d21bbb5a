package upload_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/media/internal/upload"
)

func TestIncomingKeys(t *testing.T) {
	t.Parallel()
	for _, purpose := range upload.Purposes() {
		want := upload.Incoming{Purpose: purpose, Owner: uuid.New(), ID: uuid.New()}
		if got, err := upload.ParseIncoming(want.Key()); err != nil || got != want {
			t.Errorf("%s: %+v, %v", want.Key(), got, err)
		}
	}
	id := "0199c2d0-0000-7000-8000-00000000000a"
	for _, key := range []string{
		"", "incoming/", "incoming/photo/" + id, "incoming/cat/" + id + "/" + id, "other/photo/" + id + "/" + id,
		"incoming/photo/" + id + "/" + id + "/x", "incoming/photo/" + id + "/" + strings.ToUpper(id),
		"incoming/photo/" + id + "/{" + id + "}", "incoming/photo/../" + id, "/incoming/photo/" + id + "/" + id,
	} {
		if got, err := upload.ParseIncoming(key); err == nil {
			t.Errorf("%q was read as %+v", key, got)
		}
	}
}

func TestOutgoingKeys(t *testing.T) {
	t.Parallel()
	id := uuid.MustParse("0199c2d0-0000-7000-8000-000000000001")
	for got, want := range map[string]string{
		upload.RenditionKey(upload.Photo, id, 320, upload.JPEG):   "media/photos/0199c2d0-0000-7000-8000-000000000001/320.jpg",
		upload.RenditionKey(upload.Message, id, 640, upload.WebP): "media/photos/0199c2d0-0000-7000-8000-000000000001/640.webp",
		upload.RenditionKey(upload.Avatar, id, 64, upload.WebP):   "media/public/0199c2d0-0000-7000-8000-000000000001/64.webp",
		upload.RenditionKey(upload.Banner, id, 600, upload.JPEG):  "media/public/0199c2d0-0000-7000-8000-000000000001/600.jpg",
		upload.ManifestKey(id): "manifests/0199c2d0-0000-7000-8000-000000000001.json",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// The files are the contract with the services that read manifests: a change
// that breaks them needs a new version.
func TestManifestsAreStable(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ready", "refused"} {
		stored, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		manifest, err := upload.DecodeManifest(stored)
		if err != nil {
			t.Fatal(err)
		}
		again, err := manifest.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if compact(t, again) != compact(t, stored) {
			t.Errorf("%s: written again it is\n%s", name, again)
		}
	}
}

func compact(t *testing.T, data []byte) string {
	t.Helper()
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestManifestsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	good := upload.Manifest{
		Version: 1, ID: uuid.New(), Owner: uuid.New(), Purpose: upload.Photo, State: upload.Ready, Picture: &upload.Picture{},
	}
	for name, change := range map[string]func(*upload.Manifest){
		"another version":      func(m *upload.Manifest) { m.Version = 2 },
		"nobody's":             func(m *upload.Manifest) { m.Owner = uuid.Nil },
		"no id":                func(m *upload.Manifest) { m.ID = uuid.Nil },
		"no purpose":           func(m *upload.Manifest) { m.Purpose = "" },
		"pending":              func(m *upload.Manifest) { m.State = upload.Pending },
		"ready with nothing":   func(m *upload.Manifest) { m.Picture = nil },
		"ready and refused":    func(m *upload.Manifest) { m.Refusal = &upload.Refusal{} },
		"refused with picture": func(m *upload.Manifest) { m.State = upload.Refused },
	} {
		bad := good
		change(&bad)
		if _, err := bad.Encode(); err == nil {
			t.Errorf("%s was written", name)
		}
		data, err := json.Marshal(bad)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := upload.DecodeManifest(data); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	if _, err := upload.DecodeManifest([]byte("{")); err == nil {
		t.Error("half a manifest was read")
	}
}

func TestNextDay(t *testing.T) {
	t.Parallel()
	east := time.FixedZone("east", 5*60*60)
	got := upload.NextDay(time.Date(2026, 11, 26, 2, 0, 0, 0, east)) // still the 25th in UTC
	if want := time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("got %s", got)
	}
}
