package sitetelemetry_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/cruddur/cruddur/backend/internal/sitetelemetry"
	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/rollbar"
)

// told counts what was passed on.
type told struct{ messages map[string]int }

func (t told) ReportBrowser(e rollbar.BrowserError) { t.messages[e.Message]++ }

// An error is news again after a while, and so is one that was forgotten because
// of many others.
func TestTheSameErrorAgain(t *testing.T) {
	t.Parallel()
	now := time.Now()
	passed := told{map[string]int{}}
	intake := sitetelemetry.New(sitetelemetry.Config{Errors: passed, Now: func() time.Time { return now }})
	take := func(message string) {
		t.Helper()
		now = now.Add(time.Second)
		if err := intake.TakeError(rollbar.BrowserError{Name: "Error", Message: message}); err != nil {
			t.Fatal(err)
		}
	}
	take("first")
	take("first")
	if passed.messages["first"] != 1 {
		t.Errorf("the same was passed on %d times", passed.messages["first"])
	}
	now = now.Add(time.Minute)
	take("first")
	if passed.messages["first"] != 2 {
		t.Error("after a minute it is no news")
	}
	for i := range 1000 { // letters, because numbers make no difference
		take(fmt.Sprintf("%c%c", 'a'+i/26, 'a'+i%26))
	}
	if len(passed.messages) != 1001 {
		t.Errorf("%d were passed on", len(passed.messages))
	}
}

// Who was refused is taken again as time goes by.
func TestFloodsEnd(t *testing.T) {
	t.Parallel()
	now := time.Now()
	intake := sitetelemetry.New(sitetelemetry.Config{Errors: told{map[string]int{}}, Now: func() time.Time { return now }})
	refused := error(nil)
	for i := 0; refused == nil && i < 1000; i++ {
		refused = intake.TakeError(rollbar.BrowserError{Name: "Error"})
	}
	if got := fault.From(refused); refused == nil || got.Kind != fault.RateLimited || got.RetryAfter != time.Second {
		t.Fatalf("a flood ends with %v", refused)
	}
	now = now.Add(time.Second)
	if err := intake.TakeError(rollbar.BrowserError{Name: "Error"}); err != nil {
		t.Error(err)
	}
}
