package httpapi_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestReplying(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	root := b.post(t, nova, "root")
	posted := b.call(t, ziggy.token, "POST", "/api/activities/"+root+"/replies", `{"message":" first "}`)
	posted.want(t, 201)
	id := posted.JSON["id"].(string)
	if posted.Header.Get("Location") != "/api/activities/"+id || posted.JSON["root"] != root || posted.JSON["reply_to"] != root || posted.JSON["message"] != "first" {
		t.Errorf("posted %s, at %s", posted.Body, posted.Header.Get("Location"))
	}
	nested := b.reply(t, nova, id, "second")
	read := b.call(t, "", "GET", "/api/activities/"+nested, "")
	if read.JSON["root"] != root || read.JSON["reply_to"] != id || read.JSON["replies_count"] != 0.0 {
		t.Errorf("nested: %s", read.Body)
	}
	top := b.call(t, "", "GET", "/api/activities/"+root, "")
	if top.JSON["replies_count"] != 1.0 || top.JSON["root"] != nil || top.JSON["expires_at"] != read.JSON["expires_at"] {
		t.Errorf("root: %s", top.Body)
	}
	ancestors := b.call(t, "", "GET", "/api/activities/"+nested+"/ancestors", "")
	if got := fmt.Sprint(ids(ancestors)); got != fmt.Sprint([]string{id, root}) {
		t.Errorf("ancestors: %s", got)
	}
	if of := b.call(t, "", "GET", "/api/activities/"+root+"/ancestors", ""); of.Body != "{\"items\":[]}\n" {
		t.Errorf("ancestors of a root: %s", of.Body)
	}
	feed := b.call(t, "", "GET", "/api/feeds/public", "")
	if len(ids(feed)) != 1 {
		t.Errorf("replies are in the feed: %s", feed.Body)
	}
}

// ids are those of a page's items.
func ids(page answer) (found []string) {
	for _, item := range page.JSON["items"].([]any) {
		found = append(found, item.(map[string]any)["id"].(string))
	}
	return found
}

func TestAStoneInAThread(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	root := b.post(t, nova, "root")
	middle := b.reply(t, nova, root, "to be regretted")
	leaf := b.reply(t, nova, middle, "leaf")
	b.call(t, nova.token, "DELETE", "/api/activities/"+middle, "").want(t, 204)
	b.call(t, "", "GET", "/api/activities/"+middle, "").wantProblem(t, 404, "activity_not_found")
	stones := []answer{
		b.call(t, "", "GET", "/api/activities/"+root+"/replies", ""),
		b.call(t, "", "GET", "/api/activities/"+leaf+"/ancestors", ""),
	}
	for _, page := range stones {
		page.want(t, 200)
		stone := page.JSON["items"].([]any)[0].(map[string]any)
		if stone["id"] != middle || stone["activity"] != nil || stone["replies_count"] != 1.0 || strings.Contains(page.Body, "regretted") {
			t.Errorf("the stone: %v", stone)
		}
	}
	if below := b.call(t, "", "GET", "/api/activities/"+middle+"/replies", ""); fmt.Sprint(ids(below)) != fmt.Sprint([]string{leaf}) {
		t.Errorf("below the stone: %s", below.Body)
	}
	b.call(t, nova.token, "POST", "/api/activities/"+middle+"/replies", `{"message":"x"}`).wantProblem(t, 404, "activity_not_found")
}

func TestRepliesPage(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	root := b.post(t, nova, "root")
	want := make([]string, 5)
	for i := range want {
		want[i] = b.reply(t, nova, root, fmt.Sprint("reply ", i))
	}
	list := "/api/activities/" + root + "/replies?limit=2"
	var got []string
	target := list
	for target != "" {
		page := b.call(t, "", "GET", target, "")
		page.want(t, 200)
		got = append(got, ids(page)...)
		target = ""
		if next, more := page.JSON["next_cursor"].(string); more {
			target = list + "&cursor=" + url.QueryEscape(next)
			for _, other := range []string{"/api/activities/" + root + "/ancestors", "/api/activities/" + want[0] + "/replies", "/api/feeds/public"} {
				b.call(t, "", "GET", other+"?cursor="+url.QueryEscape(next), "").
					wantProblem(t, 422, "validation_failed", "cursor invalid_cursor")
			}
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestReplyProblems(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	root := b.post(t, nova, "root")
	target := "/api/activities/" + root + "/replies"
	b.call(t, "", "POST", target, `{"message":"x"}`).wantProblem(t, 401, "token_missing")
	b.call(t, nova.token, "POST", target, `{"message":" ","ttl":"1-day","to":"x"}`).
		wantProblem(t, 422, "validation_failed", "message blank", "to unknown_field", "ttl unknown_field")
	b.call(t, nova.token, "POST", target, `{}`).wantProblem(t, 422, "validation_failed", "message missing")
	b.call(t, nova.token, "POST", "/api/activities/nonsense/replies", `{"message":"x"}`).
		wantProblem(t, 422, "validation_failed", "id invalid_uuid")
	missing := "/api/activities/" + uuid.NewString()
	for _, call := range [][3]string{{"POST", "/replies", `{"message":"x"}`}, {"GET", "/replies", ""}, {"GET", "/ancestors", ""}} {
		b.call(t, nova.token, call[0], missing+call[1], call[2]).wantProblem(t, 404, "activity_not_found")
	}
	if n := storedActivities(t, b); n != 1 {
		t.Errorf("%d cruds are stored, want 1", n)
	}
}

// A reply and a crud with the same words are not the same request; nor are
// replies to two cruds.
func TestReplyIdempotency(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	root, other := b.post(t, nova, "root"), b.post(t, nova, "other")
	reply := func(to string) answer {
		request := newRequest("POST", "/api/activities/"+to+"/replies", `{"message":"same"}`)
		request.Header.Set("Authorization", "Bearer "+nova.token)
		request.Header.Set("Idempotency-Key", "key-00001")
		return b.do(t, request)
	}
	first := reply(root)
	first.want(t, 201)
	again := reply(root)
	again.want(t, 200)
	if again.Body != first.Body {
		t.Errorf("the repetition answers %s, the first %s", again.Body, first.Body)
	}
	reply(other).wantProblem(t, 422, "validation_failed", "Idempotency-Key reused")
	b.postWithKey(t, nova, "key-00001", `{"message":"same"}`).wantProblem(t, 422, "validation_failed", "Idempotency-Key reused")
	if top := b.call(t, "", "GET", "/api/activities/"+root, ""); top.JSON["replies_count"] != 1.0 {
		t.Errorf("counted twice: %s", top.Body)
	}
}

func TestLives(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	root := b.post(t, nova, "root")
	reply := b.reply(t, nova, root, "reply")
	target := "/api/activities/" + root

	changed := b.call(t, nova.token, "PUT", target+"/life", `{"ttl":"1-day"}`)
	changed.want(t, 200)
	starts, _ := time.Parse(time.RFC3339Nano, changed.JSON["life_starts_at"].(string))
	ends, _ := time.Parse(time.RFC3339Nano, changed.JSON["expires_at"].(string))
	if ends.Sub(starts) != 24*time.Hour || changed.JSON["created_at"] == changed.JSON["life_starts_at"] {
		t.Errorf("changed: %s", changed.Body)
	}
	burning := b.call(t, nova.token, "PUT", target+"/burn", "")
	burning.want(t, 200)
	if end, _ := time.Parse(time.RFC3339Nano, burning.JSON["expires_at"].(string)); time.Until(end) > 10*time.Second {
		t.Errorf("burning: %s", burning.Body)
	}
	lives := b.call(t, "", "GET", "/api/lives?ids="+root+","+reply+","+uuid.NewString(), "")
	lives.want(t, 200)
	for _, item := range lives.JSON["items"].([]any) {
		if life := item.(map[string]any); life["expires_at"] != burning.JSON["expires_at"] {
			t.Errorf("a life: %v, want the burning one", life)
		}
	}
	if len(ids(lives)) != 2 {
		t.Errorf("lives: %s", lives.Body)
	}
	spared := b.call(t, nova.token, "DELETE", target+"/burn", "")
	spared.want(t, 200)
	if spared.Body != changed.Body {
		// The reply is counted in both.
		t.Errorf("spared: %s, want %s", spared.Body, changed.Body)
	}

	b.call(t, nova.token, "DELETE", target+"/burn", "").wantProblem(t, 409, "not_burning")
	for _, call := range [][3]string{{"PUT", "/life", `{"ttl":"1-day"}`}, {"PUT", "/burn", ""}, {"DELETE", "/burn", ""}} {
		b.call(t, nova.token, call[0], "/api/activities/"+reply+call[1], call[2]).wantProblem(t, 409, "life_of_root")
		b.call(t, ziggy.token, call[0], target+call[1], call[2]).wantProblem(t, 403, "not_author")
		b.call(t, "", call[0], target+call[1], call[2]).wantProblem(t, 401, "token_missing")
		b.call(t, nova.token, call[0], "/api/activities/x"+call[1], call[2]).wantProblem(t, 422, "validation_failed", "id invalid_uuid")
	}
	b.call(t, nova.token, "PUT", target+"/life", `{"ttl":"2-days","for":1}`).
		wantProblem(t, 422, "validation_failed", "for unknown_field", "ttl not_allowed")
}

func TestLivesRefusals(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := uuid.NewString()
	many := strings.TrimSuffix(strings.Repeat(id+",", 101), ",")
	for query, fault := range map[string]string{
		"":                          "ids missing",
		"?ids=":                     "ids empty",
		"?ids=nonsense":             "ids.0 invalid_uuid",
		"?ids=" + id + ",":          "ids.1 invalid_uuid",
		"?ids=" + many:              "ids too_many",
		"?ids=" + id + "&ids=" + id: "ids repeated",
	} {
		b.call(t, "", "GET", "/api/lives"+query, "").wantProblem(t, 422, "validation_failed", fault)
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	fresh := b.call(t, "", "GET", "/api/status", "")
	fresh.want(t, 200)
	if fresh.JSON["deleted"] != 0.0 || fresh.JSON["lag_p50_seconds"] != nil || fresh.JSON["oldest_expired_seconds"] != nil {
		t.Errorf("before anything: %s", fresh.Body)
	}
	b.post(t, nova, "brief")
	b = b.later(t, time.Hour+20*time.Second)
	waiting := b.call(t, "", "GET", "/api/status", "")
	if oldest, _ := waiting.JSON["oldest_expired_seconds"].(float64); oldest < 15 || oldest > 60 {
		t.Errorf("before the purge: %s", waiting.Body)
	}
	if _, err := b.store.Purge(t.Context(), "operator", 10); err != nil {
		t.Fatal(err)
	}
	after := b.call(t, "", "GET", "/api/status", "")
	lag, _ := after.JSON["lag_p99_seconds"].(float64)
	if after.JSON["deleted"] != 1.0 || lag < 15 || lag > 60 || after.JSON["oldest_expired_seconds"] != nil {
		t.Errorf("after the purge: %s", after.Body)
	}
}

func TestPreviews(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	b.call(t, nova.token, "PATCH", "/api/me", `{"display_name":"<b>Nova</b>","bio":"stars & \"dust\""}`).want(t, 200)
	id := b.post(t, nova, "hello\n<script>alert(1)</script>")

	profile := b.call(t, "", "GET", "/api/previews/users/NOVA", "")
	profile.want(t, 200)
	for _, want := range []string{
		`<title>&lt;b&gt;Nova&lt;/b&gt; (@nova) on Cruddur</title>`,
		`<meta property="og:description" content="stars &amp; &#34;dust&#34;">`,
		`<meta property="og:url" content="https://cruddur.test/@nova">`,
		`<meta property="og:type" content="profile">`,
	} {
		if !strings.Contains(profile.Body, want) {
			t.Errorf("the profile has no %s:\n%s", want, profile.Body)
		}
	}
	crud := b.call(t, "", "GET", "/api/previews/activities/"+id, "")
	crud.want(t, 200)
	expires := b.call(t, "", "GET", "/api/activities/"+id, "").JSON["expires_at"].(string)[:19] + "Z"
	for _, want := range []string{
		`content="hello &lt;script&gt;alert(1)&lt;/script&gt;"`,
		`<link rel="canonical" href="https://cruddur.test/@nova/cruds/` + id + `">`,
		`<meta name="robots" content="noarchive, unavailable_after: ` + expires + `">`,
		`<meta property="article:expiration_time" content="` + expires + `">`,
	} {
		if !strings.Contains(crud.Body, want) {
			t.Errorf("the crud has no %s:\n%s", want, crud.Body)
		}
	}
	if kind := crud.Header.Get("Content-Type"); kind != "text/html; charset=utf-8" {
		t.Errorf("it is %s", kind)
	}
	b.call(t, "", "GET", "/api/previews/activities/"+uuid.NewString(), "").wantProblem(t, 404, "activity_not_found")
	b.call(t, "", "GET", "/api/previews/users/missing", "").wantProblem(t, 404, "user_not_found")
}
