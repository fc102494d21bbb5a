package httpapi_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func (b *bundle) postWithKey(t *testing.T, p person, key, body string) answer {
	t.Helper()
	request := newRequest("POST", "/api/activities", body)
	request.Header.Set("Authorization", "Bearer "+p.token)
	request.Header.Set("Idempotency-Key", key)
	return b.do(t, request)
}

func TestPostAndRead(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	posted := b.call(t, nova.token, "POST", "/api/activities", `{"message":"  h\u00e9llo\r\nworld ","ttl":"1-hour"}`)
	posted.want(t, 201)
	id, _ := posted.JSON["id"].(string)
	if parsed, err := uuid.Parse(id); err != nil || parsed.Version() != 7 {
		t.Errorf("the id %q is no UUIDv7", id)
	}
	if posted.Header.Get("Location") != "/api/activities/"+id {
		t.Errorf("Location is %q", posted.Header.Get("Location"))
	}
	if posted.JSON["message"] != "h\u00e9llo\nworld" {
		t.Errorf("message is %q", posted.JSON["message"])
	}
	created, _ := time.Parse(time.RFC3339Nano, posted.JSON["created_at"].(string))
	expires, _ := time.Parse(time.RFC3339Nano, posted.JSON["expires_at"].(string))
	if expires.Sub(created) != time.Hour || !strings.HasSuffix(posted.JSON["expires_at"].(string), "Z") {
		t.Errorf("lives from %v to %v", posted.JSON["created_at"], posted.JSON["expires_at"])
	}
	read := b.call(t, "", "GET", posted.Header.Get("Location"), "")
	read.want(t, 200)
	if read.Body != posted.Body {
		t.Errorf("read %s, posted %s", read.Body, posted.Body)
	}
	if strings.Contains(read.Body, nova.sub.String()) {
		t.Error("the author's sub is shown")
	}
}

func TestThePostsLifeIsTheAuthorsDefault(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	b.call(t, nova.token, "PATCH", "/api/me", `{"default_ttl":"3-hours"}`).want(t, 200)
	posted := b.call(t, nova.token, "POST", "/api/activities", `{"message":"hi"}`)
	posted.want(t, 201)
	if _, err := b.later(t, 3*time.Hour-time.Minute).store.Activity(t.Context(), uuid.MustParse(posted.JSON["id"].(string))); err != nil {
		t.Errorf("a minute before three hours: %v", err)
	}
	b.later(t, 3*time.Hour).call(t, "", "GET", posted.Header.Get("Location"), "").want(t, 404)
}

func TestPostRefusals(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	tests := []struct {
		name, body string
		status     int
		code       string
		faults     []string
	}{
		{"blank", `{"message":" \n\t"}`, 422, "validation_failed", []string{"message blank"}},
		{"empty", `{"message":""}`, 422, "validation_failed", []string{"message blank"}},
		{"zero-width", `{"message":"\u200b"}`, 422, "validation_failed", []string{"message blank"}},
		{"missing", `{}`, 422, "validation_failed", []string{"message missing"}},
		{"null", `{"message":null}`, 422, "validation_failed", []string{"message wrong_type"}},
		{"a number", `{"message":7}`, 422, "validation_failed", []string{"message wrong_type"}},
		{"too long", `{"message":"` + strings.Repeat("a", 281) + `"}`, 422, "validation_failed", []string{"message too_long"}},
		{"too many bytes", `{"message":"a` + strings.Repeat(`\u0301`, 3000) + `"}`, 422, "validation_failed", []string{"message too_many_bytes"}},
		{"NUL", `{"message":"a\u0000b"}`, 422, "validation_failed", []string{"message contains_nul"}},
		{"control", `{"message":"a\u0007b"}`, 422, "validation_failed", []string{"message control_character"}},
		{"no such life", `{"message":"a","ttl":"2-hours"}`, 422, "validation_failed", []string{"ttl not_allowed"}},
		{"a life of another type", `{"message":"a","ttl":3600}`, 422, "validation_failed", []string{"ttl not_allowed"}},
		{"unknown field", `{"message":"a","expires_at":"2099-01-01T00:00:00Z"}`, 422, "validation_failed", []string{"expires_at unknown_field"}},
		{"everything at once", `{"message":" ","ttl":"never","author":"x"}`, 422, "validation_failed", []string{"author unknown_field", "message blank", "ttl not_allowed"}},
		{"not JSON", `{"message":`, 400, "malformed_json", nil},
		{"an array", `["a"]`, 400, "malformed_json", nil},
		{"twice the same field", `{"message":"a","message":"b"}`, 400, "malformed_json", nil},
		{"two objects", `{"message":"a"}{"message":"b"}`, 400, "malformed_json", nil},
		{"not UTF-8", "{\"message\":\"a\xff\"}", 400, "malformed_json", nil},
		{"too large", `{"message":"` + strings.Repeat("a", 70_000) + `"}`, 413, "body_too_large", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b.call(t, nova.token, "POST", "/api/activities", test.body).wantProblem(t, test.status, test.code, test.faults...)
		})
	}
	t.Run("no body", func(t *testing.T) {
		request := newRequest("POST", "/api/activities", "")
		request.Header.Set("Authorization", "Bearer "+nova.token)
		request.Header.Set("Content-Type", "application/json")
		b.do(t, request).wantProblem(t, 400, "empty_body")
	})
	t.Run("another media type", func(t *testing.T) {
		request := newRequest("POST", "/api/activities", `{"message":"a"}`)
		request.Header.Set("Authorization", "Bearer "+nova.token)
		request.Header.Set("Content-Type", "text/plain")
		b.do(t, request).wantProblem(t, 415, "unsupported_media_type")
	})
	if n := storedActivities(t, b); n != 0 {
		t.Errorf("%d refused posts were stored", n)
	}
}

func TestTwoHundredAndEightyFamiliesFit(t *testing.T) {
	t.Parallel()
	b := setup(t)
	body, err := json.Marshal(map[string]string{"message": strings.Repeat("👨‍👩‍👧", 200)})
	if err != nil {
		t.Fatal(err)
	}
	b.call(t, b.person(t, "nova").token, "POST", "/api/activities", string(body)).want(t, 201)
}

func TestIdempotencyKey(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	first := b.postWithKey(t, nova, "key-00001", `{"message":"once"}`)
	first.want(t, 201)
	b.call(t, nova.token, "PATCH", "/api/me", `{"default_ttl":"1-hour"}`).want(t, 200)
	again := b.postWithKey(t, nova, "key-00001", `{"message":"once"}`)
	again.want(t, 200)
	if again.Body != first.Body {
		t.Errorf("the repetition answers %s, the first %s", again.Body, first.Body)
	}
	for _, other := range []string{`{"message":"twice"}`, `{"message":"once","ttl":"1-day"}`} {
		b.postWithKey(t, nova, "key-00001", other).wantProblem(t, 422, "validation_failed", "Idempotency-Key reused")
	}
	for key, code := range map[string]string{"short": "too_short", "with space": "bad_characters", strings.Repeat("k", 129): "too_long"} {
		b.postWithKey(t, nova, key, `{"message":"a"}`).wantProblem(t, 422, "validation_failed", "Idempotency-Key "+code)
	}
	if n := storedActivities(t, b); n != 1 {
		t.Errorf("%d cruds, want 1", n)
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	target := "/api/activities/" + b.post(t, nova, "regret")
	b.call(t, ziggy.token, "DELETE", target, "").wantProblem(t, 403, "not_author")
	b.call(t, "", "GET", target, "").want(t, 200)
	b.call(t, nova.token, "DELETE", target, "").want(t, 204)
	b.call(t, nova.token, "DELETE", target, "").wantProblem(t, 404, "activity_not_found")
	b.call(t, "", "GET", target, "").wantProblem(t, 404, "activity_not_found")
}

func TestActivityIDs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	for _, id := range []string{"1", "not-a-uuid", "%00", uuid.Nil.String() + "0", "urn:uuid:" + uuid.NewString(), "{" + uuid.NewString() + "}"} {
		for _, method := range []string{"GET", "DELETE"} {
			b.call(t, nova.token, method, "/api/activities/"+id, "").
				wantProblem(t, 422, "validation_failed", "id invalid_uuid")
		}
	}
	b.call(t, "", "GET", fmt.Sprint("/api/activities/", uuid.New()), "").wantProblem(t, 404, "activity_not_found")
}
