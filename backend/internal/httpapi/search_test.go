package httpapi_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

func TestSearchUsers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	for i := range 12 {
		b.person(t, fmt.Sprint("ziggy_", i))
	}
	b.call(t, nova.token, "PUT", "/api/users/ziggy_7/follow", "").want(t, 200)
	found := b.call(t, nova.token, "GET", "/api/users?prefix=%40ZIGGY", "")
	found.want(t, 200)
	items := found.JSON["items"].([]any)
	if len(items) != 10 {
		t.Fatalf("%d people without a limit", len(items))
	}
	first := items[0].(map[string]any)
	if first["handle"] != "ziggy_7" || first["display_name"] != "Name of ziggy_7" || fmt.Sprint(first["viewer"]) != "map[followed_by:false following:true]" {
		t.Errorf("first %v", first)
	}
	if strings.Contains(found.Body, nova.sub.String()) || found.JSON["next_cursor"] != nil {
		t.Errorf("got %s", found.Body)
	}
	if all := b.call(t, nova.token, "GET", "/api/users?limit=20&prefix=name%20of%20", ""); len(all.JSON["items"].([]any)) != 12 {
		t.Errorf("by name, without oneself: %s", all.Body)
	}
	if none := b.call(t, nova.token, "GET", "/api/users?prefix=%25", ""); none.Body != "{\"items\":[]}\n" {
		t.Errorf("nobody: %q", none.Body)
	}
	// Whoever searches before anything else is made a profile.
	newcomer := b.account(t, "newcomer")
	b.call(t, newcomer.token, "GET", "/api/users?prefix=x", "").want(t, 200)
	b.call(t, "", "GET", "/api/users/newcomer", "").want(t, 200)
}

func TestSearchUsersProblems(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	b.call(t, "", "GET", "/api/users?prefix=a", "").wantProblem(t, 401, "token_missing")
	tests := map[string]string{
		"":                               "prefix missing",
		"?prefix=":                       "prefix blank",
		"?prefix=%20%E2%80%8B":           "prefix blank",
		"?prefix=a%00":                   "prefix contains_nul",
		"?prefix=%FF":                    "prefix invalid_utf8",
		"?prefix=a%0Ab":                  "prefix not_one_line",
		"?prefix=%E2%80%AEabc":           "prefix control_character",
		"?prefix=a&prefix=b":             "prefix repeated",
		"?prefix=a&limit=0":              "limit out_of_range",
		"?prefix=a&limit=21":             "limit out_of_range",
		"?prefix=a&limit=many":           "limit wrong_type",
		"?prefix=a&cursor=b":             "cursor unknown_field",
		"?prefix=" + long(51):            "prefix too_long",
		"?prefix=" + long(51) + "&x=y":   "prefix too_long, x unknown_field",
		"?limit=1&prefix=e" + marks(800): "prefix too_many_bytes",
	}
	for query, want := range tests {
		b.call(t, nova.token, "GET", "/api/users"+query, "").wantProblem(t, 422, "validation_failed", strings.Split(want, ", ")...)
	}
	for _, query := range []string{"?prefix=" + long(50), "?prefix=%F0%9F%91%A9%E2%80%8D%F0%9F%9A%80", "?prefix=%D9%85%D8%AD", "?prefix=%5C", "?prefix=e" + marks(300)} {
		b.call(t, nova.token, "GET", "/api/users"+query, "").want(t, 200)
	}
}

func long(characters int) string { return strings.Repeat("a", characters) }

// marks are combining ones, which all belong to the character before them.
func marks(n int) string { return url.QueryEscape(strings.Repeat("\u0316\u0329\u033b", n)) }
