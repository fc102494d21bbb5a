package httpapi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cruddur/cruddur/backend/internal/postgres"
)

// The product's promise: no read returns an expired thing. Every GET of the
// contract has an entry here, and a new one without an entry fails the test.
//
// The purge never runs; only the clock moves.
func TestNoReadReturnsAnExpiredThing(t *testing.T) {
	t.Parallel()
	const secret = "burn after reading"
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	photo := b.upload(nova, "photo")
	posted := b.call(t, nova.token, "POST", "/api/activities", `{"message":"`+secret+`","ttl":"1-hour","photos":`+attach(photo)+`}`)
	posted.want(t, 201)
	id := posted.JSON["id"].(string)
	reply := b.reply(t, nova, id, secret)
	nested := b.reply(t, nova, reply, secret)
	b.call(t, ziggy.token, "PUT", "/api/users/nova/follow", "").want(t, 200)

	// checks say, for each operation, how to ask and what must be true once
	// the crud has expired; before, the same request must show it.
	type check struct {
		target string
		token  string
		shows  func(answer) bool // does this answer tell of the crud?
	}
	mentions := func(a answer) bool {
		return strings.Contains(a.Body, secret) || strings.Contains(a.Body, id) || strings.Contains(a.Body, reply) ||
			strings.Contains(a.Body, photo.String()) || strings.Contains(a.Body, "Key-Pair-Id=K1")
	}
	counts := func(a answer) bool { return a.JSON["cruds_count"] != float64(0) }
	exists := func(a answer) bool { return a.Status == 200 }
	checks := map[string]check{
		"getMe":              {"/api/me", nova.token, counts},
		"getUser":            {"/api/users/nova", "", counts},
		"listUserActivities": {"/api/users/nova/activities", "", mentions},
		"getPublicFeed":      {"/api/feeds/public", "", mentions},
		"getHomeFeed":        {"/api/feeds/home", ziggy.token, mentions},
		"getActivity":        {"/api/activities/" + id, "", mentions},
		"listReplies":        {"/api/activities/" + id + "/replies", "", exists},
		"listAncestors":      {"/api/activities/" + nested + "/ancestors", "", exists},
		"listLives":          {"/api/lives?ids=" + id + "," + reply, "", mentions},
		"previewActivity":    {"/api/previews/activities/" + reply, "", mentions},
	}
	// These tell of no crud at all.
	none := map[string]string{
		"checkHealth":   "/api/health-check",
		"checkReady":    "/api/ready",
		"getContract":   "/api/openapi.yaml",
		"getStatus":     "/api/status",
		"checkHandle":   "/api/handles/nova",
		"searchUsers":   "/api/users?prefix=zig",
		"listFollowers": "/api/users/nova/followers",
		"listFollowing": "/api/users/ziggy/following",
		"previewUser":   "/api/previews/users/nova",
	}

	later := b.later(t, time.Hour)
	asked := 0
	for path, item := range document().Paths.Map() {
		if item.Get == nil {
			continue
		}
		operation := item.Get.OperationID
		if target, ok := none[operation]; ok {
			asked++
			got := b.call(t, nova.token, "GET", target, "")
			got.want(t, 200)
			if mentions(got) {
				t.Errorf("%s tells of a crud: give it a check", operation)
			}
			continue
		}
		c, ok := checks[operation]
		if !ok {
			t.Errorf("GET %s (%s) has no check that it never returns an expired thing: add one", path, operation)
			continue
		}
		asked++
		if !c.shows(b.call(t, c.token, "GET", c.target, "")) {
			t.Errorf("%s does not show a living crud, so its check proves nothing", operation)
		}
		if gone := later.call(t, c.token, "GET", c.target, ""); c.shows(gone) {
			t.Errorf("%s returns an expired thing: %s", operation, gone.Body)
		}
	}
	if asked != len(checks)+len(none) {
		t.Errorf("asked %d of %d operations", asked, len(checks)+len(none))
	}
	for _, shown := range []string{"/api/activities/" + id, "/api/feeds/public"} {
		if now := b.call(t, "", "GET", shown, ""); !strings.Contains(now.Body, photo.String()) {
			t.Errorf("%s does not show the photo of a living crud", shown)
		}
	}
	if stored := storedActivities(t, b); stored != 3 {
		t.Errorf("%d cruds are stored: the test is only worth something while the expired ones still are", stored)
	}
}

// Nor does a write: nothing can be done to an expired crud, and its answers are
// those of one that never was. Every write of the contract that is about a crud
// has an entry here.
func TestNoWriteTellsOfAnExpiredThing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	request := func() answer { return b.postWithKey(t, nova, "key-00001", `{"message":"brief","ttl":"1-hour"}`) }
	made := request()
	made.want(t, 201)
	request().want(t, 200)
	bodies := map[string]string{
		"deleteActivity": "",
		"createReply":    `{"message":"too late"}`,
		"changeLife":     `{"ttl":"1-day"}`,
		"burnActivity":   "",
		"spareActivity":  "",
	}

	b = b.later(t, time.Hour)
	asked := 0
	for path, item := range document().Paths.Map() {
		for method, operation := range item.Operations() {
			if method == "GET" || !strings.Contains(path, "/activities/{id}") {
				continue
			}
			body, ok := bodies[operation.OperationID]
			if !ok {
				t.Errorf("%s %s has no check that it does nothing to an expired crud: add one", method, path)
				continue
			}
			asked++
			target := strings.Replace(path, "{id}", made.JSON["id"].(string), 1)
			b.call(t, nova.token, method, target, body).wantProblem(t, 404, "activity_not_found")
		}
	}
	if asked != len(bodies) {
		t.Errorf("asked %d of %d operations", asked, len(bodies))
	}
	request().wantProblem(t, 404, "activity_not_found")
}

// The photos of what nobody may see are seen by nobody, and nowhere is one signed
// for longer than its crud lives.
func TestPhotosGoWithTheirCruds(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova, ziggy := b.person(t, "nova"), b.person(t, "ziggy")
	root := b.post(t, ziggy, "root")
	photo := b.upload(nova, "photo")
	replied := b.call(t, nova.token, "POST", "/api/activities/"+root+"/replies", `{"message":"","photos":`+attach(photo)+`}`)
	replied.want(t, 201)
	reply := replied.JSON["id"].(string)
	b.reply(t, ziggy, reply, "below")
	places := []string{"/api/activities/" + root + "/replies", "/api/activities/" + reply, "/api/feeds/public", "/api/lives?ids=" + reply}
	shown := func() (where string) {
		for _, place := range places {
			if strings.Contains(b.call(t, "", "GET", place, "").Body, photo.String()) {
				where += place + " "
			}
		}
		return where
	}
	if got := shown(); got != places[0]+" "+places[1]+" " {
		t.Fatalf("at first it is shown at %s", got)
	}
	if _, _, err := b.store.Suspend(t.Context(), "nova", "test"); err != nil {
		t.Fatal(err)
	}
	if got := shown(); got != "" {
		t.Errorf("of a suspended person it is shown at %s", got)
	}
	if _, _, err := b.store.Restore(t.Context(), "nova"); err != nil {
		t.Fatal(err)
	}
	if got := shown(); got != places[0]+" "+places[1]+" " {
		t.Errorf("restored, it is shown at %s", got)
	}
	b.call(t, nova.token, "DELETE", "/api/activities/"+reply, "").want(t, 204)
	if got := shown(); got != "" {
		t.Errorf("of a stone it is shown at %s", got)
	}
	if replies := b.call(t, "", "GET", places[0], ""); len(replies.JSON["items"].([]any)) != 1 {
		t.Errorf("the stone is gone: %s", replies.Body)
	}
}

func storedActivities(t *testing.T, b *bundle) int {
	t.Helper()
	var n int
	if err := b.database.Pool(t).QueryRow(t.Context(), "SELECT count(*) FROM activities").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestExpiredIsGoneWithOrWithoutPurge(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	id := b.post(t, nova, "brief")
	later := b.later(t, time.Hour)
	before := later.call(t, "", "GET", "/api/activities/"+id, "")
	before.wantProblem(t, 404, "activity_not_found")
	if _, err := later.store.Purge(t.Context(), postgres.PurgeByOperator, 10); err != nil {
		t.Fatal(err)
	}
	after := later.call(t, "", "GET", "/api/activities/"+id, "")
	delete(before.JSON, "request_id")
	delete(after.JSON, "request_id")
	if before.JSON["detail"] != after.JSON["detail"] || len(before.JSON) != len(after.JSON) {
		t.Errorf("before the purge %v, after it %v: the two can be told apart", before.JSON, after.JSON)
	}
}
