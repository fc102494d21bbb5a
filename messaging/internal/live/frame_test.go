package live_test

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/api"
	"github.com/cruddur/cruddur/messaging/internal/httpapi/contract"
	"github.com/cruddur/cruddur/messaging/internal/live"
)

// schemaOf is a schema of the contract of frames.
func schemaOf(t *testing.T, name string) *openapi3.Schema {
	t.Helper()
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	files := map[string][]byte{"/live.yaml": api.Live, "/openapi.yaml": api.Contract}
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, at *url.URL) ([]byte, error) { return files[at.Path], nil }
	document, err := loader.LoadFromURI(&url.URL{Path: "/live.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	if err := document.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return document.Components.Schemas[name].Value
}

// frames are all there are.
func frames() map[string]live.Frame {
	group := uuid.MustParse("0199c2d0-0000-7000-8000-000000000001")
	id := uuid.MustParse("0199c2d0-0000-7000-8000-0000000000aa")
	message := contract.Message{
		ID: id, Kind: contract.MessageKindText, Message: "meet <me> & \"Ziggy\" 🚀\n",
		Sender:    contract.Person{Handle: "nova", DisplayName: "Nova"},
		CreatedAt: time.Date(2025, 10, 8, 12, 0, 0, 0, time.UTC),
		ExpiresAt: new(time.Date(2025, 10, 9, 12, 0, 0, 0, time.UTC)),
		ClientID:  new("0199c2d0-0000-4000-8000-00000000c11e"),
		Photos: new([]contract.Photo{{
			ID: group, Alt: "A rocket", Width: 800, Height: 600, Placeholder: "1QcSHQRnh493V4dIh4eXh1h4kJUI",
			BaseURL: "/media/photos/0199c2d0-0000-7000-8000-000000000001/", Signature: "Policy=p&Signature=s&Key-Pair-Id=k",
			Widths: []int{320, 640}, Formats: []string{"webp", "jpeg"},
		}}),
	}
	edited := message
	edited.Photos, edited.ClientID, edited.EditedAt = nil, nil, new(time.Date(2025, 10, 8, 12, 5, 0, 0, time.UTC))
	return map[string]live.Frame{
		"message":         live.Message(group, message),
		"message_edited":  live.MessageEdited(group, edited),
		"message_deleted": live.MessageDeleted(group, id),
		"read":            live.Read(group, "nova", id),
		"typing":          live.Typing(group, "nova"),
		"group_changed":   live.GroupChanged(group),
		"notification":    live.Notification(json.RawMessage(`{"id":"0199c2d0-0000-7000-8000-0000000000bb","kind":"like"}`)),
		"auth_expired":    live.AuthExpired(),
		"pong":            live.Pong(),
		"error":           live.Error(live.CodeMalformed, "A frame is a JSON object with an action."),
	}
}

// Clients are written against these bytes, and against the schema.
func TestFramesAreTheContract(t *testing.T) {
	t.Parallel()
	contracted := schemaOf(t, "Frame")
	if got, want := len(contracted.OneOf), len(frames()); got != want {
		t.Errorf("the contract has %d frames, the code %d", got, want)
	}
	for name, frame := range frames() {
		data, err := frame.Encode()
		if err != nil {
			t.Fatal(err)
		}
		golden, err := os.ReadFile(filepath.Join("testdata", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if got := string(data); got != strings.TrimSpace(string(golden)) {
			t.Errorf("%s:\n got %s\nwant %s", name, got, golden)
		}
		var value any
		if err := json.Unmarshal(data, &value); err != nil {
			t.Fatal(err)
		}
		if err := contracted.VisitJSON(value, openapi3.EnableFormatValidation()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// API Gateway refuses longer ones.
func TestALongMessageIsOnlyHintedAt(t *testing.T) {
	t.Parallel()
	frame := live.Message(group, contract.Message{Message: strings.Repeat("a", live.MaxFrameBytes)})
	data, err := frame.Encode()
	if err != nil || string(data) != `{"type":"group_changed","group_id":"`+group.String()+`"}` {
		t.Errorf("%.100s, %v", data, err)
	}
	if _, err := live.Notification(json.RawMessage(`"` + strings.Repeat("a", live.MaxFrameBytes) + `"`)).Encode(); err == nil {
		t.Error("a notification that is too long was encoded")
	}
}
