package httpapi

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/httpapi/contract"
)

// The answer must be what encoding/json would make of the contract's type, in
// which no field is left out here: one that is added to the contract fails this
// until it is filled in, and then until it is written.
func TestFeedAnswerIsTheContracts(t *testing.T) {
	t.Parallel()
	id, cursor := uuid.MustParse("0190f0a4-1c2b-7d3e-8f4a-5b6c7d8e9f00"), "aG9tZXwx"
	at := time.Date(2026, 11, 25, 8, 30, 0, 123456000, time.UTC)
	avatar := &contract.PublicPicture{
		BaseURL: "/media/public/x/", Formats: []string{"webp", "jpeg"}, Placeholder: "a+/=", Widths: []int{64, 128},
	}
	photo := contract.Photo{
		Alt: "a <star> & more", Animated: true, BaseURL: "/media/photos/x/", FocalPoint: contract.FocalPoint{X: 0.25, Y: 1},
		Formats: []string{"jpeg"}, Height: 3, ID: id, Placeholder: "b", Signature: "Policy=a&Signature=b&Key-Pair-Id=c", Width: 4, Widths: []int{4},
	}
	full := contract.Activity{
		Author: contract.Author{DisplayName: "Nova", Handle: "nova", Avatar: avatar}, Photos: &[]contract.Photo{photo, photo}, CreatedAt: at, ExpiresAt: at.Add(time.Hour), ID: id,
		LifeStartsAt: at.Truncate(time.Second), Message: "plain words, nothing else.", RepliesCount: 12, ReplyTo: &id, Root: &id,
	}
	value, kind := reflect.ValueOf(full), reflect.TypeFor[contract.Activity]()
	for i := range kind.NumField() {
		if value.Field(i).IsZero() {
			t.Fatalf("%s is left out", kind.Field(i).Name)
		}
	}
	root := full
	root.ReplyTo, root.Root, root.Photos, root.Author.Avatar = nil, nil, nil, nil
	page := contract.ActivityPage{Items: []contract.Activity{full, root}, NextCursor: &cursor}
	for _, text := range []string{
		`"quoted" and \ slashed`, "a\tb\nc\x01\x7f", "<b>&amp;</b>", "naïve 🔥 e\u0301 \u2028 \u2029 \ufffd", "not \xff UTF-8", "",
	} {
		odd := root
		odd.Message, odd.Author.DisplayName = text, text
		page.Items = append(page.Items, odd)
	}
	for name, page := range map[string]contract.ActivityPage{
		"full": page, "last": {Items: page.Items}, "empty": {Items: []contract.Activity{}},
	} {
		var want bytes.Buffer
		if err := json.NewEncoder(&want).Encode(page); err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second is written with the buffer of the first
			got := httptest.NewRecorder()
			if err := feedAnswer(page).write(got); err != nil {
				t.Fatal(err)
			}
			if got.Body.String() != want.String() {
				t.Errorf("%s:\n%s\nwant\n%s", name, got.Body, &want)
			}
		}
	}
}
