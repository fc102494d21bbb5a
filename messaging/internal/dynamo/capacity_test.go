package dynamo_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/awstest"
	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/conversations/conversationstest"
	"github.com/cruddur/cruddur/messaging/internal/dynamo"
	"github.com/cruddur/cruddur/messaging/schema"
)

// maxUnits is what one message between two people may cost in write units, its
// copies in the index included.
const maxUnits = 11

// transactionFactor is what DynamoDB Local leaves out: in DynamoDB each item of a
// transaction is written twice, once to prepare it and once to commit.
const transactionFactor = 2

// meter adds up what DynamoDB says that writes have consumed.
type meter struct {
	*dynamodb.Client

	mu    sync.Mutex
	units float64
}

// UpdateItem implements dynamo.Client.
func (m *meter) UpdateItem(ctx context.Context, in *dynamodb.UpdateItemInput, opts ...func(*dynamodb.Options)) (*dynamodb.UpdateItemOutput, error) {
	in.ReturnConsumedCapacity = types.ReturnConsumedCapacityIndexes
	out, err := m.Client.UpdateItem(ctx, in, opts...)
	if err == nil {
		m.count(1, *out.ConsumedCapacity)
	}
	return out, err
}

// TransactWriteItems implements dynamo.Client.
func (m *meter) TransactWriteItems(ctx context.Context, in *dynamodb.TransactWriteItemsInput, opts ...func(*dynamodb.Options)) (*dynamodb.TransactWriteItemsOutput, error) {
	in.ReturnConsumedCapacity = types.ReturnConsumedCapacityIndexes
	out, err := m.Client.TransactWriteItems(ctx, in, opts...)
	if err == nil {
		m.count(transactionFactor, out.ConsumedCapacity...)
	}
	return out, err
}

func (m *meter) count(factor float64, all ...types.ConsumedCapacity) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, one := range all {
		m.units += factor * aws.ToFloat64(one.CapacityUnits)
	}
}

// A message between two people: the send, and what the stream does to both
// inboxes. Texts and names are as long as they can be within a kilobyte, which
// is what a unit holds.
func TestAMessageCostsFewUnits(t *testing.T) {
	t.Parallel()
	client := &meter{Client: awstest.DynamoDBLocal(t)}
	store := dynamo.NewStore(client, awstest.NewTable(t, client.Client, schema.Conversations()), time.Now)
	person := func() conversations.Person {
		return conversations.Person{Sub: uuid.New(), Handle: strings.Repeat("h", 20), DisplayName: strings.Repeat("n", 50)}
	}
	nova, ziggy := person(), person()
	group := conversations.PairID(nova.Sub, ziggy.Sub)
	newPair(t, store, group, nova, ziggy)
	var ids conversations.IDs
	say := func() float64 {
		id, err := ids.New(time.Now())
		if err != nil {
			t.Fatal(err)
		}
		end := time.Now().Add(time.Hour)
		m := conversations.Message{
			ID: id, Group: group, Kind: conversations.Text, Sender: nova, Receiver: ziggy.Sub, Text: strings.Repeat("a", 450),
			ClientID: uuid.NewString(), ExpiresAt: &end,
		}
		client.units = 0
		if _, sent, err := store.Send(t.Context(), m, strings.Repeat("f", 22)); err != nil || !sent {
			t.Fatal(sent, err)
		}
		for _, member := range []uuid.UUID{nova.Sub, ziggy.Sub} {
			if moved, err := store.AdvanceInbox(t.Context(), member, m); err != nil || !moved {
				t.Fatal(moved, err)
			}
		}
		units := client.units
		for _, member := range []uuid.UUID{nova.Sub, ziggy.Sub} { // rows are larger with a mark
			if _, err := store.MarkRead(t.Context(), member, group, m.ID); err != nil {
				t.Fatal(err)
			}
		}
		return units
	}
	say() // the first makes rows, later ones move them, which costs more
	units := say()
	t.Logf("a message costs %v write units", units)
	if units > maxUnits || units < 10 { // two items in a transaction, two rows that move in an index: it can't be less
		t.Errorf("a message costs %v write units, want at most %d", units, maxUnits)
	}
}

// newPair makes a conversation that both have in their lists, as after a first
// message.
func newPair(t *testing.T, store *dynamo.Store, id uuid.UUID, a, b conversations.Person) {
	t.Helper()
	group := conversations.Group{
		ID: id, Kind: conversations.OneToOne, Timer: conversations.Off, CreatedAt: time.Now().Add(-time.Hour),
		Members: []conversations.Member{{Person: a}, {Person: b}},
	}
	if err := store.CreateGroup(t.Context(), group, a.Sub); err != nil {
		t.Fatal(err)
	}
	if err := store.OpenInbox(t.Context(), b.Sub, id, group.CreatedAt); err != nil {
		t.Fatal(err)
	}
}

// An inbox row stays within one unit whatever was said last.
func TestInboxRowsAreSmall(t *testing.T) {
	t.Parallel()
	client := &meter{Client: awstest.DynamoDBLocal(t)}
	store := dynamo.NewStore(client, awstest.NewTable(t, client.Client, schema.Conversations()), time.Now)
	long := conversations.Person{Sub: uuid.New(), Handle: strings.Repeat("h", 20), DisplayName: strings.Repeat("n", 50)}
	var ids conversations.IDs
	id, err := ids.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	m := conversations.Message{
		ID: id, Group: uuid.New(), Kind: conversations.Text, Sender: long, Text: strings.Repeat("👨‍👩‍👧‍👦 ", 100),
	}
	newPair(t, store, m.Group, long, conversationstest.NewPerson("ziggy"))
	client.units = 0
	if _, err := store.AdvanceInbox(t.Context(), long.Sub, m); err != nil {
		t.Fatal(err)
	}
	if client.units != 3 { // the row, and its copy in the index, which moves
		t.Errorf("a row with the longest preview costs %v units", client.units)
	}
}

var _ conversationstest.Store = (*dynamo.Store)(nil)
