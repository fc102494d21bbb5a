package dynamo_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/awstest"
	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/conversations/conversationstest"
	"github.com/cruddur/cruddur/messaging/internal/dynamo"
	"github.com/cruddur/cruddur/messaging/schema"
	"github.com/cruddur/cruddur/platform/fault"
)

var errLost = errors.New("the connection broke")

// broken is a client whose next write fails: before it happens, or after it took
// effect.
type broken struct {
	*dynamodb.Client

	before, after atomic.Bool
}

func breaking[In, Out any](b *broken, write func(context.Context, In, ...func(*dynamodb.Options)) (Out, error), ctx context.Context, in In) (Out, error) { //nolint:revive // the context is passed on
	var nothing Out
	if b.before.CompareAndSwap(true, false) {
		return nothing, errLost
	}
	out, err := write(ctx, in)
	if err == nil && b.after.CompareAndSwap(true, false) {
		return nothing, errLost
	}
	return out, err
}

// UpdateItem implements dynamo.Client.
func (b *broken) UpdateItem(ctx context.Context, in *dynamodb.UpdateItemInput, _ ...func(*dynamodb.Options)) (*dynamodb.UpdateItemOutput, error) {
	return breaking(b, b.Client.UpdateItem, ctx, in)
}

// DeleteItem implements dynamo.Client.
func (b *broken) DeleteItem(ctx context.Context, in *dynamodb.DeleteItemInput, _ ...func(*dynamodb.Options)) (*dynamodb.DeleteItemOutput, error) {
	return breaking(b, b.Client.DeleteItem, ctx, in)
}

// TransactWriteItems implements dynamo.Client.
func (b *broken) TransactWriteItems(ctx context.Context, in *dynamodb.TransactWriteItemsInput, _ ...func(*dynamodb.Options)) (*dynamodb.TransactWriteItemsOutput, error) {
	return breaking(b, b.Client.TransactWriteItems, ctx, in)
}

// bench is a store that can be broken, with a conversation in it.
type bench struct {
	client *broken
	store  *dynamo.Store
	ids    conversations.IDs
	nova   conversations.Person
	group  conversations.Group
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{client: &broken{Client: awstest.DynamoDB(t)}, nova: conversationstest.NewPerson("nova")}
	b.store = dynamo.NewStore(b.client, awstest.NewTable(t, b.client.Client, schema.Conversations()), time.Now)
	b.group = conversations.Group{
		ID: uuid.New(), Kind: conversations.Several, Name: "Before", Timer: conversations.Off, CreatedAt: time.Now(),
		Members: []conversations.Member{{Person: b.nova}, {Person: conversationstest.NewPerson("ziggy")}},
	}
	if err := b.store.CreateGroup(t.Context(), b.group, b.nova.Sub); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) message(t *testing.T, clientID string) conversations.Message {
	t.Helper()
	id, err := b.ids.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return conversations.Message{ID: id, Group: b.group.ID, Kind: conversations.Text, Sender: b.nova, Text: "hello", ClientID: clientID}
}

// Every write fails once, before or after it took effect, and is then tried
// again by who asked for it. The table ends as if nothing had happened.
func TestWritesThatFailAndAreRepeated(t *testing.T) {
	t.Parallel()
	type write struct {
		run   func(t *testing.T, b *bench) error // the same each time
		check func(t *testing.T, b *bench)
		again error // a repetition after it took effect may be told so
	}
	name := "After"
	writes := map[string]write{
		"send": {
			run: func(t *testing.T, b *bench) error {
				t.Helper()
				_, _, err := b.store.Send(t.Context(), b.message(t, "client-id"), "f")
				return err
			},
			check: func(t *testing.T, b *bench) {
				t.Helper()
				all, err := b.store.Messages(t.Context(), b.group.ID, conversations.Query{To: uuid.Max, Limit: 10})
				if err != nil || len(all) != 1 {
					t.Errorf("%d messages, %v", len(all), err)
				}
			},
		},
		"create a group": {
			run: func(t *testing.T, b *bench) error {
				t.Helper()
				g := b.group
				g.ID = conversations.KeyedID(b.nova.Sub, "key")
				return b.store.CreateGroup(t.Context(), g, b.nova.Sub)
			},
			again: conversations.ErrGroupExists,
			check: func(t *testing.T, b *bench) {
				t.Helper()
				rows, err := b.store.Inboxes(t.Context(), b.nova.Sub, nil, 10)
				if err != nil || len(rows) != 2 {
					t.Errorf("%d conversations, %v", len(rows), err)
				}
			},
		},
		"rename": {
			run: func(t *testing.T, b *bench) error {
				t.Helper()
				return b.store.ChangeGroup(t.Context(), conversations.GroupChange{Group: b.group.ID, By: b.nova.Sub, Name: &name})
			},
			check: func(t *testing.T, b *bench) {
				t.Helper()
				if g, err := b.store.Group(t.Context(), b.group.ID); err != nil || g.Name != name {
					t.Errorf("named %q, %v", g.Name, err)
				}
			},
		},
		"leave": {
			run: func(t *testing.T, b *bench) error {
				t.Helper()
				return b.store.ChangeGroup(t.Context(), conversations.GroupChange{Group: b.group.ID, By: b.nova.Sub, Leave: true})
			},
			again: conversations.ErrGroupNotFound,
			check: func(t *testing.T, b *bench) {
				t.Helper()
				g, err := b.store.Group(t.Context(), b.group.ID)
				rows, rowsErr := b.store.Inboxes(t.Context(), b.nova.Sub, nil, 10)
				if err != nil || rowsErr != nil || len(g.Members) != 1 || len(rows) != 0 {
					t.Errorf("%d members, %d rows, %v %v", len(g.Members), len(rows), err, rowsErr)
				}
			},
		},
		"mark as read": {
			run: func(t *testing.T, b *bench) error {
				t.Helper()
				_, err := b.store.MarkRead(t.Context(), b.nova.Sub, b.group.ID, b.group.ID)
				return err
			},
			check: func(t *testing.T, b *bench) {
				t.Helper()
				sides, err := b.store.Sides(t.Context(), b.group.ID, []uuid.UUID{b.nova.Sub})
				if err != nil || sides[b.nova.Sub].LastReadID != b.group.ID {
					t.Errorf("read up to %v, %v", sides[b.nova.Sub].LastReadID, err)
				}
			},
		},
	}
	for name, w := range writes {
		for when, took := range map[string]bool{"it failed": false, "it failed but took effect": true} {
			t.Run(name+": "+when, func(t *testing.T) {
				t.Parallel()
				b := newBench(t)
				b.client.before.Store(!took)
				b.client.after.Store(took)
				if err := w.run(t, b); fault.From(err).Kind != fault.Unavailable || !errors.Is(err, errLost) {
					t.Fatalf("the failure comes out as %v", err)
				}
				if err := w.run(t, b); err != nil && (!took || !errors.Is(err, w.again)) {
					t.Fatalf("the repetition: %v", err)
				}
				w.check(t, b)
			})
		}
	}
}

// The same for what is done to one message.
func TestMessageWritesThatFailAndAreRepeated(t *testing.T) {
	t.Parallel()
	for when, took := range map[string]bool{"it failed": false, "it failed but took effect": true} {
		t.Run(when, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			m := b.message(t, "client-id")
			if _, _, err := b.store.Send(t.Context(), m, "f"); err != nil {
				t.Fatal(err)
			}
			fail := func() { b.client.before.Store(!took); b.client.after.Store(took) }

			at := time.Now().Truncate(time.Millisecond)
			edited := m
			edited.Text, edited.EditedAt = "edited", &at
			fail()
			if err := b.store.EditMessage(t.Context(), edited, nil); !errors.Is(err, errLost) {
				t.Fatalf("edit: %v", err)
			}
			if err := b.store.EditMessage(t.Context(), edited, nil); err != nil && !took {
				t.Fatalf("edit again: %v", err)
			}
			if got, err := b.store.Message(t.Context(), m.Group, m.ID); err != nil || got.Text != "edited" {
				t.Errorf("it says %q, %v", got.Text, err)
			}
			fail()
			if err := b.store.DeleteMessage(t.Context(), m.Group, m.ID, b.nova.Sub); !errors.Is(err, errLost) {
				t.Fatalf("delete: %v", err)
			}
			if err := b.store.DeleteMessage(t.Context(), m.Group, m.ID, b.nova.Sub); err != nil {
				t.Errorf("delete again: %v", err)
			}
			if _, err := b.store.Message(t.Context(), m.Group, m.ID); !errors.Is(err, conversations.ErrMessageNotFound) {
				t.Errorf("deleted: %v", err)
			}
		})
	}
}

func isBusy(err error) bool { return fault.From(err).Kind == fault.Unavailable }
