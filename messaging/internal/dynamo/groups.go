package dynamo

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/schema"
	"github.com/cruddur/cruddur/platform/fault"
)

var _ conversations.Groups = (*Store)(nil)

// Group implements conversations.Groups.
func (s *Store) Group(ctx context.Context, id uuid.UUID) (conversations.Group, error) {
	out, err := s.client.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: aws.String(s.table), Key: metaKey(id), ConsistentRead: aws.Bool(true),
	})
	if err != nil {
		return conversations.Group{}, worded("read a group", err)
	}
	if len(out.Item) == 0 {
		return conversations.Group{}, conversations.ErrGroupNotFound
	}
	return decodeGroup(out.Item)
}

// Groups implements conversations.Groups.
func (s *Store) Groups(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]conversations.Group, error) {
	keys := make([]Item, len(ids))
	for i, id := range ids {
		keys[i] = metaKey(id)
	}
	items, err := s.batchGet(ctx, keys)
	if err != nil {
		return nil, worded("read groups", err)
	}
	found := make(map[uuid.UUID]conversations.Group, len(items))
	for _, item := range items {
		group, err := decodeGroup(item)
		if err != nil {
			return nil, err
		}
		found[group.ID] = group
	}
	return found, nil
}

// CreateGroup implements conversations.Groups.
func (s *Store) CreateGroup(ctx context.Context, g conversations.Group, starter uuid.UUID, events ...conversations.Message) error {
	item, err := encodeGroup(g)
	if err != nil {
		return err
	}
	items := []types.TransactWriteItem{
		{Put: &types.Put{
			TableName: aws.String(s.table), Item: item,
			ConditionExpression:      aws.String("attribute_not_exists(#pk)"),
			ExpressionAttributeNames: map[string]string{"#pk": schema.PK},
		}},
		{Update: s.open(starter, g.ID, g.CreatedAt.UnixMilli())},
	}
	puts, err := s.putEvents(ctx, events)
	if err != nil {
		return err
	}
	failed, err := s.transact(ctx, "create a group", append(items, puts...)...)
	if err == nil && len(failed) > 0 {
		return conversations.ErrGroupExists
	}
	return err
}

func (s *Store) putEvents(ctx context.Context, events []conversations.Message) ([]types.TransactWriteItem, error) {
	puts := make([]types.TransactWriteItem, 0, len(events))
	for _, event := range events {
		item, err := traced(ctx, event)
		if err != nil {
			return nil, err
		}
		puts = append(puts, types.TransactWriteItem{Put: &types.Put{TableName: aws.String(s.table), Item: item}})
	}
	return puts, nil
}

// ChangeGroup implements conversations.Groups.
func (s *Store) ChangeGroup(ctx context.Context, change conversations.GroupChange) error {
	update, err := s.updateGroup(change)
	if err != nil {
		return err
	}
	items := []types.TransactWriteItem{{Update: update}}
	if change.Leave {
		items = append(items, types.TransactWriteItem{Delete: &types.Delete{
			TableName: aws.String(s.table), Key: inboxKey(change.By, change.Group),
		}})
	}
	puts, err := s.putEvents(ctx, change.Events)
	if err != nil {
		return err
	}
	failed, err := s.transact(ctx, "change a group", append(items, puts...)...)
	if err != nil || len(failed) == 0 {
		return err
	}
	return s.whyNot(ctx, change)
}

// updateGroup builds the one update of META that a change is.
func (s *Store) updateGroup(change conversations.GroupChange) (*types.Update, error) {
	names := map[string]string{"#members": attrMembers, "#by": change.By.String()}
	values := Item{}
	conditions, sets := []string{"attribute_exists(#members.#by)"}, []string{}
	if change.Name != nil {
		names["#name"], values[":name"] = attrName, text(*change.Name)
		sets = append(sets, "#name = :name")
	}
	if change.Timer != nil {
		names["#timer"], values[":timer"] = attrTimer, text(string(*change.Timer))
		sets = append(sets, "#timer = :timer")
	}
	if change.Add != nil {
		member, err := attributevalue.Marshal(memberOf(*change.Add))
		if err != nil {
			return nil, fmt.Errorf("encode a member: %w", err)
		}
		names["#new"], values[":new"], values[":most"] = change.Add.Sub.String(), member, number(conversations.MaxMembers)
		sets = append(sets, "#members.#new = :new")
		conditions = append(conditions, "attribute_not_exists(#members.#new)", "size(#members) < :most")
	}
	var expression []string
	if len(sets) > 0 {
		expression = append(expression, "SET "+strings.Join(sets, ", "))
	}
	if change.Leave {
		expression = append(expression, "REMOVE #members.#by")
	}
	if len(values) == 0 {
		values = nil // DynamoDB refuses an empty map
	}
	return &types.Update{
		TableName: aws.String(s.table), Key: metaKey(change.Group),
		UpdateExpression:         aws.String(strings.Join(expression, " ")),
		ConditionExpression:      aws.String(strings.Join(conditions, " AND ")),
		ExpressionAttributeNames: names, ExpressionAttributeValues: values,
	}, nil
}

// whyNot finds out which of its conditions a change failed.
func (s *Store) whyNot(ctx context.Context, change conversations.GroupChange) error {
	group, err := s.Group(ctx, change.Group)
	if err != nil {
		return err
	}
	if _, in := group.Member(change.By); !in {
		return conversations.ErrGroupNotFound
	}
	if change.Add != nil {
		if _, in := group.Member(change.Add.Sub); in {
			return conversations.ErrMemberAlready
		}
		if len(group.Members) >= conversations.MaxMembers {
			return conversations.ErrGroupFull
		}
	}
	return fault.New(fault.Unavailable, "changed_meanwhile", "Somebody changed this at the same time. Try again.").
		WithCause(errors.New("a condition failed and holds now"))
}

// batchGet reads items by their keys, consistently, in no particular order.
func (s *Store) batchGet(ctx context.Context, keys []Item) ([]Item, error) {
	const most = 100
	var found []Item
	for try := 0; len(keys) > 0; {
		part := keys[:min(most, len(keys))]
		out, err := s.client.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{
			RequestItems: map[string]types.KeysAndAttributes{s.table: {Keys: part, ConsistentRead: aws.Bool(true)}},
		})
		if err != nil {
			return nil, err
		}
		found = append(found, out.Responses[s.table]...)
		left := out.UnprocessedKeys[s.table].Keys
		keys = append(left, keys[len(part):]...)
		if len(left) == 0 {
			continue
		}
		if try++; try > transactTries || !pause(ctx, firstPause<<try) {
			return nil, errUnavailable.WithCause(errors.New("keys are left unprocessed"))
		}
	}
	return found, nil
}
