package conversations_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/conversations/conversationstest"
	"github.com/cruddur/cruddur/messaging/internal/flood"
)

var errLost = errors.New("the connection broke")

// bench is the service on a store in memory that can be made to fail.
type bench struct {
	*conversations.Service

	memory    *conversationstest.Memory
	directory *conversationstest.Directory
	nova      conversations.Person
	ziggy     conversations.Person
	luna      conversations.Person
}

func newBench() *bench {
	b := &bench{memory: conversationstest.NewMemory(time.Now), directory: conversationstest.NewDirectory()}
	b.nova, b.ziggy, b.luna = b.directory.Add("nova"), b.directory.Add("ziggy"), b.directory.Add("luna")
	store := conversationstest.Streamed{Store: b.memory}
	b.Service = &conversations.Service{
		Groups: store, Messages: store, Inboxes: store, Directory: b.directory, Pusher: &conversationstest.Pusher{},
		Writes: flood.New(10_000, time.Second), Signals: flood.New(10_000, time.Second),
		IDs: &conversations.IDs{}, Now: time.Now,
	}
	return b
}

// failOnce lets the next write of that name fail.
func (b *bench) failOnce(call string, took bool) {
	var once sync.Once
	fail := func(name string) (err error) {
		if name == call {
			once.Do(func() { err = errLost })
		}
		return err
	}
	b.memory.Before, b.memory.After = nil, nil
	if took {
		b.memory.After = fail
	} else {
		b.memory.Before = fail
	}
}

func (b *bench) group(t *testing.T) uuid.UUID {
	t.Helper()
	name := "The Group"
	made, _, err := b.Start(t.Context(), b.nova, conversations.Beginning{Handles: []string{"ziggy", "luna"}, Name: &name})
	if err != nil {
		t.Fatal(err)
	}
	return made.ID
}

// Whatever fails once, before or after it took effect, comes out right when the
// person tries again: nothing is there twice, no event tells of it twice.
func TestActsThatFailAndAreRepeated(t *testing.T) {
	t.Parallel()
	name := "Renamed"
	acts := map[string]struct {
		write string // that fails
		act   func(t *testing.T, b *bench, group uuid.UUID) error
		again error  // what the repetition of an act that took effect may say
		want  string // kinds of all messages, oldest first
	}{
		"send": {"send", func(t *testing.T, b *bench, group uuid.UUID) error {
			t.Helper()
			_, _, err := b.Send(t.Context(), b.nova, group, conversations.Draft{Text: "hello", ClientID: "client-id"})
			return err
		}, nil, "created text"},
		"rename": {"change group", func(t *testing.T, b *bench, group uuid.UUID) error {
			t.Helper()
			_, err := b.Update(t.Context(), b.nova, group, conversations.Settings{Name: &name})
			return err
		}, nil, "created renamed"},
		"add": {"change group", func(t *testing.T, b *bench, group uuid.UUID) error {
			t.Helper()
			_, err := b.Add(t.Context(), b.nova, group, "vega")
			return err
		}, nil, "created added"},
		"leave": {"change group", func(t *testing.T, b *bench, group uuid.UUID) error {
			t.Helper()
			return b.Leave(t.Context(), b.ziggy, group)
		}, conversations.ErrGroupNotFound, "created left"},
	}
	for name, a := range acts {
		for when, took := range map[string]bool{"it failed": false, "it failed but took effect": true} {
			t.Run(name+": "+when, func(t *testing.T) {
				t.Parallel()
				b := newBench()
				b.directory.Add("vega")
				group := b.group(t)
				b.failOnce(a.write, took)
				if err := a.act(t, b, group); !errors.Is(err, errLost) {
					t.Fatalf("the failure: %v", err)
				}
				if err := a.act(t, b, group); err != nil && (!took || !errors.Is(err, a.again)) {
					t.Fatalf("the repetition: %v", err)
				}
				all, _, err := b.Read(t.Context(), b.nova, group, conversations.Page{After: conversations.FirstAt(time.Time{}), Limit: 100})
				if err != nil {
					t.Fatal(err)
				}
				if got := kinds(all); got != a.want {
					t.Errorf("there is %q, want %q", got, a.want)
				}
			})
		}
	}
}

func kinds(all []conversations.Message) (joined string) {
	for i, m := range all {
		if i > 0 {
			joined += " "
		}
		joined += string(m.Kind)
	}
	return joined
}

func TestStartingThatFailsAndIsRepeated(t *testing.T) {
	t.Parallel()
	name := "The Group"
	for _, beginning := range []conversations.Beginning{
		{Handles: []string{"ziggy"}},
		{Handles: []string{"ziggy", "luna"}, Name: &name, Key: "key"},
	} {
		for _, took := range []bool{false, true} {
			b := newBench()
			b.failOnce("create group", took)
			if _, _, err := b.Start(t.Context(), b.nova, beginning); !errors.Is(err, errLost) {
				t.Fatalf("the failure: %v", err)
			}
			if _, made, err := b.Start(t.Context(), b.nova, beginning); err != nil || made == took {
				t.Errorf("the repetition: %v, %v", made, err)
			}
			list, next, err := b.List(t.Context(), b.nova, nil, 10)
			if err != nil || next != nil || len(list) != 1 {
				t.Errorf("%d conversations, %v", len(list), err)
			}
		}
	}
}

// Somebody who leaves while speaking is heard or told so; whoever was told that
// they had left is not heard afterwards, and whoever comes sees what follows.
func TestLeavingWhileSpeaking(t *testing.T) {
	t.Parallel()
	b := newBench()
	group := b.group(t)
	var all sync.WaitGroup
	said, refused := 0, 0
	started := make(chan struct{})
	all.Go(func() {
		for i := range 500 {
			_, _, err := b.Send(t.Context(), b.ziggy, group, conversations.Draft{Text: "x", ClientID: uuid.NewString()})
			if i == 10 {
				close(started)
			}
			switch {
			case err == nil && refused > 0:
				t.Error("heard after being told that they had left")
			case err == nil:
				said++
			case errors.Is(err, conversations.ErrGroupNotFound):
				refused++
			default:
				t.Error(err)
			}
		}
	})
	all.Go(func() {
		<-started
		if err := b.Leave(t.Context(), b.ziggy, group); err != nil {
			t.Error(err)
		}
	})
	all.Wait()
	messages, _, err := b.Read(t.Context(), b.nova, group, conversations.Page{Limit: 1000})
	if err != nil || len(messages) != said+2 { // created, left
		t.Errorf("%d messages, %d were said, %v", len(messages), said, err)
	}
	if _, err := b.Show(t.Context(), b.ziggy, group); !errors.Is(err, conversations.ErrGroupNotFound) {
		t.Errorf("who has left sees it: %v", err)
	}
	if _, err := b.Add(t.Context(), b.nova, group, "ziggy"); err != nil {
		t.Fatal(err)
	}
	again, _, err := b.Read(t.Context(), b.ziggy, group, conversations.Page{Limit: 1000})
	if err != nil || kinds(again) != "added" {
		t.Errorf("who comes back sees %q, %v", kinds(again), err)
	}
}

// The directory decorates: without it, lists show people as they were called.
func TestListsWithoutTheDirectory(t *testing.T) {
	t.Parallel()
	b := newBench()
	group := b.group(t)
	b.directory.Down(errors.New("away"))
	list, _, err := b.List(t.Context(), b.nova, nil, 10)
	if err != nil || len(list) != 1 || len(list[0].Members) != 3 || list[0].Members[0].Handle == "" {
		t.Errorf("listed %+v, %v", list, err)
	}
	if _, err := b.Caller(t.Context(), b.nova.Sub); err == nil {
		t.Error("nobody knows whether the caller is suspended, and no error")
	}
	if _, _, err := b.Send(t.Context(), b.nova, group, conversations.Draft{Text: "x", ClientID: "c"}); err != nil {
		t.Errorf("in a group: %v", err)
	}
}

// The stream Lambda asks a message of two for who they are.
func TestMessagesOfTwoNameTheReceiver(t *testing.T) {
	t.Parallel()
	b := newBench()
	pair, _, err := b.Start(t.Context(), b.nova, conversations.Beginning{Handles: []string{"ziggy"}})
	if err != nil {
		t.Fatal(err)
	}
	group, day := b.group(t), conversations.Timer("1-day")
	for name, c := range map[string]struct {
		group    uuid.UUID
		from     conversations.Person
		receiver uuid.UUID
	}{
		"of two":       {pair.ID, b.nova, b.ziggy.Sub},
		"of two, back": {pair.ID, b.ziggy, b.nova.Sub},
		"of a group":   {group, b.nova, uuid.Nil},
	} {
		sent, _, err := b.Send(t.Context(), c.from, c.group, conversations.Draft{Text: "x", ClientID: uuid.NewString()})
		if err != nil || sent.Receiver != c.receiver {
			t.Errorf("%s: receiver %s, %v", name, sent.Receiver, err)
		}
	}
	if _, err := b.Update(t.Context(), b.ziggy, pair.ID, conversations.Settings{Timer: &day}); err != nil {
		t.Fatal(err)
	}
	all, _, err := b.Read(t.Context(), b.nova, pair.ID, conversations.Page{Limit: 1})
	if err != nil || len(all) != 1 || all[0].Kind != conversations.TimerSet || all[0].Receiver != b.nova.Sub {
		t.Errorf("the event: %+v, %v", all, err)
	}
}
