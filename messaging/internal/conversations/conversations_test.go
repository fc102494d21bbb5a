package conversations_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/rivo/uniseg"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

func TestIDs(t *testing.T) {
	t.Parallel()
	var ids conversations.IDs
	now := noon
	last := uuid.Nil
	for i := range 10_000 { // more than a millisecond has
		if i == 5_000 {
			now = now.Add(-time.Hour) // a clock that goes back
		}
		id, err := ids.New(now)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Compare(last[:], id[:]) >= 0 || id.Version() != 7 || id.Variant() != uuid.RFC4122 {
			t.Fatalf("id %d is %s, behind %s", i, id, last)
		}
		if ahead := conversations.TimeOf(id).Sub(noon); ahead < 0 || ahead > 3*time.Millisecond {
			t.Fatalf("id %d is %v from its time", i, ahead)
		}
		last = id
	}
	id, err := ids.New(noon.Add(time.Hour))
	if err != nil || !conversations.TimeOf(id).Equal(noon.Add(time.Hour)) {
		t.Errorf("an hour later: %v, %v", conversations.TimeOf(id), err)
	}
}

func TestIDsOfManyAreDifferent(t *testing.T) {
	t.Parallel()
	var ids conversations.IDs
	var mu sync.Mutex
	seen := map[uuid.UUID]bool{}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 500 {
				id, err := ids.New(noon)
				mu.Lock()
				if err != nil || seen[id] {
					t.Errorf("%s came twice, %v", id, err)
				}
				seen[id] = true
				mu.Unlock()
			}
		})
	}
	all.Wait()
}

func TestFirstAt(t *testing.T) {
	t.Parallel()
	var ids conversations.IDs
	before, _ := ids.New(noon.Add(-time.Millisecond))
	at, _ := ids.New(noon)
	first := conversations.FirstAt(noon)
	if bytes.Compare(before[:], first[:]) >= 0 || bytes.Compare(first[:], at[:]) >= 0 || !conversations.TimeOf(first).Equal(noon) {
		t.Errorf("%s is not between %s and %s", first, before, at)
	}
	if early := conversations.FirstAt(time.Time{}); conversations.TimeOf(early).Unix() != 0 {
		t.Errorf("before all times: %s", early)
	}
	if from := conversations.CatchUpFrom(at); !conversations.TimeOf(from).Equal(noon.Add(-2 * time.Minute)) {
		t.Errorf("catching up from %v", conversations.TimeOf(from))
	}
}

func TestPairID(t *testing.T) {
	t.Parallel()
	a, b := uuid.New(), uuid.New()
	id := conversations.PairID(a, b)
	if id != conversations.PairID(b, a) || id == conversations.PairID(a, uuid.New()) || id.Version() != 5 {
		t.Errorf("the pair's id is %s", id)
	}
	mine, again := conversations.KeyedID(a, "k"), conversations.KeyedID(a, "k")
	if mine != again || mine == conversations.KeyedID(b, "k") || mine == conversations.KeyedID(a, "l") {
		t.Error("a key is another's, or not one's own")
	}
}

func TestTimers(t *testing.T) {
	t.Parallel()
	last := time.Duration(0)
	for _, timer := range conversations.Timers() {
		life := timer.Duration()
		end := timer.End(noon.Add(999 * time.Millisecond))
		if life <= last || end == nil || !end.Equal(noon.Add(life)) {
			t.Errorf("%s lives for %v, until %v", timer, life, end)
		}
		last = life
	}
	if conversations.Off.End(noon) != nil || last != 30*24*time.Hour {
		t.Error("off has an end, or the longest is not 30 days")
	}
}

func TestAlive(t *testing.T) {
	t.Parallel()
	end := noon
	for at, want := range map[time.Time]bool{noon.Add(-1): true, noon: false, noon.Add(1): false} {
		if conversations.Alive(&end, at) != want || !conversations.Alive(nil, at) {
			t.Errorf("at %v: want %v", at, want)
		}
	}
}

func TestPreviewOf(t *testing.T) {
	t.Parallel()
	const family = "👨‍👩‍👧‍👦"
	for _, test := range []struct{ text, want string }{
		{"hello", "hello"},
		{" two\n\tlines ", "two lines"},
		{strings.Repeat("a", 100), strings.Repeat("a", 100)},
		{strings.Repeat("a", 101), strings.Repeat("a", 100) + "…"},
		{strings.Repeat(family, 9), strings.Repeat(family, 9)},
		{"", ""},
	} {
		got := conversations.PreviewOf(conversations.Message{Kind: conversations.Text, Text: test.text})
		if got.Excerpt != test.want {
			t.Errorf("%q becomes %q", test.text, got.Excerpt)
		}
	}
	long := conversations.PreviewOf(conversations.Message{Kind: conversations.Text, Text: strings.Repeat(family, 60)}).Excerpt
	if n := uniseg.GraphemeClusterCount(long); len(long) > 310 || n < 5 || !strings.HasSuffix(long, family+"…") {
		t.Errorf("%d characters, %d bytes", n, len(long))
	}
	event := conversations.Message{Kind: conversations.Renamed, Name: "New", Timer: "1-day"}
	if got := conversations.PreviewOf(event).Excerpt; got != "New" {
		t.Errorf("a new name is shown as %q", got)
	}
	event.Kind = conversations.TimerSet
	if got := conversations.PreviewOf(event).Excerpt; got != "1-day" {
		t.Errorf("a timer is shown as %q", got)
	}
}
