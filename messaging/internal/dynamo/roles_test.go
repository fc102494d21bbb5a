package dynamo_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/awstest"
	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/conversations/conversationstest"
	"github.com/cruddur/cruddur/messaging/internal/dynamo"
	"github.com/cruddur/cruddur/messaging/schema"
)

// What the roles may do with the table, as the README says.
var (
	serviceActions = []string{"GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"}
	streamActions  = []string{"GetItem", "UpdateItem", "ConditionCheckItem"}
)

// split is a store whose two halves have the roles of their programs.
type split struct {
	*dynamo.Store

	stream *dynamo.Store
}

// AdvanceInbox is the stream's.
func (s split) AdvanceInbox(ctx context.Context, member uuid.UUID, m conversations.Message) (bool, error) {
	return s.stream.AdvanceInbox(ctx, member, m)
}

// WithdrawInbox is the stream's.
func (s split) WithdrawInbox(ctx context.Context, member, group, message uuid.UUID) (bool, error) {
	return s.stream.WithdrawInbox(ctx, member, group, message)
}

// The roles are enough for everything the store does, and each of their actions
// is needed: without it something is denied.
func TestRoles(t *testing.T) {
	t.Parallel()
	table := awstest.NewTable(t, awstest.DynamoDB(t), schema.Conversations())
	service, stream := actAs(t, table, serviceActions), actAs(t, table, streamActions)
	t.Run("are enough", func(t *testing.T) {
		t.Parallel()
		conversationstest.TestStore(t, func(now func() time.Time) conversationstest.Store {
			return split{dynamo.NewStore(service, table, now), dynamo.NewStore(stream, table, now)}
		})
	})
	t.Run("are all needed", func(t *testing.T) {
		t.Parallel()
		for i, action := range serviceActions {
			fewer := append(append([]string{}, serviceActions[:i]...), serviceActions[i+1:]...)
			if err := everyCall(t, dynamo.NewStore(actAs(t, table, fewer), table, time.Now)); err == nil || !strings.Contains(err.Error(), "AccessDenied") {
				t.Errorf("without %s: %v", action, err)
			}
		}
		if err := everyCall(t, dynamo.NewStore(service, table, time.Now)); err != nil {
			t.Errorf("with all of them: %v", err)
		}
	})
}

// everyCall does something with each kind of call, until one fails.
func everyCall(t *testing.T, store *dynamo.Store) error {
	t.Helper()
	ctx, nova := t.Context(), conversationstest.NewPerson("nova")
	group := conversations.Group{
		ID: uuid.New(), Kind: conversations.Several, Name: "g", Timer: conversations.Off, CreatedAt: time.Now(),
		Members: []conversations.Member{{Person: nova}},
	}
	var ids conversations.IDs
	id, err := ids.New(time.Now())
	if err != nil {
		return err
	}
	m := conversations.Message{ID: id, Group: group.ID, Kind: conversations.Text, Sender: nova, Text: "x", ClientID: "client-id"}
	for _, call := range []func() error{
		func() error { return store.CreateGroup(ctx, group, nova.Sub) },
		func() error { _, _, err := store.Send(ctx, m, "f"); return err },
		func() error { _, err := store.Group(ctx, group.ID); return err },
		func() error { _, err := store.Sides(ctx, group.ID, []uuid.UUID{nova.Sub}); return err },
		func() error {
			_, err := store.Messages(ctx, group.ID, conversations.Query{To: uuid.Max, Limit: 1})
			return err
		},
		func() error { _, err := store.Inboxes(ctx, nova.Sub, nil, 1); return err },
		func() error { _, err := store.MarkRead(ctx, nova.Sub, group.ID, id); return err },
		func() error { return store.DeleteMessage(ctx, group.ID, id, nova.Sub) },
	} {
		if err := call(); err != nil {
			return err
		}
	}
	return nil
}

// actAs is a client of somebody who may do these things with the table and its
// index, and nothing else.
func actAs(t *testing.T, table string, actions []string) *dynamodb.Client {
	t.Helper()
	root := awstest.Config(t)
	client, name := iam.NewFromConfig(root), aws.String("user-"+uuid.NewString())
	arn := "arn:aws:dynamodb:" + root.Region + ":000000000000:table/" + table
	allowed := make([]string, len(actions))
	for i, action := range actions {
		allowed[i] = "dynamodb:" + action
	}
	policy, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": []any{
		map[string]any{"Effect": "Allow", "Action": allowed, "Resource": []string{arn, arn + "/index/" + schema.InboxIndex}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.CreateUser(t.Context(), &iam.CreateUserInput{UserName: name}); err != nil {
		t.Fatal(err)
	}
	_, err = client.PutUserPolicy(t.Context(), &iam.PutUserPolicyInput{
		UserName: name, PolicyName: aws.String("p"), PolicyDocument: aws.String(string(policy)),
	})
	if err != nil {
		t.Fatal(err)
	}
	key, err := client.CreateAccessKey(t.Context(), &iam.CreateAccessKeyInput{UserName: name})
	if err != nil {
		t.Fatal(err)
	}
	config := root.Copy()
	config.Credentials = credentials.NewStaticCredentialsProvider(
		aws.ToString(key.AccessKey.AccessKeyId), aws.ToString(key.AccessKey.SecretAccessKey), "")
	return dynamodb.NewFromConfig(config)
}
