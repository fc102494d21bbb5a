package e2e_test

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/e2e/people"
)

// A person signs up, posts, is read by a stranger, edits their profile and
// takes the crud back.
func TestFromSignUpToDelete(t *testing.T) {
	account := people.NewAccount("Kim")
	kim := join(t, account)
	me := kim.get("/api/me").want(http.StatusOK)
	if me.text("handle") != account.Handle || me.text("display_name") != "Kim" {
		t.Errorf("the new profile is %s", me.Body)
	}
	for _, secret := range []string{account.Email, "sub"} {
		if strings.Contains(string(me.Body), secret) {
			t.Errorf("the profile tells %q: %s", secret, me.Body)
		}
	}

	posted := kim.post(words("hello, world"), "1-hour", "").want(http.StatusCreated)
	id, location := posted.text("id"), posted.Header.Get("Location")
	reader := stranger(t)
	if read := reader.get(location).want(http.StatusOK); string(read.Body) != string(posted.Body) {
		t.Errorf("posted %s, read %s", posted.Body, read.Body)
	}
	if !reader.get("/api/feeds/public").page().has(id) {
		t.Error("the crud is not in the public feed")
	}
	if !reader.get("/api/users/" + strings.ToUpper(account.Handle) + "/activities").page().has(id) {
		t.Error("the crud is not on the author's profile")
	}
	if got := reader.get("/api/users/" + account.Handle).field("cruds_count"); got != 1.0 {
		t.Errorf("the profile counts %v cruds, want 1", got)
	}

	kim.call(http.MethodPatch, "/api/me", map[string]string{"display_name": "Kim K.", "bio": "short-lived"}).want(http.StatusOK)
	if user := reader.get("/api/users/" + account.Handle); user.text("display_name") != "Kim K." || user.text("bio") != "short-lived" {
		t.Errorf("after editing the profile is %s", user.Body)
	}

	newcomer(t, "Somebody else").call(http.MethodDelete, location, nil).problem(http.StatusForbidden, "not_author")
	kim.call(http.MethodDelete, location, nil).want(http.StatusNoContent)
	reader.get(location).problem(http.StatusNotFound, "activity_not_found")
	if reader.get("/api/feeds/public").page().has(id) {
		t.Error("the deleted crud is still in the public feed")
	}
}

func TestARepeatedPostPostsOnce(t *testing.T) {
	kim := newcomer(t, "Kim")
	key, message := rand.Text(), words("once is enough")
	first := kim.post(message, "1-day", key).want(http.StatusCreated)
	second := kim.post(message, "1-day", key).want(http.StatusOK)
	if string(first.Body) != string(second.Body) {
		t.Errorf("posted %s, repeated %s", first.Body, second.Body)
	}
	kim.post(words("something else"), "1-day", key).want(http.StatusUnprocessableEntity)
	if got := kim.get("/api/me").field("cruds_count"); got != 1.0 {
		t.Errorf("there are %v cruds, want 1", got)
	}
	kim.call(http.MethodDelete, first.Header.Get("Location"), nil).want(http.StatusNoContent)
	kim.post(message, "1-day", key).problem(http.StatusNotFound, "activity_not_found")
}

// Two people choose the same handle; the slower one chooses again.
func TestATakenHandle(t *testing.T) {
	fast, slow := people.NewAccount("Fast"), people.NewAccount("Slow")
	slow.Handle = strings.ToUpper(fast.Handle)
	second := join(t, slow)
	join(t, fast).get("/api/me").want(http.StatusOK)

	second.get("/api/me").problem(http.StatusConflict, "handle_taken")
	second.post(words("too early"), "1-hour", "").problem(http.StatusConflict, "handle_taken")
	if got := second.get("/api/handles/" + slow.Handle); got.field("available") != false || got.text("reason") != "taken" {
		t.Errorf("the taken handle: %s", got.Body)
	}
	second.call(http.MethodPost, "/api/me", map[string]string{"handle": fast.Handle}).problem(http.StatusConflict, "handle_taken")
	free := people.NewAccount("").Handle
	second.call(http.MethodPost, "/api/me", map[string]string{"handle": free}).want(http.StatusOK)
	if got := second.get("/api/me").text("handle"); got != free {
		t.Errorf("the handle is %q, want %q", got, free)
	}
	second.call(http.MethodPost, "/api/me", map[string]string{"handle": "another_one"}).problem(http.StatusConflict, "handle_fixed")
}

// Bad input is refused with every fault named, and changes nothing.
func TestBadInputThroughTheEdge(t *testing.T) {
	kim := newcomer(t, "Kim")
	refused := kim.call(http.MethodPost, "/api/activities", map[string]any{"message": " \n", "ttl": "for-ever", "pinned": true})
	refused.problem(http.StatusUnprocessableEntity, "validation_failed")
	faults := map[string]bool{}
	for _, fault := range refused.field("errors").([]any) {
		faults[fault.(map[string]any)["field"].(string)] = true
	}
	for _, field := range []string{"message", "ttl", "pinned"} {
		if !faults[field] {
			t.Errorf("the fault of %s is not named: %s", field, refused.Body)
		}
	}
	kim.call(http.MethodPatch, "/api/me", map[string]string{"display_name": "New", "website": "javascript:alert(1)"}).
		problem(http.StatusUnprocessableEntity, "validation_failed")
	if me := kim.get("/api/me"); me.text("display_name") != "Kim" || me.field("cruds_count") != 0.0 {
		t.Errorf("a refused request changed something: %s", me.Body)
	}
	for _, path := range []string{"/api/activities/not-a-uuid", "/api/feeds/public?cursor=x", "/api/feeds/public?limit=101"} {
		stranger(t).get(path).problem(http.StatusUnprocessableEntity, "validation_failed")
	}
}

// Pages neither skip nor repeat, also while cruds arrive.
func TestPagesOfTheFeed(t *testing.T) {
	kim := newcomer(t, "Kim")
	var posted []string
	for range 5 {
		posted = append(posted, kim.post(words("page by page"), "1-day", "").want(http.StatusCreated).text("id"))
	}
	path := "/api/users/" + kim.account.Handle + "/activities?limit=2"
	var seen []string
	for cursor := ""; ; {
		got := stranger(t).get(path + cursor).page()
		for _, item := range got.Items {
			seen = append([]string{item.ID}, seen...)
		}
		if got.NextCursor == "" {
			break
		}
		cursor = "&cursor=" + got.NextCursor
		kim.post(words("meanwhile"), "1-day", "").want(http.StatusCreated)
	}
	if strings.Join(seen, " ") != strings.Join(posted, " ") {
		t.Errorf("posted %v\nread   %v", posted, seen)
	}
}
