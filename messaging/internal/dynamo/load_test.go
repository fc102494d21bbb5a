package dynamo_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/awstest"
	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/conversations/conversationstest"
	"github.com/cruddur/cruddur/messaging/internal/dynamo"
	"github.com/cruddur/cruddur/messaging/schema"
)

// Twenty people say fifty things each, all at once and through clients that lose
// every fifth answer and try again. Nothing is lost, nothing is doubled, each
// one's order is kept, and everybody reads one final order.
func TestTwentySendersAtOnce(t *testing.T) {
	t.Parallel()
	for name, client := range map[string]func(testing.TB) *dynamodb.Client{
		"emulator": awstest.DynamoDB, "DynamoDB Local": awstest.DynamoDBLocal,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			twentySenders(t, client(t))
		})
	}
}

const (
	senders = 20
	each    = 50
)

func twentySenders(t *testing.T, client *dynamodb.Client) {
	t.Helper()
	table := awstest.NewTable(t, client, schema.Conversations())
	group := uuid.New()
	var all sync.WaitGroup
	for n := range senders {
		all.Go(func() {
			sender := conversationstest.NewPerson(fmt.Sprint("sender", n))
			lossy := &broken{Client: client}
			store := dynamo.NewStore(lossy, table, time.Now)
			var ids conversations.IDs // as in a task of its own
			for i := range each {
				lossy.after.Store(rand.IntN(5) == 0)
				if err := say(t, store, &ids, group, sender, i); err != nil {
					t.Errorf("sender %d, message %d: %v", n, i, err)
					return
				}
			}
		})
	}
	all.Wait()
	store := dynamo.NewStore(client, table, time.Now)
	forward, err := store.Messages(t.Context(), group, conversations.Query{To: uuid.Max, Newer: true, Limit: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	checkOrder(t, forward)
	backward, err := store.Messages(t.Context(), group, conversations.Query{To: uuid.Max, Limit: 10_000})
	if err != nil || len(backward) != len(forward) {
		t.Fatalf("%d forward, %d backward, %v", len(forward), len(backward), err)
	}
	for i, m := range forward {
		if backward[len(backward)-1-i].ID != m.ID {
			t.Fatalf("message %d is another one backward", i)
		}
	}
}

// say sends one message, again and again with new ids, until it is told that it
// was sent.
func say(t *testing.T, store *dynamo.Store, ids *conversations.IDs, group uuid.UUID, sender conversations.Person, i int) error {
	t.Helper()
	var err error
	for range 10 {
		id, idErr := ids.New(time.Now())
		if idErr != nil {
			return idErr
		}
		m := conversations.Message{
			ID: id, Group: group, Kind: conversations.Text, Sender: sender, Text: fmt.Sprint(i), ClientID: fmt.Sprint("client-id-", i),
		}
		if _, _, err = store.Send(t.Context(), m, "f"); !errors.Is(err, errLost) {
			return err
		}
	}
	return err
}

func checkOrder(t *testing.T, forward []conversations.Message) {
	t.Helper()
	if len(forward) != senders*each {
		t.Errorf("%d messages, want %d", len(forward), senders*each)
	}
	next := map[uuid.UUID]int{}
	for i, m := range forward {
		if i > 0 && bytes.Compare(forward[i-1].ID[:], m.ID[:]) >= 0 {
			t.Errorf("message %d is not behind the one before", i)
		}
		if m.Text != fmt.Sprint(next[m.Sender.Sub]) {
			t.Errorf("%s says %s, but %d was next", m.Sender.Handle, m.Text, next[m.Sender.Sub])
		}
		next[m.Sender.Sub]++
	}
}

// People come and go while others speak: the group has the members that the
// successful changes leave, no more than there are seats, and who has left is
// told so.
func TestMembersComeAndGoAtOnce(t *testing.T) {
	t.Parallel()
	client := awstest.DynamoDB(t)
	store := dynamo.NewStore(client, awstest.NewTable(t, client, schema.Conversations()), time.Now)
	host := conversationstest.NewPerson("host")
	group := conversations.Group{
		ID: uuid.New(), Kind: conversations.Several, Name: "Party", Timer: conversations.Off, CreatedAt: time.Now(),
		Members: []conversations.Member{{Person: host}},
	}
	if err := store.CreateGroup(t.Context(), group, host.Sub); err != nil {
		t.Fatal(err)
	}
	var ids conversations.IDs
	var all sync.WaitGroup
	stay := make([]bool, 12)
	guests := make([]conversations.Person, len(stay))
	for i := range stay {
		stay[i], guests[i] = i%3 == 0, conversationstest.NewPerson(fmt.Sprint("guest", i))
		all.Go(func() {
			steps := []conversations.GroupChange{
				{Group: group.ID, By: host.Sub, Add: &conversations.Member{Person: guests[i]}},
				{Group: group.ID, By: guests[i].Sub, Leave: true},
			}
			if stay[i] {
				steps = steps[:1]
			}
			for _, step := range steps {
				if err := changeUntilDone(t, store, step); err != nil {
					t.Errorf("guest %d: %v", i, err)
				}
			}
			if err := say(t, store, &ids, group.ID, guests[i], i); err != nil {
				t.Errorf("guest %d says: %v", i, err)
			}
		})
	}
	all.Wait()
	got, err := store.Group(t.Context(), group.ID)
	if err != nil || len(got.Members) != 1+4 {
		t.Fatalf("%d members, %v", len(got.Members), err)
	}
	for i, guest := range guests {
		if _, in := got.Member(guest.Sub); in != stay[i] {
			t.Errorf("guest %d is in: %v", i, in)
		}
	}
}

// changeUntilDone tries again when too many meet on the row.
func changeUntilDone(t *testing.T, store *dynamo.Store, change conversations.GroupChange) error {
	t.Helper()
	var err error
	for range 20 {
		if err = store.ChangeGroup(t.Context(), change); err == nil || !isBusy(err) {
			return err
		}
	}
	return err
}
