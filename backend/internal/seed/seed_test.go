package seed

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
)

var mention = regexp.MustCompile(`@([A-Za-z0-9_]{3,20})\b`)

// The seeds obey the rules that people's own texts do.
func TestSeedsAreValid(t *testing.T) {
	t.Parallel()
	people := loaded(t)
	if len(people) != 30 || people[0].Handle != "nova" || people[1].Handle != "ziggy" {
		t.Fatalf("%d people; want 30, nova and ziggy first", len(people))
	}
	handles := map[string]bool{}
	for _, p := range people {
		if problem := cruddur.CheckHandle(p.Handle); problem != "" || handles[strings.ToLower(p.Handle)] {
			t.Errorf("@%s: %s, or twice", p.Handle, problem)
		}
		handles[strings.ToLower(p.Handle)] = true
		check(t, p.Handle, cruddur.DisplayNameRule.Check(p.DisplayName), cruddur.BioRule.Check(p.Bio),
			cruddur.LocationRule.Check(p.Location), cruddur.CheckWebsite(p.Website))
		if !p.DefaultTTL.Valid() {
			t.Errorf("@%s: default life %q", p.Handle, p.DefaultTTL)
		}
	}
	for _, p := range people {
		for _, c := range p.Cruds {
			check(t, p.Handle, cruddur.MessageRule.Check(c.Message))
			if !c.TTL.Valid() || c.Age < 0 || c.Age > p.Joined {
				t.Errorf("@%s: a crud of life %q posted %s ago", p.Handle, c.TTL, c.Age)
			}
			for _, match := range mention.FindAllStringSubmatch(c.Message, -1) {
				if !handles[match[1]] {
					t.Errorf("@%s mentions @%s, who is not there", p.Handle, match[1])
				}
			}
		}
	}
}

// Whoever looks at the seeds shall see every stage of life.
func TestSeedsShowEveryStage(t *testing.T) {
	t.Parallel()
	var alive, expired, soon int
	lives := map[cruddur.TTL]bool{}
	for _, p := range loaded(t) {
		for _, c := range p.Cruds {
			left := c.TTL.Duration() - c.Age
			switch {
			case left <= 0:
				expired++
				continue
			case left < 5*time.Minute:
				soon++
			}
			alive++
			lives[c.TTL] = true
		}
	}
	if alive < 80 || expired < 20 || soon < 10 {
		t.Errorf("%d alive, %d of them for less than five minutes, %d expired", alive, soon, expired)
	}
	if len(lives) != len(cruddur.TTLs()) {
		t.Errorf("%d of the lives are shown", len(lives))
	}
}

func loaded(t *testing.T) []postgres.SeededPerson {
	t.Helper()
	people, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clip(people)
}

func check(t *testing.T, handle string, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Errorf("@%s: %v", handle, err)
		}
	}
}
