//go:build bench

package dynamo_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/cruddur/cruddur/messaging/internal/awstest"
	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/conversations/conversationstest"
	"github.com/cruddur/cruddur/messaging/internal/dynamo"
	"github.com/cruddur/cruddur/messaging/schema"
)

const (
	manyConversations = 10_000
	fewConversations  = 20
	pageSize          = 20
	listings          = 500
)

// TestBench says what it takes to list 20 conversations, with their previews and
// counts of unread messages, for who has 10,000, beside who has no more than the 20.
// They take turns, so that whatever else the machine does is in both.
func TestBench(t *testing.T) {
	client := awstest.DynamoDBLocal(t)
	store := dynamo.NewStore(client, awstest.NewTable(t, client, schema.Conversations()), time.Now)
	directory := conversationstest.NewDirectory()
	service := &conversations.Service{Groups: store, Messages: store, Inboxes: store, Directory: directory, Now: time.Now}
	popular, quiet := directory.Add("popular"), directory.Add("quiet")
	fillInbox(t, store, popular, manyConversations)
	fillInbox(t, store, quiet, fewConversations)

	took := map[conversations.Person][]time.Duration{}
	for range listings {
		for _, who := range []conversations.Person{popular, quiet} {
			begun := time.Now()
			page, _, err := service.List(t.Context(), who, nil, pageSize)
			if err != nil || len(page) != pageSize {
				t.Fatalf("%d conversations, %v", len(page), err)
			}
			took[who] = append(took[who], time.Since(begun))
		}
	}
	slices.Sort(took[popular])
	slices.Sort(took[quiet])
	for _, at := range []int{50, 95} {
		many, few := took[popular][listings*at/100], took[quiet][listings*at/100]
		t.Logf("p%d: %d of %d conversations listed in %s, %d of %d in %s, ratio %.2f", at,
			pageSize, manyConversations, many.Round(10*time.Microsecond),
			pageSize, fewConversations, few.Round(10*time.Microsecond), float64(many)/float64(few))
	}
}

// fillInbox has somebody new say something to a person in each of many conversations.
func fillInbox(t *testing.T, store *dynamo.Store, owner conversations.Person, count int) {
	t.Helper()
	var ids conversations.IDs
	work, ctx := errgroup.WithContext(t.Context())
	work.SetLimit(8)
	for i := range count {
		work.Go(func() error {
			sender, now := conversationstest.NewPerson(fmt.Sprint("sender", i)), time.Now()
			group := conversations.Group{
				ID: uuid.New(), Kind: conversations.OneToOne, Timer: conversations.Off, CreatedAt: now,
				Members: []conversations.Member{{Person: owner}, {Person: sender}},
			}
			if err := store.CreateGroup(ctx, group, sender.Sub); err != nil {
				return err
			}
			id, err := ids.New(now)
			if err != nil {
				return err
			}
			m, _, err := store.Send(ctx, conversations.Message{
				ID: id, Group: group.ID, Kind: conversations.Text, Sender: sender, Text: "hello", ClientID: fmt.Sprint("client-id-", i),
			}, "f")
			if err != nil {
				return err
			}
			_, err = store.AdvanceInbox(ctx, owner.Sub, m)
			return err
		})
	}
	if err := work.Wait(); err != nil {
		t.Fatal(err)
	}
}
