package httpapi_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/platform/fault"
)

func TestSendingAgainSendsOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person("nova"), b.person("ziggy")
	at := b.pair(t, nova, ziggy)
	first := b.send(t, nova, at, "key-00001", `{"message":" hello\r\n "}`)
	first.want(t, 201)
	if first.JSON["message"] != "hello" || first.JSON["client_id"] != "key-00001" || first.Header.Get("Location") != at+"/messages/"+first.JSON["id"].(string) {
		t.Errorf("sent %s, at %s", first.Body, first.Header.Get("Location"))
	}
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			again := b.send(t, nova, at, "key-00001", `{"message":"hello"}`)
			again.want(t, 200)
			if again.JSON["id"] != first.JSON["id"] {
				t.Errorf("again: %s", again.Body)
			}
		})
	}
	all.Wait()
	if got := b.call(t, ziggy.token, "GET", at+"/messages", ""); got.texts() != "hello" || strings.Contains(got.Body, "client_id") {
		t.Errorf("the other one reads %s", got.Body)
	}
	b.send(t, nova, at, "key-00001", `{"message":"other"}`).wantProblem(t, 422, "validation_failed", "Idempotency-Key reused")
	b.send(t, ziggy, at, "key-00001", `{"message":"hello"}`).want(t, 201)
	b.call(t, nova.token, "DELETE", first.Header.Get("Location"), "").want(t, 204)
	b.send(t, nova, at, "key-00001", `{"message":"hello"}`).wantProblem(t, 404, "message_not_found")
}

func TestSendRefusals(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person("nova"), b.person("ziggy")
	at := b.pair(t, nova, ziggy)
	family := "👨‍👩‍👧‍👦"
	photo := `{"id":"` + uuid.NewString() + `"}`
	tests := []struct {
		body   string
		faults []string
	}{
		{`{}`, []string{"message missing"}},
		{`{"message":""}`, []string{"message blank"}},
		{`{"message":" \u200b\n"}`, []string{"message blank"}},
		{`{"message":"` + strings.Repeat("a", 1025) + `"}`, []string{"message too_long"}},
		{`{"message":"` + strings.Repeat(family, 200) + `"}`, []string{"message too_many_bytes"}},
		{`{"message":"a\u0000"}`, []string{"message contains_nul"}},
		{`{"message":1,"more":2}`, []string{"message wrong_type", "more unknown_field"}},
		{`{"message":"","photos":[` + strings.Repeat(photo+",", 4) + photo + `]}`, []string{"photos too_many"}},
		{`{"message":"","photos":[{"id":"x"},{"alt":"y"}]}`, []string{"photos.0.id invalid_uuid", "photos.1.id missing"}},
	}
	for _, test := range tests {
		b.send(t, nova, at, "key-00001", test.body).wantProblem(t, 422, "validation_failed", test.faults...)
	}
	b.call(t, nova.token, "POST", at+"/messages", `{"message":"hello"}`).wantProblem(t, 422, "validation_failed", "Idempotency-Key missing")
	b.send(t, nova, at, "short", `{"message":"hello"}`).wantProblem(t, 422, "validation_failed", "Idempotency-Key too_short")
	b.send(t, nova, at, "key-00001", `["hello"]`).wantProblem(t, 400, "malformed_json")
	for _, message := range []string{strings.Repeat("a", 1024), strings.Repeat(family, 160)} {
		b.send(t, nova, at, uuid.NewString(), `{"message":"`+message+`"}`).want(t, 201)
	}
}

func TestWhoMayBeWrittenTo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy, luna := b.person("nova"), b.person("ziggy"), b.person("luna")
	blocked, suspended := b.pair(t, nova, ziggy), b.pair(t, nova, luna)
	group := b.group(t, nova, ziggy, luna)
	b.say(t, ziggy, blocked, "hello")
	b.directory.Block(ziggy.Person, nova.Person)
	b.directory.Suspend(luna.Person)
	for _, at := range []string{blocked, suspended} {
		b.send(t, nova, at, "key-00001", `{"message":"hello"}`).wantProblem(t, 403, "cannot_write")
		b.call(t, nova.token, "POST", at+"/typing", "").wantProblem(t, 403, "cannot_write")
	}
	// What was said can still be read, and the conversation found.
	if got := b.call(t, nova.token, "GET", blocked+"/messages", "").texts(); got != "hello" {
		t.Errorf("reads %s", got)
	}
	b.call(t, nova.token, "POST", groups, `{"handles":["ziggy"]}`).want(t, 200)
	// In a group everybody speaks to everybody.
	b.say(t, nova, group, "hello")
	for _, member := range b.call(t, nova.token, "GET", suspended, "").JSON["members"].([]any) {
		if m := member.(map[string]any); m["suspended"] != (m["handle"] == "luna") {
			t.Errorf("a member is %v", m)
		}
	}
}

func TestEditing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person("nova"), b.person("ziggy")
	at := b.pair(t, nova, ziggy)
	message := at + "/messages/" + b.say(t, nova, at, "first")
	for _, text := range []string{"second", "third", "third"} {
		edited := b.call(t, nova.token, "PATCH", message, `{"message":"`+text+`"}`)
		edited.want(t, 200)
		if edited.JSON["message"] != text || edited.JSON["edited_at"] == nil {
			t.Errorf("edited: %s", edited.Body)
		}
	}
	if list := b.call(t, ziggy.token, "GET", groups, ""); !strings.Contains(list.Body, `"excerpt":"third"`) {
		t.Errorf("the preview is %s", list.Body)
	}
	b.call(t, nova.token, "PATCH", message, `{"message":" "}`).wantProblem(t, 422, "validation_failed", "message blank")
	b.call(t, ziggy.token, "PATCH", message, `{"message":"x"}`).wantProblem(t, 403, "not_sender")
	b.call(t, nova.token, "PATCH", at+"/messages/"+uuid.NewString(), `{"message":"x"}`).wantProblem(t, 404, "message_not_found")
	b.clock.advance(conversations.EditTime)
	b.call(t, nova.token, "PATCH", message, `{"message":"x"}`).wantProblem(t, 409, "too_late")
	b.call(t, nova.token, "DELETE", message, "").want(t, 204)
	b.call(t, nova.token, "PATCH", message, `{"message":"x"}`).wantProblem(t, 404, "message_not_found")
}

func TestManyEditsAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person("nova"), b.person("ziggy")
	at := b.pair(t, nova, ziggy)
	message := at + "/messages/" + b.say(t, nova, at, "first")
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			b.call(t, nova.token, "PATCH", message, fmt.Sprintf(`{"message":"edit %d"}`, i)).want(t, 200)
		})
	}
	all.Wait()
	shown := b.call(t, nova.token, "GET", message, "").JSON["message"].(string)
	if list := b.call(t, ziggy.token, "GET", groups, ""); !strings.Contains(list.Body, `"excerpt":"`+shown+`"`) {
		t.Errorf("the message says %q, the preview %s", shown, list.Body)
	}
}

func TestDeletingForEverybody(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy, luna := b.person("nova"), b.person("ziggy"), b.person("luna")
	at := b.group(t, nova, ziggy, luna)
	b.say(t, ziggy, at, "stays")
	message := at + "/messages/" + b.say(t, nova, at, "goes")
	b.call(t, ziggy.token, "DELETE", message, "").wantProblem(t, 403, "not_sender")
	b.call(t, nova.token, "DELETE", message, "").want(t, 204)
	b.call(t, nova.token, "DELETE", message, "").wantProblem(t, 404, "message_not_found")
	list := b.call(t, luna.token, "GET", groups, "")
	if item := list.JSON["items"].([]any)[0].(map[string]any); item["unread_count"] != 1.0 || strings.Contains(list.Body, "goes") ||
		!strings.Contains(list.Body, `"excerpt":"stays"`) {
		t.Errorf("listed %s", list.Body)
	}
	page := b.call(t, nova.token, "GET", at+"/messages", "")
	if page.texts() != "stays created" {
		t.Errorf("reads %s", page.texts())
	}
	created := page.JSON["items"].([]any)[1].(map[string]any)["id"].(string)
	b.call(t, nova.token, "DELETE", at+"/messages/"+created, "").wantProblem(t, 409, "not_text")
	b.call(t, nova.token, "PATCH", at+"/messages/"+created, `{"message":"x"}`).wantProblem(t, 409, "not_text")
}

// walk follows next_cursor and joins what the pages say.
func (b *bundle) walk(t *testing.T, p person, at, query string) (said string, pages int) {
	t.Helper()
	all, cursor := []string{}, ""
	for {
		page := b.call(t, p.token, "GET", at+"/messages?"+query+cursor, "")
		page.want(t, 200)
		all = append(all, page.texts())
		next, more := page.JSON["next_cursor"].(string)
		if !more {
			return strings.Join(all, " "), len(all)
		}
		query, cursor = "limit=3", "&cursor="+url.QueryEscape(next)
	}
}

func TestPagesBothWays(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person("nova"), b.person("ziggy")
	at := b.pair(t, nova, ziggy)
	ids := make([]string, 8)
	for i := range ids {
		ids[i] = b.say(t, nova, at, fmt.Sprint(i))
		b.clock.advance(time.Minute) // and a second
	}
	tests := []struct {
		query, want string
		pages       int
	}{
		{"limit=3", "7 6 5 4 3 2 1 0", 3},
		{"limit=3&before=" + ids[4], "3 2 1 0", 2},
		{"limit=3&before=" + ids[0], "", 1},
		// from two minutes before: 5 is 122 seconds older than 7
		{"limit=3&after=" + ids[7], "6 7", 1},
		{"limit=3&after=" + ids[3], "2 3 4 5 6 7", 2},
		{"limit=100", "7 6 5 4 3 2 1 0", 1},
	}
	for _, test := range tests {
		said, pages := b.walk(t, ziggy, at, test.query)
		if said != test.want || pages != test.pages {
			t.Errorf("%s: %q on %d pages, want %q on %d", test.query, said, pages, test.want, test.pages)
		}
	}
}

func TestPageRefusals(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy, luna := b.person("nova"), b.person("ziggy"), b.person("luna")
	at, other := b.pair(t, nova, ziggy), b.pair(t, nova, luna)
	id := b.say(t, nova, at, "one")
	b.say(t, nova, at, "two")
	cursor := b.call(t, nova.token, "GET", at+"/messages?limit=1", "").JSON["next_cursor"].(string)
	encode := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	group := strings.TrimPrefix(at, groups+"/")
	tests := []struct {
		target string
		faults []string
	}{
		{at + "/messages?before=" + uuid.NewString(), []string{"before invalid_uuid"}}, // of version 4
		{at + "/messages?before=x&after=y&limit=101", []string{"after invalid_uuid", "before invalid_uuid", "limit out_of_range"}},
		{at + "/messages?before=" + id + "&after=" + id, []string{"before excluded", "after excluded"}},
		{at + "/messages?before=" + id + "&cursor=" + cursor, []string{"before excluded", "cursor excluded"}},
		{other + "/messages?cursor=" + cursor, []string{"cursor invalid_cursor"}},
		{at + "/messages?cursor=" + encode("sideways|"+group+"|"+id), []string{"cursor invalid_cursor"}},
		{at + "/messages?cursor=" + encode("older|"+group+"|x"), []string{"cursor invalid_cursor"}},
		{at + "/messages?cursor=" + encode("older|"+group), []string{"cursor invalid_cursor"}},
		{groups + "?cursor=" + encode("inbox|-1|"+group), []string{"cursor invalid_cursor"}},
		{groups + "?cursor=" + encode("inbox|x|"+group), []string{"cursor invalid_cursor"}},
		{groups + "?cursor=" + encode("inbox|9223372036854775807|"+group), []string{"cursor invalid_cursor"}},
		{groups + "/x/messages", []string{"id invalid_uuid"}},
	}
	for _, test := range tests {
		b.call(t, nova.token, "GET", test.target, "").wantProblem(t, 422, "validation_failed", test.faults...)
	}
}

func TestUnreadAndReadMarks(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy, luna := b.person("nova"), b.person("ziggy"), b.person("luna")
	at := b.group(t, nova, ziggy, luna)
	unread := func(p person) any { return b.call(t, p.token, "GET", at, "").JSON["unread_count"] }
	badge := func(p person) any { return b.call(t, p.token, "GET", groups+"/unread", "").JSON["groups"] }
	if unread(ziggy) != 0.0 || badge(ziggy) != 0.0 {
		t.Error("an event is unread")
	}
	first := b.say(t, nova, at, "1")
	second := b.say(t, nova, at, "2")
	b.say(t, luna, at, "3")
	if unread(ziggy) != 3.0 || unread(nova) != 1.0 || unread(luna) != 0.0 || badge(ziggy) != 1.0 || badge(luna) != 0.0 {
		t.Errorf("unread %v %v %v", unread(ziggy), unread(nova), unread(luna))
	}
	b.pusher.Take()
	mark := func(id string) { b.call(t, ziggy.token, "PUT", at+"/read", `{"message_id":"`+id+`"}`).want(t, 204) }
	mark(second)
	pushed := b.pusher.Take()
	if len(pushed) != 1 || len(pushed[0].To) != 3 || pushed[0].Signal.Kind != conversations.Read || pushed[0].Signal.Message.String() != second {
		t.Errorf("pushed %+v", pushed)
	}
	mark(first)
	mark(second)
	if pushed := b.pusher.Take(); len(pushed) != 0 {
		t.Errorf("a mark that did not move was pushed: %+v", pushed)
	}
	if unread(ziggy) != 1.0 {
		t.Errorf("unread after the mark: %v", unread(ziggy))
	}
	shown := b.call(t, nova.token, "GET", at, "")
	for _, member := range shown.JSON["members"].([]any) {
		if m := member.(map[string]any); m["handle"] == "ziggy" && m["last_read_id"] != second {
			t.Errorf("the other one's mark: %v", m)
		}
	}
	b.call(t, ziggy.token, "PUT", at+"/mute", "").want(t, 204)
	if got := b.call(t, ziggy.token, "GET", at, ""); got.JSON["muted"] != true || got.JSON["unread_count"] != 1.0 || badge(ziggy) != 0.0 {
		t.Errorf("muted: %s, badge %v", got.Body, badge(ziggy))
	}
	b.call(t, ziggy.token, "DELETE", at+"/mute", "").want(t, 204)
	b.say(t, ziggy, at, "4") // what one answers, one has read
	if unread(ziggy) != 0.0 || badge(ziggy) != 0.0 {
		t.Errorf("after an answer %v are unread", unread(ziggy))
	}
	future := conversations.FirstAt(b.clock.Now().Add(time.Hour)).String()
	b.call(t, nova.token, "PUT", at+"/read", `{"message_id":"`+future+`"}`).wantProblem(t, 422, "validation_failed", "message_id in_the_future")
	b.call(t, nova.token, "PUT", at+"/read", `{"message_id":"`+uuid.NewString()+`"}`).wantProblem(t, 422, "validation_failed", "message_id invalid_uuid")
}

func TestTyping(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person("nova"), b.person("ziggy")
	at := b.pair(t, nova, ziggy)
	b.call(t, nova.token, "POST", at+"/typing", "").want(t, 204)
	pushed := b.pusher.Take()
	if len(pushed) != 1 || len(pushed[0].To) != 1 || pushed[0].To[0] != ziggy.Sub || pushed[0].Signal.Kind != conversations.Typing || pushed[0].Signal.By != nova.Person {
		t.Errorf("pushed %+v", pushed)
	}
	b.pusher.Break(errors.New("no socket")) // nobody relies on it
	b.call(t, nova.token, "POST", at+"/typing", "").want(t, 204)
	b.call(t, ziggy.token, "PUT", at+"/read", `{"message_id":"`+b.say(t, nova, at, "x")+`"}`).want(t, 204)
}

func TestFlood(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person("nova"), b.person("ziggy")
	at := b.pair(t, nova, ziggy)
	b.build(t, 3)
	for range 3 {
		b.send(t, nova, at, uuid.NewString(), `{"message":"spam"}`).want(t, 201)
	}
	for _, refused := range []answer{
		b.send(t, nova, at, uuid.NewString(), `{"message":"spam"}`),
		b.call(t, nova.token, "PATCH", at, `{"timer":"1-day"}`),
		b.call(t, nova.token, "POST", groups, `{"handles":["ziggy"]}`),
	} {
		refused.wantProblem(t, 429, "too_fast")
		if refused.Header.Get("Retry-After") != "1" {
			t.Errorf("try again after %q", refused.Header.Get("Retry-After"))
		}
	}
	b.send(t, ziggy, at, uuid.NewString(), `{"message":"hello"}`).want(t, 201)
	for range 3 {
		b.call(t, nova.token, "POST", at+"/typing", "").want(t, 204)
	}
	b.call(t, nova.token, "POST", at+"/typing", "").wantProblem(t, 429, "too_fast")
	b.clock.advance(time.Second)
	b.send(t, nova, at, uuid.NewString(), `{"message":"more"}`).want(t, 201)
}

func TestPhotosOfMessages(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person("nova"), b.person("ziggy")
	at := b.pair(t, nova, ziggy)
	id := uuid.NewString()
	sent := b.send(t, nova, at, "key-00001", `{"message":"","photos":[{"id":"`+id+`","alt":" a cat "}]}`)
	sent.want(t, 201)
	photo := sent.JSON["photos"].([]any)[0].(map[string]any)
	if photo["id"] != id || photo["alt"] != "a cat" || photo["base_url"] != "/media/photos/"+id+"/" || photo["signature"] != "until a day" {
		t.Errorf("the photo is %v", photo)
	}
	list := b.call(t, ziggy.token, "GET", groups, "")
	if !strings.Contains(list.Body, `"photos_count":1`) {
		t.Errorf("listed %s", list.Body)
	}
	b.photos.away.Store(true) // by then its uploads may be too old
	b.send(t, nova, at, "key-00001", `{"message":"","photos":[{"id":"`+id+`","alt":"a cat"}]}`).want(t, 200)
	b.photos.away.Store(false)
	b.call(t, nova.token, "PATCH", at, `{"timer":"1-hour"}`).want(t, 200)
	timed := b.send(t, nova, at, "key-00002", `{"message":"x","photos":[{"id":"`+id+`"}]}`)
	timed.want(t, 201)
	if !strings.Contains(timed.Body, "until 2026-11-25T13:00:00Z") {
		t.Errorf("the signature outlives the message: %s", timed.Body)
	}
	b.send(t, nova, at, "key-00003", `{"message":"","photos":[{"id":"`+id+`","alt":"refused"}]}`).wantProblem(t, 409, "pictures_unusable")
	b.call(t, nova.token, "PATCH", at+"/messages/"+sent.JSON["id"].(string), `{"message":""}`).want(t, 200) // photos speak
}

func TestWithoutTheDirectory(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person("nova"), b.person("ziggy")
	at := b.pair(t, nova, ziggy)
	b.directory.Down(fault.New(fault.Unavailable, "directory_unavailable", "Later.").WithRetryAfter(2 * time.Second))
	for _, target := range []string{groups, at, at + "/messages"} {
		down := b.call(t, nova.token, "GET", target, "")
		down.wantProblem(t, 503, "directory_unavailable")
		if down.Header.Get("Retry-After") != "2" {
			t.Errorf("try again after %q", down.Header.Get("Retry-After"))
		}
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, target := range []string{"/health-check", "/ready", "/openapi.yaml"} {
		b.call(t, "", "GET", groups+target, "").want(t, 200)
	}
	b.readiness.Add("something", func(context.Context) error { return errors.New("down") })
	b.call(t, "", "GET", groups+"/ready", "").want(t, 503)
	b.call(t, "", "GET", groups+"/health-check", "").want(t, 200)
	b.call(t, "", "GET", groups+"/nothing/here", "").wantProblem(t, 404, "route_not_found")
	b.call(t, "", "POST", groups+"/health-check", "").wantProblem(t, 405, "method_not_allowed")
}
