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
			if len(c.Replies) > 0 && c.Age >= c.TTL.Duration() {
				t.Errorf("@%s: replies to %q, which has expired", p.Handle, c.Message)
			}
			checkMentions(t, handles, p.Handle, c.Message)
		}
	}
}

func TestSeededRepliesAreValid(t *testing.T) {
	t.Parallel()
	people := loaded(t)
	handles := map[string]bool{}
	for _, p := range people {
		handles[p.Handle] = true
	}
	for _, p := range people {
		for _, c := range p.Cruds {
			walk(c, func(r postgres.SeededReply, to time.Duration, _ int) {
				check(t, r.By, cruddur.MessageRule.Check(r.Message))
				checkMentions(t, handles, r.By, r.Message)
				if !handles[r.By] {
					t.Errorf("@%s replies, who is not there", r.By)
				}
				if r.Age < 0 || r.Age >= to {
					t.Errorf("@%s replied %s ago to what was said %s ago: %s", r.By, r.Age, to, r.Message)
				}
			})
		}
	}
}

func TestSeededFollowsAreValid(t *testing.T) {
	t.Parallel()
	people := loaded(t)
	follows, followers := map[string]int{}, map[string]int{}
	for _, p := range people {
		follows[p.Handle] = len(p.Follows)
		for i, handle := range p.Follows {
			if handle == p.Handle || slices.Contains(p.Follows[:i], handle) {
				t.Errorf("@%s follows @%s: themselves, or twice", p.Handle, handle)
			}
			followers[handle]++
		}
	}
	var followNobody, followedByNobody int
	for _, p := range people {
		if follows[p.Handle] == 0 {
			followNobody++
		}
		if followers[p.Handle] == 0 {
			followedByNobody++
		}
		delete(followers, p.Handle)
	}
	if len(followers) > 0 {
		t.Errorf("followed, and not there: %v", followers)
	}
	if followNobody != 1 || followedByNobody != 1 {
		t.Errorf("%d follow nobody, %d are followed by nobody; want one of each kind", followNobody, followedByNobody)
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

// Whoever looks at the seeds shall see every kind of thread.
func TestSeedsShowEveryThread(t *testing.T) {
	t.Parallel()
	var all, widest, deepest, stones, long, ending int
	for _, p := range loaded(t) {
		for _, c := range p.Cruds {
			widest = max(widest, len(c.Replies))
			walk(c, func(r postgres.SeededReply, _ time.Duration, depth int) {
				all++
				deepest = max(deepest, depth)
				if r.Deleted && len(r.Replies) > 0 {
					stones++
				}
			})
			switch {
			case len(c.Replies) == 0:
			case c.TTL == cruddur.TTL30Days:
				long++
			case c.TTL.Duration()-c.Age < 2*time.Minute:
				ending++
			}
		}
	}
	if all < 60 || widest < 12 || deepest < 4 || stones == 0 || long == 0 || ending == 0 {
		t.Errorf("%d replies, up to %d to a crud and %d deep; %d stones, %d threads of 30 days, %d about to end",
			all, widest, deepest, stones, long, ending)
	}
}

// walk visits the replies of a thread, with the age of what each replies to.
func walk(c postgres.SeededActivity, visit func(r postgres.SeededReply, to time.Duration, depth int)) {
	var down func(replies []postgres.SeededReply, to time.Duration, depth int)
	down = func(replies []postgres.SeededReply, to time.Duration, depth int) {
		for _, r := range replies {
			visit(r, to, depth)
			down(r.Replies, r.Age, depth+1)
		}
	}
	down(c.Replies, c.Age, 1)
}

func checkMentions(t *testing.T, handles map[string]bool, by, message string) {
	t.Helper()
	for _, match := range mention.FindAllStringSubmatch(message, -1) {
		if !handles[match[1]] {
			t.Errorf("@%s mentions @%s, who is not there", by, match[1])
		}
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
