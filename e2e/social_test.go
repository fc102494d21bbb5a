package e2e_test

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cruddur/cruddur/e2e/contract"
)

// reply replies to a crud; key is its Idempotency-Key.
func (v visitor) reply(to, message, key string) answer {
	v.t.Helper()
	body := encode(v.t, map[string]string{"message": message})
	return v.do(contract.Call{Method: http.MethodPost, Path: "/api/activities/" + to + "/replies", Body: body, IdempotencyKey: key})
}

func (v visitor) follow(other visitor) answer {
	v.t.Helper()
	return v.call(http.MethodPut, "/api/users/"+other.account.Handle+"/follow", nil)
}

// threadItem is a place in a thread.
type threadItem struct {
	ID       string    `json:"id"`
	Activity *activity `json:"activity"`
}

func (a answer) thread() []threadItem {
	a.t.Helper()
	var decoded struct {
		Items []threadItem `json:"items"`
	}
	if err := json.Unmarshal(a.want(http.StatusOK).Body, &decoded); err != nil {
		a.t.Fatal(err)
	}
	return decoded.Items
}

// Two people find each other, follow, talk in a thread, and part again.
func TestPeopleFollowAndTalk(t *testing.T) {
	kim, robin := newcomer(t, "Kim"), newcomer(t, "Robin")
	const home = "/api/feeds/home"
	if got := kim.get(home).page(); len(got.Items) != 0 {
		t.Errorf("a newcomer's home holds %+v", got.Items)
	}
	root := robin.post(words("anybody awake?"), "1-hour", "").want(http.StatusCreated).text("id")
	if got := kim.follow(robin).want(http.StatusOK).field("followers_count"); got != 1.0 {
		t.Errorf("Robin has %v followers, want 1", got)
	}
	kim.follow(robin).want(http.StatusOK)
	if !kim.get(home).page().has(root) {
		t.Error("the crud of the followed is not in the home feed")
	}
	seen := robin.get("/api/users/" + kim.account.Handle)
	if viewer, _ := seen.field("viewer").(map[string]any); viewer["followed_by"] != true || viewer["following"] != false {
		t.Errorf("Kim, to Robin: %s", seen.Body)
	}
	followers := stranger(t).get("/api/users/" + robin.account.Handle + "/followers").want(http.StatusOK)
	if !strings.Contains(string(followers.Body), kim.account.Handle) || strings.Contains(string(followers.Body), "viewer") {
		t.Errorf("the followers, to a stranger: %s", followers.Body)
	}

	key := rand.Text()
	first := kim.reply(root, words("I am"), key).want(http.StatusCreated)
	kim.reply(root, words("I am"), key).want(http.StatusOK)
	second := robin.reply(first.text("id"), words("then sleep"), "").want(http.StatusCreated).text("id")
	if got := stranger(t).get("/api/activities/" + root).field("replies_count"); got != 1.0 {
		t.Errorf("the root counts %v replies, want 1", got)
	}
	kim.call(http.MethodDelete, "/api/activities/"+first.text("id"), nil).want(http.StatusNoContent)
	replies := stranger(t).get("/api/activities/" + root + "/replies").thread()
	if len(replies) != 1 || replies[0].Activity != nil {
		t.Errorf("where the reply was: %+v, want a stone", replies)
	}
	ancestors := stranger(t).get("/api/activities/" + second + "/ancestors").thread()
	if len(ancestors) != 2 || ancestors[1].ID != root {
		t.Errorf("the ancestors: %+v, want a stone and the root", ancestors)
	}

	kim.call(http.MethodDelete, "/api/users/"+robin.account.Handle+"/follow", nil).want(http.StatusOK)
	if kim.get(home).page().has(root) {
		t.Error("the crud of who is no longer followed is still in the home feed")
	}
}

// A life is changed, burned and spared, and everybody's clocks follow; when it
// ends, the thread ends.
func TestALifeThatChanges(t *testing.T) {
	kim, robin := newcomer(t, "Kim"), newcomer(t, "Robin")
	posted := kim.post(words("for an hour"), "1-hour", "").want(http.StatusCreated)
	root, path := posted.text("id"), "/api/activities/"+posted.text("id")
	reply := robin.reply(root, words("not longer?"), "").want(http.StatusCreated).text("id")
	robin.call(http.MethodPut, path+"/life", map[string]string{"ttl": "1-day"}).problem(http.StatusForbidden, "not_author")
	robin.call(http.MethodPut, "/api/activities/"+reply+"/life", map[string]string{"ttl": "1-day"}).problem(http.StatusConflict, "life_of_root")
	kim.call(http.MethodPut, path+"/life", map[string]string{"ttl": "3-hours"}).want(http.StatusOK)

	moveClock(t, 2*time.Hour)
	stranger(t).get("/api/activities/" + reply).want(http.StatusOK)
	end := stranger(t).get(path).text("expires_at")
	burning := kim.call(http.MethodPut, path+"/burn", nil).want(http.StatusOK).text("expires_at")
	if lives := stranger(t).get("/api/lives?ids=" + root + "," + reply).want(http.StatusOK); strings.Count(string(lives.Body), burning) != 2 {
		t.Errorf("everybody sees %s, want two lives until %s", lives.Body, burning)
	}
	if spared := kim.call(http.MethodDelete, path+"/burn", nil).want(http.StatusOK).text("expires_at"); spared != end {
		t.Errorf("spared until %s, want %s", spared, end)
	}
	kim.call(http.MethodPut, path+"/burn", nil).want(http.StatusOK)
	moveClock(t, 2*time.Hour+11*time.Second)
	for _, id := range []string{root, reply} {
		stranger(t).get("/api/activities/"+id).problem(http.StatusNotFound, "activity_not_found")
	}
	robin.reply(root, words("too late"), "").problem(http.StatusNotFound, "activity_not_found")
	kim.call(http.MethodPut, path+"/life", map[string]string{"ttl": "1-day"}).problem(http.StatusNotFound, "activity_not_found")
	if lives := stranger(t).get("/api/lives?ids=" + root + "," + reply); string(lives.Body) != "{\"items\":[]}\n" {
		t.Errorf("lives of what is gone: %s", lives.Body)
	}
}

// Two tabs and an impatient finger: everything is done once, and nobody is told
// of a fault.
func TestDoubleClicks(t *testing.T) {
	kim, robin := newcomer(t, "Kim"), newcomer(t, "Robin")
	root := robin.post(words("click me"), "1-hour", "").want(http.StatusCreated).text("id")
	key := rand.Text()
	var wait sync.WaitGroup
	for range 6 {
		wait.Go(func() {
			for _, got := range []answer{
				kim.follow(robin),
				kim.reply(root, words("clicked"), key),
				robin.call(http.MethodPut, "/api/activities/"+root+"/life", map[string]string{"ttl": "1-day"}),
			} {
				if got.Status >= http.StatusMultipleChoices {
					t.Errorf("%s answers %d: %s", got.about, got.Status, got.Body)
				}
			}
		})
	}
	wait.Wait()
	if got := stranger(t).get("/api/users/" + robin.account.Handle).field("followers_count"); got != 1.0 {
		t.Errorf("%v followers, want 1", got)
	}
	if got := stranger(t).get("/api/activities/" + root).field("replies_count"); got != 1.0 {
		t.Errorf("%v replies, want 1", got)
	}
}

// The status is public, and tells of the purge that is running.
func TestTheStatusIsPublic(t *testing.T) {
	kim := newcomer(t, "Kim")
	kim.post(words("to be purged"), "1-hour", "").want(http.StatusCreated)
	before := stranger(t).get("/api/status").want(http.StatusOK).field("deleted").(float64)
	moveClock(t, time.Hour+time.Second)
	eventually(t, "the purge has deleted the crud", func() bool {
		return stranger(t).get("/api/status").want(http.StatusOK).field("deleted").(float64) > before
	})
	if lag, _ := stranger(t).get("/api/status").field("lag_p99_seconds").(float64); lag <= 0 {
		t.Errorf("the lag is %v", lag)
	}
}

// Programs that unfold links get a document of their own behind the same
// address; people get the site.
func TestCrawlersAreShownPreviews(t *testing.T) {
	kim := newcomer(t, "Kim")
	id := kim.post(words("unfold me"), "1-hour", "").want(http.StatusCreated).text("id")
	const crawler = "facebookexternalhit/1.1"
	page := "/@" + kim.account.Handle + "/cruds/" + id
	response, body := fetch(t, http.MethodGet, page, "User-Agent", crawler)
	if response.StatusCode != http.StatusOK || !strings.Contains(body, words("unfold me")) || !strings.Contains(body, `property="og:url" content="`+product.url+page) {
		t.Errorf("the crud, to a crawler: %d %s", response.StatusCode, body)
	}
	if _, body := fetch(t, http.MethodGet, "/@"+kim.account.Handle, "User-Agent", crawler); !strings.Contains(body, `property="og:type" content="profile"`) {
		t.Errorf("the profile, to a crawler: %s", body)
	}
	response, body = fetch(t, http.MethodGet, page, "User-Agent", "Mozilla/5.0 Firefox/140.0")
	if !strings.Contains(body, `<div id="root">`) || !strings.Contains(response.Header.Get("Vary"), "User-Agent") {
		t.Errorf("to people: %v %s", response.Header, body)
	}
	moveClock(t, time.Hour+time.Second)
	if response, body := fetch(t, http.MethodGet, page, "User-Agent", crawler); response.StatusCode != http.StatusNotFound || strings.Contains(body, "unfold") {
		t.Errorf("after its end: %d %s", response.StatusCode, body)
	}
}

// What can't be read of an address is refused, not passed over.
func TestMalformedQueriesThroughTheEdge(t *testing.T) {
	for _, query := range []string{"cursor=%zz", "limit=1;cursor=a"} {
		if response, body := fetch(t, http.MethodGet, "/api/feeds/public?"+query); response.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, `"malformed"`) {
			t.Errorf("%s: %d %s", query, response.StatusCode, body)
		}
	}
}
