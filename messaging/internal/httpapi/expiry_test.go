package httpapi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
)

// The product's promise: no read returns an expired thing, previews and counts
// included. Every GET of the contract has an entry here, and a new one without an
// entry fails the test.
//
// DynamoDB removes nothing here; only the service's clock moves.
func TestNoReadReturnsAnExpiredThing(t *testing.T) {
	t.Parallel()
	const secret = "burn after reading"
	b := setup(t)
	nova, ziggy := b.person("nova"), b.person("ziggy")
	at := b.pair(t, nova, ziggy)
	b.call(t, nova.token, "PATCH", at, `{"timer":"1-hour"}`).want(t, 200)
	id := b.say(t, nova, at, secret)
	later := b.say(t, nova, at, secret)

	// checks say, for each operation, how to ask and whether an answer tells of
	// the message.
	type check struct {
		target string
		shows  func(answer) bool
	}
	mentions := func(a answer) bool {
		return strings.Contains(a.Body, secret) || strings.Contains(a.Body, id) || strings.Contains(a.Body, later)
	}
	exists := func(a answer) bool { return a.Status == 200 }
	checks := map[string][]check{
		"listMessageGroups": {
			{groups, mentions},
			{groups, func(a answer) bool { return strings.Contains(a.Body, `"last_message":`) }},
			{groups, func(a answer) bool { return !strings.Contains(a.Body, `"unread_count":0`) }},
		},
		"getMessageGroup": {
			{at, func(a answer) bool { return strings.Contains(a.Body, secret) }},
			{at, func(a answer) bool { return a.JSON["unread_count"] != 0.0 }},
		},
		"countUnread":  {{groups + "/unread", func(a answer) bool { return a.JSON["groups"] != 0.0 }}},
		"listMessages": {{at + "/messages", mentions}, {at + "/messages?before=" + later, mentions}, {at + "/messages?after=" + id, mentions}},
		"getMessage":   {{at + "/messages/" + id, exists}},
	}
	none := map[string]bool{"checkHealth": true, "checkReady": true, "getContract": true}

	asked := 0
	each := func(f func(operation string, c check)) {
		for path, item := range document().Paths.Map() {
			if item.Get == nil || none[item.Get.OperationID] {
				continue
			}
			entries, ok := checks[item.Get.OperationID]
			if !ok {
				t.Errorf("GET %s (%s) has no check that it never returns an expired thing: add one", path, item.Get.OperationID)
			}
			for _, c := range entries {
				asked++
				f(item.Get.OperationID, c)
			}
		}
	}
	each(func(operation string, c check) {
		if !c.shows(b.call(t, ziggy.token, "GET", c.target, "")) {
			t.Errorf("%s %s does not show a living message, so its check proves nothing", operation, c.target)
		}
	})
	b.clock.advance(time.Hour)
	each(func(operation string, c check) {
		if gone := b.call(t, ziggy.token, "GET", c.target, ""); c.shows(gone) {
			t.Errorf("%s returns an expired thing: %s", operation, gone.Body)
		}
	})
	if asked < 2*len(checks) {
		t.Errorf("asked only %d times", asked)
	}
	// It is only worth something while the expired are still stored.
	early := &clock{now: b.clock.Now().Add(-time.Hour)}
	if m, err := storeAt(t, b, early).Message(t.Context(), uuid.MustParse(strings.TrimPrefix(at, groups+"/")), uuid.MustParse(id)); err != nil || m.Text != secret {
		t.Errorf("the message is not stored any more: %v", err)
	}
}

// Nor does a write tell of one, or change it.
func TestNoWriteTellsOfAnExpiredThing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person("nova"), b.person("ziggy")
	at := b.pair(t, nova, ziggy)
	b.call(t, nova.token, "PATCH", at, `{"timer":"1-hour"}`).want(t, 200)
	sent := b.send(t, nova, at, "key-00001", `{"message":"brief"}`)
	sent.want(t, 201)
	b.clock.advance(time.Hour)
	message := sent.Header.Get("Location")
	b.call(t, nova.token, "PATCH", message, `{"message":"longer"}`).wantProblem(t, 404, "message_not_found")
	b.call(t, nova.token, "DELETE", message, "").wantProblem(t, 404, "message_not_found")
	b.send(t, nova, at, "key-00001", `{"message":"brief"}`).wantProblem(t, 404, "message_not_found")
}

// When the newest message has gone, a list shows the newest that lives.
func TestAnOlderMessageMayLiveLonger(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person("nova"), b.person("ziggy")
	at := b.pair(t, nova, ziggy)
	b.say(t, nova, at, "stays")
	for _, timer := range []conversations.Timer{"1-hour", "1-day"} {
		b.call(t, nova.token, "PATCH", at, `{"timer":"`+string(timer)+`"}`).want(t, 200)
		b.say(t, nova, at, "for "+string(timer))
	}
	b.call(t, nova.token, "PATCH", at, `{"timer":"off"}`).want(t, 200)
	excerpt := func() any {
		list := b.call(t, ziggy.token, "GET", groups, "")
		return list.JSON["items"].([]any)[0].(map[string]any)["last_message"].(map[string]any)["excerpt"]
	}
	if got := excerpt(); got != "off" { // the event
		t.Errorf("shows %v", got)
	}
	page := b.call(t, ziggy.token, "GET", at+"/messages", "")
	if page.texts() != "timer for 1-day timer for 1-hour timer stays" {
		t.Errorf("reads %s", page.texts())
	}
	b.clock.advance(time.Hour)
	if got := b.call(t, ziggy.token, "GET", at+"/messages", "").texts(); got != "timer for 1-day timer stays" {
		t.Errorf("an hour later reads %s", got)
	}
}
