package httpapi_test

import (
	"encoding/base64"
	"fmt"
	"net/http/httptest"
	"net/url"
	"testing"
)

func TestFeedsPage(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	for i := range 25 {
		b.post(t, nova, fmt.Sprint("crud ", i))
	}
	for _, list := range []string{"/api/feeds/public", "/api/users/NOVA/activities"} {
		seen := map[string]bool{}
		target, pages := list, 0
		for target != "" {
			page := b.call(t, "", "GET", target, "")
			page.want(t, 200)
			for _, item := range page.JSON["items"].([]any) {
				seen[item.(map[string]any)["message"].(string)] = true
			}
			pages++
			target = ""
			if next, more := page.JSON["next_cursor"].(string); more {
				target = list + "?cursor=" + url.QueryEscape(next)
			}
		}
		if len(seen) != 25 || pages != 2 {
			t.Errorf("%s: %d cruds on %d pages, want 25 on 2", list, len(seen), pages)
		}
	}
}

func TestEmptyFeeds(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person(t, "nova")
	for _, list := range []string{"/api/feeds/public", "/api/users/nova/activities"} {
		page := b.call(t, "", "GET", list, "")
		page.want(t, 200)
		if items, ok := page.JSON["items"].([]any); !ok || len(items) != 0 {
			t.Errorf("%s: %s, want an empty list", list, page.Body)
		}
	}
}

func TestFeedRefusals(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	b.post(t, nova, "one")
	b.post(t, nova, "two")
	public := b.call(t, "", "GET", "/api/feeds/public?limit=1", "").JSON["next_cursor"].(string)
	encode := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	const id = "018f0000-0000-7000-8000-000000000000"

	const feed, profile = "/api/feeds/public", "/api/users/nova/activities"
	tests := []struct {
		target string
		faults []string
	}{
		{feed + "?limit=0", []string{"limit out_of_range"}},
		{feed + "?limit=101", []string{"limit out_of_range"}},
		{feed + "?limit=-1", []string{"limit out_of_range"}},
		{feed + "?limit=ten", []string{"limit wrong_type"}},
		{feed + "?limit=1.5", []string{"limit wrong_type"}},
		{feed + "?limit=", []string{"limit empty"}},
		{feed + "?limit=99999999999999999999", []string{"limit wrong_type"}},
		{feed + "?limit=1&limit=2", []string{"limit repeated"}},
		{feed + "?cursor=%zz", []string{"query malformed"}},
		{feed + "?limit=1;offset=2", []string{"query malformed"}},
		{feed + "?offset=20", []string{"offset unknown_field"}},
		{feed + "?cursor=%21%21", []string{"cursor invalid_cursor"}},
		{feed + "?cursor=" + encode("public|now|"+id), []string{"cursor invalid_cursor"}},
		{feed + "?cursor=" + encode("public|-1|"+id), []string{"cursor invalid_cursor"}},
		{feed + "?cursor=" + encode("public|9223372036854775807|"+id), []string{"cursor invalid_cursor"}},
		{feed + "?cursor=" + encode("public|1|x"), []string{"cursor invalid_cursor"}},
		{feed + "?cursor=" + encode("public|1"), []string{"cursor invalid_cursor"}},
		{feed + "?cursor=" + public + "=", []string{"cursor invalid_cursor"}},
		{profile + "?cursor=" + public, []string{"cursor invalid_cursor"}}, // of another list
		{feed + "?cursor=!&limit=0&page=2", []string{"cursor invalid_cursor", "limit out_of_range", "page unknown_field"}},
	}
	for _, test := range tests {
		t.Run(test.target, func(t *testing.T) {
			b.call(t, "", "GET", test.target, "").wantProblem(t, 422, "validation_failed", test.faults...)
		})
	}
	b.call(t, "", "GET", feed+"?limit=1&cursor="+public, "").want(t, 200)
	b.call(t, "", "GET", feed+"?cursor="+encode("public|0|"+id), "").want(t, 200)
}

func TestLongAnswersAreCompressed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	for range 20 {
		b.post(t, nova, "the same again and again")
	}
	get := func(target string) *httptest.ResponseRecorder {
		request := newRequest("GET", target, "")
		request.Header.Set("Accept-Encoding", "gzip")
		recorder := httptest.NewRecorder()
		b.handler.ServeHTTP(recorder, request)
		return recorder
	}
	long := get("/api/feeds/public")
	if long.Header().Get("Content-Encoding") != "gzip" || long.Body.Len() > 1500 || long.Header().Get("Vary") != "Accept-Encoding" {
		t.Errorf("%d bytes, headers %v", long.Body.Len(), long.Header())
	}
	if short := get("/api/health-check"); short.Header().Get("Content-Encoding") != "" {
		t.Error("a short answer was compressed")
	}
	plain := b.call(t, "", "GET", "/api/feeds/public", "")
	if plain.Header.Get("Content-Encoding") != "" {
		t.Error("a client that takes nothing got something compressed")
	}
}
