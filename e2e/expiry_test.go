package e2e_test

import (
	"context"
	"crypto/rand"
	"net/http"
	"testing"
	"time"
)

// moveClock moves the product's clock for the rest of the test.
func moveClock(t *testing.T, offset time.Duration) {
	t.Helper()
	t.Cleanup(func() {
		if err := product.clock.Set(context.Background(), 0); err != nil {
			t.Errorf("set the clock right: %v", err)
		}
	})
	if err := product.clock.Set(t.Context(), offset); err != nil {
		t.Fatal(err)
	}
}

// A crud is there until its last moment, and gone from every answer after it.
func TestACrudExpires(t *testing.T) {
	kim := newcomer(t, "Kim")
	key := rand.Text()
	short := kim.post(words("for an hour"), "1-hour", key).want(http.StatusCreated)
	long := kim.post(words("for three hours"), "3-hours", "").want(http.StatusCreated)
	profile := "/api/users/" + kim.account.Handle

	moveClock(t, 59*time.Minute)
	stranger(t).get(short.Header.Get("Location")).want(http.StatusOK)

	moveClock(t, time.Hour+time.Second)
	reader := stranger(t)
	reader.get(short.Header.Get("Location")).problem(http.StatusNotFound, "activity_not_found")
	reader.get(long.Header.Get("Location")).want(http.StatusOK)
	for _, path := range []string{"/api/feeds/public?limit=100", profile + "/activities"} {
		got := reader.get(path).page()
		if got.has(short.text("id")) || !got.has(long.text("id")) {
			t.Errorf("%s shows what is gone, or hides what lives: %+v", path, got)
		}
	}
	for who, counted := range map[string]answer{"a stranger": reader.get(profile), "the author": kim.get("/api/me")} {
		if got := counted.field("cruds_count"); got != 1.0 {
			t.Errorf("%s sees %v cruds counted, want 1", who, got)
		}
	}
	kim.call(http.MethodDelete, short.Header.Get("Location"), nil).problem(http.StatusNotFound, "activity_not_found")
	kim.post(words("for an hour"), "1-hour", key).problem(http.StatusNotFound, "activity_not_found")
}

// New cruds get their life from the same clock.
func TestLivesBeginByTheProductsClock(t *testing.T) {
	kim := newcomer(t, "Kim")
	moveClock(t, 48*time.Hour)
	posted := kim.post(words("from the day after tomorrow"), "1-hour", "").want(http.StatusCreated)
	end, err := time.Parse(time.RFC3339, posted.text("expires_at"))
	if err != nil {
		t.Fatal(err)
	}
	if left := time.Until(end); left < 48*time.Hour+50*time.Minute || left > 49*time.Hour+time.Minute {
		t.Errorf("it ends in %s by the true clock, want 49 hours", left)
	}
	// By the true clock it would be on top of the feed for two days.
	kim.call(http.MethodDelete, posted.Header.Get("Location"), nil).want(http.StatusNoContent)
}
