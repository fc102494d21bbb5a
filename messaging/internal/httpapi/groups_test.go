package httpapi_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestTwoPeopleHaveOneConversation(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person("nova"), b.person("ziggy")
	var all sync.WaitGroup
	answers := make([]answer, 8)
	for i := range answers {
		all.Go(func() {
			by, with := nova, "ZIGGY"
			if i%2 == 1 {
				by, with = ziggy, "Nova"
			}
			answers[i] = b.call(t, by.token, "POST", groups, `{"handles":["`+with+`"]}`)
		})
	}
	all.Wait()
	made := 0
	for _, a := range answers {
		if a.Status == 201 {
			made++
		} else {
			a.want(t, 200)
		}
		if a.JSON["id"] != answers[0].JSON["id"] || a.JSON["kind"] != "one_to_one" || len(a.JSON["members"].([]any)) != 2 {
			t.Errorf("got %s", a.Body)
		}
	}
	if made != 1 {
		t.Errorf("it was made %d times", made)
	}
}

// The other one doesn't see it before something is said.
func TestTheOtherSeesAConversationWithItsFirstMessage(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person("nova"), b.person("ziggy")
	at := b.pair(t, nova, ziggy)
	count := func(p person) int { return len(b.call(t, p.token, "GET", groups, "").JSON["items"].([]any)) }
	if count(nova) != 1 || count(ziggy) != 0 {
		t.Errorf("%d and %d conversations, want 1 and 0", count(nova), count(ziggy))
	}
	b.say(t, nova, at, "hello")
	list := b.call(t, ziggy.token, "GET", groups, "")
	item := list.JSON["items"].([]any)[0].(map[string]any)
	preview := item["last_message"].(map[string]any)
	if item["unread_count"] != 1.0 || preview["excerpt"] != "hello" || preview["sender"].(map[string]any)["handle"] != "nova" {
		t.Errorf("the other one sees %s", list.Body)
	}
}

func TestStartRefusals(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy, luna := b.person("nova"), b.person("ziggy"), b.person("luna")
	gone, blocker := b.person("gone"), b.person("blocker")
	b.directory.Suspend(gone.Person)
	b.directory.Block(blocker.Person, nova.Person)
	tests := []struct {
		body   string
		faults []string
	}{
		{`{}`, []string{"handles missing"}},
		{`{"handles":[]}`, []string{"handles too_few"}},
		{`{"handles":["x"],"more":1}`, []string{"handles.0 too_short", "more unknown_field"}},
		{`{"handles":["nobody"]}`, []string{"handles.0 unknown"}},
		{`{"handles":["nova"]}`, []string{"handles.0 oneself"}},
		{`{"handles":["gone"]}`, []string{"handles.0 suspended"}},
		{`{"handles":["blocker"]}`, []string{"handles.0 not_allowed"}},
		{`{"handles":["ziggy","luna"]}`, []string{"name missing"}},
		{`{"handles":["ziggy"],"name":"two"}`, []string{"handles too_few"}},
		{`{"handles":["ziggy","luna"],"name":" "}`, []string{"name blank"}},
		{`{"handles":["ziggy","luna"],"name":"a\nb"}`, []string{"name not_one_line"}},
		{`{"handles":["ziggy","luna"],"name":"` + strings.Repeat("n", 51) + `"}`, []string{"name too_long"}},
		{`{"handles":["ziggy","nobody","Ziggy","nova"],"name":"g"}`, []string{"handles.1 unknown", "handles.2 repeated", "handles.3 oneself"}},
		{`{"handles":["ziggy","gone","blocker"],"name":"g"}`, []string{"handles.1 suspended", "handles.2 not_allowed"}},
		{`{"handles":[` + strings.Repeat(`"abc",`, 19) + `"abc"],"name":"g"}`, []string{"handles too_many"}},
	}
	for _, test := range tests {
		b.call(t, nova.token, "POST", groups, test.body).wantProblem(t, 422, "validation_failed", test.faults...)
	}
	if list := b.call(t, nova.token, "GET", groups, ""); len(list.JSON["items"].([]any)) != 0 {
		t.Errorf("something was started: %s", list.Body)
	}
	_, _ = ziggy, luna
}

func TestGroupLife(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy, luna, vega := b.person("nova"), b.person("ziggy"), b.person("luna"), b.person("vega")
	at := b.group(t, nova, ziggy, luna)
	if list := b.call(t, luna.token, "GET", groups, ""); len(list.JSON["items"].([]any)) != 1 {
		t.Errorf("a member of a new group sees %s", list.Body)
	}
	b.say(t, nova, at, "before")
	for range 2 {
		added := b.call(t, ziggy.token, "POST", at+"/members", `{"handle":"vega"}`)
		added.want(t, 200)
		if len(added.JSON["members"].([]any)) != 4 {
			t.Errorf("added: %s", added.Body)
		}
	}
	renamed := b.call(t, vega.token, "PATCH", at, `{"name":" New  Name ","timer":"1-day"}`)
	renamed.want(t, 200)
	if renamed.JSON["name"] != "New  Name" || renamed.JSON["timer"] != "1-day" {
		t.Errorf("renamed: %s", renamed.Body)
	}
	b.call(t, vega.token, "PATCH", at, `{"name":"New  Name","timer":"1-day"}`).want(t, 200)
	b.say(t, vega, at, "after")
	b.call(t, luna.token, "DELETE", at+"/members/me", "").want(t, 204)

	if got := b.call(t, nova.token, "GET", at+"/messages", "").texts(); got != "left after renamed timer added before created" {
		t.Errorf("everything: %s", got)
	}
	if got := b.call(t, vega.token, "GET", at+"/messages", "").texts(); got != "left after renamed timer added" {
		t.Errorf("who came later sees %s", got)
	}
	page := b.call(t, nova.token, "GET", at+"/messages", "").JSON["items"].([]any)
	added := page[4].(map[string]any)
	if added["subject"].(map[string]any)["handle"] != "vega" || added["sender"].(map[string]any)["handle"] != "ziggy" {
		t.Errorf("who added whom: %v", added)
	}
	if left := b.call(t, luna.token, "GET", groups, ""); len(left.JSON["items"].([]any)) != 0 {
		t.Errorf("who left still sees %s", left.Body)
	}
	b.call(t, nova.token, "GET", at, "").want(t, 200)
}

func TestGroupsOfTwentyAtMost(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person("nova")
	others := make([]person, 19)
	for i := range others {
		others[i] = b.person(fmt.Sprint("other", i))
	}
	at := b.group(t, nova, others...)
	b.person("late")
	b.call(t, nova.token, "POST", at+"/members", `{"handle":"late"}`).wantProblem(t, 409, "group_full")
	b.call(t, others[0].token, "DELETE", at+"/members/me", "").want(t, 204)
	b.call(t, nova.token, "POST", at+"/members", `{"handle":"late"}`).want(t, 200)
	b.call(t, nova.token, "POST", at+"/members", `{"handle":"nobody"}`).wantProblem(t, 422, "validation_failed", "handle unknown")
}

func TestAGroupIsMadeOnceForAKey(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person("nova")
	b.person("ziggy")
	b.person("luna")
	start := func(body string) answer {
		request := newRequest("POST", groups, body)
		request.Header.Set("Authorization", "Bearer "+nova.token)
		request.Header.Set("Idempotency-Key", "key-00001")
		return b.do(t, request)
	}
	first := start(`{"handles":["ziggy","luna"],"name":"g"}`)
	first.want(t, 201)
	second := start(`{"handles":["Luna","ziggy"],"name":"g"}`)
	second.want(t, 200)
	if first.JSON["id"] != second.JSON["id"] {
		t.Error("it was made twice")
	}
	start(`{"handles":["ziggy","luna"],"name":"h"}`).wantProblem(t, 422, "validation_failed", "Idempotency-Key reused")
}

func TestWhatOnlyGroupsDo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person("nova"), b.person("ziggy")
	b.person("luna")
	at := b.pair(t, nova, ziggy)
	b.call(t, nova.token, "PATCH", at, `{"name":"x"}`).wantProblem(t, 409, "one_to_one")
	b.call(t, nova.token, "POST", at+"/members", `{"handle":"luna"}`).wantProblem(t, 409, "one_to_one")
	b.call(t, nova.token, "DELETE", at+"/members/me", "").wantProblem(t, 409, "one_to_one")
	b.call(t, nova.token, "PATCH", at, `{}`).wantProblem(t, 422, "validation_failed", "body empty")
	b.call(t, nova.token, "PATCH", at, `{"timer":"2-days"}`).wantProblem(t, 422, "validation_failed", "timer not_allowed")
	b.call(t, ziggy.token, "PATCH", at, `{"timer":"1-hour"}`).want(t, 200)
}

// Strangers, former members and who asks for what never was are answered alike,
// by every operation on a conversation.
func TestOnlyMembersKnowAConversation(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy, luna, stranger := b.person("nova"), b.person("ziggy"), b.person("luna"), b.person("stranger")
	at := b.group(t, nova, ziggy, luna)
	message := b.say(t, luna, at, "secret")
	b.call(t, luna.token, "DELETE", at+"/members/me", "").want(t, 204)
	bodies := map[string]string{
		"updateMessageGroup": `{"name":"x","timer":"1-day"}`,
		"addMember":          `{"handle":"stranger"}`,
		"markRead":           `{"message_id":"` + message + `"}`,
		"sendMessage":        `{"message":"hello"}`,
		"editMessage":        `{"message":"edited"}`,
	}
	asked := 0
	for path, item := range document().Paths.Map() {
		if !strings.Contains(path, "{id}") {
			continue
		}
		for method, operation := range item.Operations() {
			asked++
			seen := map[string]bool{}
			for _, who := range []person{stranger, luna} {
				for _, group := range []string{at, groups + "/" + uuid.NewString()} {
					target := strings.Replace(path, groups+"/{id}", group, 1)
					request := newRequest(method, strings.Replace(target, "{message_id}", message, 1), bodies[operation.OperationID])
					request.Header.Set("Authorization", "Bearer "+who.token)
					request.Header.Set("Idempotency-Key", "key-00001")
					got := b.do(t, request)
					got.wantProblem(t, 404, "group_not_found")
					delete(got.JSON, "request_id")
					seen[fmt.Sprint(got.JSON)] = true
				}
			}
			if len(seen) != 1 {
				t.Errorf("%s: the answers can be told apart: %v", operation.OperationID, seen)
			}
		}
	}
	if asked < 12 {
		t.Errorf("only %d operations were asked", asked)
	}
	if got := b.call(t, nova.token, "GET", at+"/messages", "").texts(); got != "left secret created" {
		t.Errorf("something was changed: %s", got)
	}
}

// Every operation of the contract but health needs a token, a profile, and a good
// standing.
func TestWhoMayCall(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person("nova"), b.person("ziggy")
	at := b.pair(t, nova, ziggy)
	b.call(t, "", "GET", groups, "").wantProblem(t, 401, "token_missing")
	b.call(t, "forged", "GET", groups, "").wantProblem(t, 401, "token_invalid")
	b.call(t, uuid.NewString(), "GET", groups, "").wantProblem(t, 403, "profile_missing")
	b.directory.Suspend(nova.Person)
	for _, target := range []string{groups, at, at + "/messages", groups + "/unread"} {
		b.call(t, nova.token, "GET", target, "").wantProblem(t, 403, "account_suspended")
	}
	b.send(t, nova, at, "key-00001", `{"message":"hello"}`).wantProblem(t, 403, "account_suspended")
	for path, item := range document().Paths.Map() {
		for method, operation := range item.Operations() {
			health := operation.Tags[0] == "health"
			if open := operation.Security != nil && len(*operation.Security) == 0; open != health {
				t.Errorf("%s %s is open: %v", method, path, open)
			}
		}
	}
}

func TestListPages(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person("nova")
	for i := range 7 {
		other := b.person(fmt.Sprint("other", i))
		b.say(t, nova, b.pair(t, nova, other), fmt.Sprint(i))
	}
	var seen []string
	target := groups + "?limit=3"
	for target != "" {
		page := b.call(t, nova.token, "GET", target, "")
		page.want(t, 200)
		for _, item := range page.JSON["items"].([]any) {
			seen = append(seen, item.(map[string]any)["last_message"].(map[string]any)["excerpt"].(string))
		}
		target = ""
		if next, more := page.JSON["next_cursor"].(string); more {
			target = groups + "?limit=3&cursor=" + url.QueryEscape(next)
		}
	}
	if got := strings.Join(seen, ""); got != "6543210" {
		t.Errorf("listed %s", got)
	}
	page := b.call(t, nova.token, "GET", groups+"?limit=1", "")
	cursor := url.QueryEscape(page.JSON["next_cursor"].(string))
	id := page.JSON["items"].([]any)[0].(map[string]any)["id"].(string)
	b.call(t, nova.token, "GET", groups+"/"+id+"/messages?cursor="+cursor, "").
		wantProblem(t, 422, "validation_failed", "cursor invalid_cursor")
	b.call(t, nova.token, "GET", groups+"?cursor=!!&limit=0", "").
		wantProblem(t, 422, "validation_failed", "cursor invalid_cursor", "limit out_of_range")
}

// A row of somebody who has left takes no place in a page, should there be one.
func TestRowsOfFormerMembersAreNotListed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy, luna := b.person("nova"), b.person("ziggy"), b.person("luna")
	for range 3 {
		at := b.group(t, nova, ziggy, luna)
		b.call(t, nova.token, "DELETE", at+"/members/me", "").want(t, 204)
		id := uuid.MustParse(strings.TrimPrefix(at, groups+"/"))
		if err := b.store.OpenInbox(t.Context(), nova.Sub, id, b.clock.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	b.pair(t, nova, ziggy)
	b.pair(t, nova, luna)
	page := b.call(t, nova.token, "GET", groups+"?limit=2", "")
	if items := page.JSON["items"].([]any); len(items) != 2 || page.JSON["next_cursor"] != nil || strings.Contains(page.Body, "The Group") {
		t.Errorf("listed %s", page.Body)
	}
	if unread := b.call(t, nova.token, "GET", groups+"/unread", ""); unread.JSON["groups"] != 0.0 {
		t.Errorf("unread: %s", unread.Body)
	}
}
