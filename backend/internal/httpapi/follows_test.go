package httpapi_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

func TestFollowing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	const follow = "/api/users/ziggy/follow"
	for range 2 {
		followed := b.call(t, nova.token, "PUT", follow, "")
		followed.want(t, 200)
		if fmt.Sprint(followed.JSON["viewer"]) != "map[followed_by:false following:true]" || followed.JSON["followers_count"] != 1.0 {
			t.Errorf("followed: %s", followed.Body)
		}
	}
	if seen := b.call(t, ziggy.token, "GET", "/api/users/nova", ""); fmt.Sprint(seen.JSON["viewer"]) != "map[followed_by:true following:false]" {
		t.Errorf("the follower: %s", seen.Body)
	}
	for name, token := range map[string]string{"nobody": "", "oneself": ziggy.token} {
		if seen := b.call(t, token, "GET", "/api/users/ziggy", ""); seen.JSON["viewer"] != nil || seen.JSON["followers_count"] != 1.0 {
			t.Errorf("seen by %s: %s", name, seen.Body)
		}
	}
	if me := b.call(t, nova.token, "GET", "/api/me", ""); me.JSON["following_count"] != 1.0 || me.JSON["followers_count"] != 0.0 {
		t.Errorf("me: %s", me.Body)
	}
	for range 2 {
		b.call(t, nova.token, "DELETE", follow, "").want(t, 200)
	}
	if seen := b.call(t, nova.token, "GET", "/api/users/ziggy", ""); seen.JSON["followers_count"] != 0.0 {
		t.Errorf("no longer followed: %s", seen.Body)
	}
}

func TestFollowProblems(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	b.person(t, "troll")
	if _, _, err := b.store.Suspend(t.Context(), "troll", "spam"); err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"PUT", "DELETE"} {
		b.call(t, nova.token, method, "/api/users/nova/follow", "").wantProblem(t, 409, "follow_self")
		b.call(t, nova.token, method, "/api/users/missing/follow", "").wantProblem(t, 404, "user_not_found")
		b.call(t, nova.token, method, "/api/users/troll/follow", "").wantProblem(t, 404, "user_suspended")
		b.call(t, nova.token, method, "/api/users/a-b/follow", "").wantProblem(t, 422, "validation_failed", "handle bad_characters")
		b.call(t, "", method, "/api/users/nova/follow", "").wantProblem(t, 401, "token_missing")
	}
	for _, target := range []string{"/api/users/troll", "/api/users/troll/activities", "/api/users/troll/followers", "/api/users/troll/following", "/api/previews/users/troll"} {
		b.call(t, "", "GET", target, "").wantProblem(t, 404, "user_suspended")
	}
}

// Where a token is optional, one that doesn't count is still refused: its owner
// would otherwise be shown what strangers see, and wonder.
func TestOptionalTokens(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person(t, "nova")
	for _, target := range []string{"/api/users/nova", "/api/users/nova/followers", "/api/users/nova/following"} {
		b.call(t, "", "GET", target, "").want(t, 200)
		b.call(t, "nonsense", "GET", target, "").wantProblem(t, 401, "token_invalid")
	}
}

func TestListsOfPeoplePage(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	for i := range 5 {
		fan := b.person(t, fmt.Sprint("fan_", i))
		b.call(t, fan.token, "PUT", "/api/users/nova/follow", "").want(t, 200)
	}
	var handles []string
	target := "/api/users/nova/followers?limit=2"
	for target != "" {
		page := b.call(t, nova.token, "GET", target, "")
		page.want(t, 200)
		for _, item := range page.JSON["items"].([]any) {
			person := item.(map[string]any)
			handles = append(handles, person["handle"].(string))
			if fmt.Sprint(person["viewer"]) != "map[followed_by:true following:false]" {
				t.Errorf("%v", person)
			}
		}
		if strings.Contains(page.Body, nova.sub.String()) {
			t.Error("a sub is shown")
		}
		target = ""
		if next, more := page.JSON["next_cursor"].(string); more {
			target = "/api/users/NOVA/followers?limit=2&cursor=" + url.QueryEscape(next)
			b.call(t, nova.token, "GET", "/api/users/nova/following?cursor="+url.QueryEscape(next), "").
				wantProblem(t, 422, "validation_failed", "cursor invalid_cursor")
		}
	}
	if got := strings.Join(handles, " "); got != "fan_4 fan_3 fan_2 fan_1 fan_0" {
		t.Errorf("followers: %s", got)
	}
}

func TestHomeFeed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	b.post(t, ziggy, "theirs")
	b.call(t, "", "GET", "/api/feeds/home", "").wantProblem(t, 401, "token_missing")
	empty := b.call(t, nova.token, "GET", "/api/feeds/home", "")
	empty.want(t, 200)
	if empty.Body != "{\"items\":[]}\n" {
		t.Errorf("of a newcomer: %s", empty.Body)
	}
	b.call(t, nova.token, "PUT", "/api/users/ziggy/follow", "").want(t, 200)
	b.post(t, nova, "mine")
	page := b.call(t, nova.token, "GET", "/api/feeds/home?limit=1", "")
	next := url.QueryEscape(page.JSON["next_cursor"].(string))
	rest := b.call(t, nova.token, "GET", "/api/feeds/home?cursor="+next, "")
	if !strings.Contains(page.Body, "mine") || !strings.Contains(rest.Body, "theirs") || strings.Contains(rest.Body, "mine") {
		t.Errorf("pages: %s %s", page.Body, rest.Body)
	}
	for _, other := range []string{"/api/feeds/public?cursor=", "/api/users/nova/activities?cursor="} {
		b.call(t, nova.token, "GET", other+next, "").wantProblem(t, 422, "validation_failed", "cursor invalid_cursor")
	}
	// Whoever asks for their home before anything else is made a profile.
	newcomer := b.account(t, "newcomer")
	b.call(t, newcomer.token, "GET", "/api/feeds/home", "").want(t, 200)
	b.call(t, "", "GET", "/api/users/newcomer", "").want(t, 200)
}

func TestTheSuspendedMayDoNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	troll, nova := b.person(t, "troll"), b.person(t, "nova")
	id := b.post(t, nova, "hello")
	if _, _, err := b.store.Suspend(t.Context(), "troll", "spam"); err != nil {
		t.Fatal(err)
	}
	for _, call := range [][3]string{
		{"GET", "/api/me", ""},
		{"PATCH", "/api/me", `{"bio":"x"}`},
		{"GET", "/api/feeds/home", ""},
		{"GET", "/api/users?prefix=nova", ""},
		{"POST", "/api/activities", `{"message":"spam"}`},
		{"POST", "/api/activities/" + id + "/replies", `{"message":"spam"}`},
		{"PUT", "/api/users/nova/follow", ""},
		{"DELETE", "/api/users/nova/follow", ""},
		{"PUT", "/api/activities/" + id + "/life", `{"ttl":"1-day"}`},
		{"PUT", "/api/activities/" + id + "/burn", ""},
		{"DELETE", "/api/activities/" + id + "/burn", ""},
		{"DELETE", "/api/activities/" + id, ""},
	} {
		b.call(t, troll.token, call[0], call[1], call[2]).wantProblem(t, 403, "account_suspended")
	}
}
