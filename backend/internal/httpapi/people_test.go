package httpapi_test

import (
	"strings"
	"testing"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

func TestTheFirstCallMakesTheProfile(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.account(t, "nova")
	b.call(t, "", "GET", "/api/users/nova", "").wantProblem(t, 404, "user_not_found")
	me := b.call(t, nova.token, "GET", "/api/me", "")
	me.want(t, 200)
	if me.JSON["handle"] != "nova" || me.JSON["display_name"] != "Name of nova" || me.JSON["default_ttl"] != string(cruddur.DefaultTTL) {
		t.Errorf("got %s", me.Body)
	}
	profile := b.call(t, "", "GET", "/api/users/NOVA", "")
	profile.want(t, 200)
	if strings.Contains(profile.Body+me.Body, nova.sub.String()) {
		t.Error("the sub is shown")
	}
	b.pool.setDown(true) // Cognito is asked on the first call only
	b.call(t, nova.token, "GET", "/api/me", "").want(t, 200)
}

func TestAFirstCallWhileCognitoIsAway(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.account(t, "nova")
	b.pool.setDown(true)
	b.call(t, nova.token, "GET", "/api/me", "").wantProblem(t, 503, "accounts_unavailable")
	b.call(t, nova.token, "POST", "/api/activities", `{"message":"early"}`).wantProblem(t, 503, "accounts_unavailable")
	b.pool.setDown(false)
	b.call(t, nova.token, "POST", "/api/activities", `{"message":"now"}`).want(t, 201)
}

func TestATakenHandleAsksForAnother(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person(t, "nova")
	late := b.account(t, "NOVA")
	for _, call := range [][3]string{
		{"GET", "/api/me", ""},
		{"PATCH", "/api/me", `{"bio":"hi"}`},
		{"POST", "/api/activities", `{"message":"hi"}`},
		{"DELETE", "/api/activities/018f0000-0000-7000-8000-000000000000", ""},
		{"POST", "/api/me", `{"handle":"Nova"}`},
		{"POST", "/api/me", `{"handle":"admin"}`},
	} {
		b.call(t, late.token, call[0], call[1], call[2]).wantProblem(t, 409, "handle_taken")
	}
	for range 2 { // a repetition answers the same
		chosen := b.call(t, late.token, "POST", "/api/me", `{"handle":"nova_two"}`)
		chosen.want(t, 200)
		if chosen.JSON["handle"] != "nova_two" {
			t.Errorf("got %s", chosen.Body)
		}
	}
	b.call(t, late.token, "POST", "/api/me", `{"handle":"third"}`).wantProblem(t, 409, "handle_fixed")
	b.call(t, late.token, "POST", "/api/me", `{"handle":"a b"}`).wantProblem(t, 422, "validation_failed", "handle bad_characters")
}

func TestUpdateMe(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	edited := b.call(t, nova.token, "PATCH", "/api/me",
		`{"display_name":" Nova ✨ ","bio":"a\nb","location":"Here","website":"https://example.org/","default_ttl":"1-day"}`)
	edited.want(t, 200)
	for field, want := range map[string]string{
		"display_name": "Nova ✨", "bio": "a\nb", "location": "Here", "website": "https://example.org/", "default_ttl": "1-day",
	} {
		if edited.JSON[field] != want {
			t.Errorf("%s is %v, want %s", field, edited.JSON[field], want)
		}
	}
	if again := b.call(t, nova.token, "GET", "/api/me", ""); again.Body != edited.Body {
		t.Errorf("read back %s, edited %s", again.Body, edited.Body)
	}

	refusals := map[string][]string{
		`{}`:                    {"body empty"},
		`{"handle":"other"}`:    {"handle unknown_field"},
		`{"display_name":" "}`:  {"display_name blank"},
		`{"display_name":null}`: {"display_name wrong_type"},
		`{"display_name":"a\u202eb","bio":"` + strings.Repeat("b", 161) + `","location":"a\nb","website":"javascript:alert(1)","default_ttl":"forever"}`: {
			"bio too_long", "default_ttl not_allowed", "display_name control_character", "location not_one_line", "website invalid_url",
		},
	}
	for body, faults := range refusals {
		b.call(t, nova.token, "PATCH", "/api/me", body).wantProblem(t, 422, "validation_failed", faults...)
	}
	if again := b.call(t, nova.token, "GET", "/api/me", ""); again.Body != edited.Body {
		t.Errorf("a refused edit changed the profile: %s", again.Body)
	}
}

func TestCheckHandle(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person(t, "nova")
	tests := []struct {
		handle string
		reason any
	}{
		{"free_one", nil},
		{"NoVa", "taken"},
		{"admin", "reserved"},
		{"ab", "too_short"},
		{strings.Repeat("a", 21), "too_long"},
		{"a%20b", "bad_characters"},
		{"a%00b", "bad_characters"},
		{"%ff%ff%ff", "bad_characters"},
	}
	for _, test := range tests {
		got := b.call(t, "", "GET", "/api/handles/"+test.handle, "")
		got.want(t, 200)
		if got.JSON["available"] != (test.reason == nil) || got.JSON["reason"] != test.reason {
			t.Errorf("%s: %s, want %v", test.handle, got.Body, test.reason)
		}
	}
	b.call(t, "", "GET", "/api/handles/"+strings.Repeat("a", 65), "").wantProblem(t, 422, "validation_failed", "handle too_long")
}

func TestUsersThatCantBe(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, suffix := range []string{"", "/activities"} {
		b.call(t, "", "GET", "/api/users/missing"+suffix, "").wantProblem(t, 404, "user_not_found")
		b.call(t, "", "GET", "/api/users/a"+suffix, "").wantProblem(t, 422, "validation_failed", "handle too_short")
		b.call(t, "", "GET", "/api/users/a%00b"+suffix, "").wantProblem(t, 422, "validation_failed", "handle bad_characters")
	}
}
