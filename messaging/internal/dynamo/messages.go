package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/schema"
	"github.com/cruddur/cruddur/platform/telemetry"
)

var _ conversations.Messages = (*Store)(nil)

// dedupeLife is how long a client's name for a message is remembered.
const dedupeLife = 24 * time.Hour

// furtherPage is how many items are read at once when a page could not be filled
// because of what has expired and is not removed yet.
const furtherPage = 100

// alive reads a message, unless it has expired. It is the only way out of the
// table for messages.
func (s *Store) alive(item Item) (m conversations.Message, living bool, err error) {
	m, err = DecodeMessage(item)
	return m, err == nil && conversations.Alive(m.ExpiresAt, s.now()), err
}

// Message implements conversations.Messages.
func (s *Store) Message(ctx context.Context, group, id uuid.UUID) (conversations.Message, error) {
	out, err := s.client.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: aws.String(s.table), Key: messageKey(group, id), ConsistentRead: aws.Bool(true),
	})
	if err != nil {
		return conversations.Message{}, worded("read a message", err)
	}
	if len(out.Item) == 0 {
		return conversations.Message{}, conversations.ErrMessageNotFound
	}
	m, living, err := s.alive(out.Item)
	if err == nil && !living {
		return conversations.Message{}, conversations.ErrMessageNotFound
	}
	return m, err
}

// Messages implements conversations.Messages.
func (s *Store) Messages(ctx context.Context, group uuid.UUID, q conversations.Query) ([]conversations.Message, error) {
	var found []conversations.Message
	err := s.query(ctx, group, q, nil, func(item Item) (more bool, err error) {
		m, living, err := s.alive(item)
		if living {
			found = append(found, m)
		}
		return len(found) < q.Limit, err
	})
	return found, err
}

// CountUnread implements conversations.Messages.
func (s *Store) CountUnread(ctx context.Context, group, reader, from uuid.UUID, limit int) (int, error) {
	unread := 0
	q := conversations.Query{From: from, To: uuid.Max, Newer: true, Limit: limit}
	err := s.query(ctx, group, q, []string{"sender", "kind", "expires_at"}, func(item Item) (more bool, err error) {
		var m messageItem
		if err := attributevalue.UnmarshalMap(item, &m); err != nil {
			return false, fmt.Errorf("decode a message: %w", err)
		}
		said := m.Kind == string(conversations.Text) && m.Sender != reader.String()
		if said && conversations.Alive(fromSeconds(m.ExpiresAt), s.now()) {
			unread++
		}
		return unread < limit, nil
	})
	return unread, err
}

// query shows each a message's item after the other, until it has enough.
func (s *Store) query(
	ctx context.Context, group uuid.UUID, q conversations.Query, attributes []string, each func(Item) (more bool, err error),
) error {
	if q.From.String() > q.To.String() {
		return nil // DynamoDB takes bounds in order only
	}
	in := &dynamodb.QueryInput{
		TableName:                aws.String(s.table),
		KeyConditionExpression:   aws.String("#pk = :pk AND #sk BETWEEN :from AND :to"),
		ExpressionAttributeNames: map[string]string{"#pk": schema.PK, "#sk": schema.SK},
		ExpressionAttributeValues: Item{
			":pk": text(GroupKey(group)), ":from": text(MessageKey(q.From)), ":to": text(MessageKey(q.To)),
		},
		ScanIndexForward: aws.Bool(q.Newer),
		ConsistentRead:   aws.Bool(true),
		Limit:            aws.Int32(int32(q.Limit)), //nolint:gosec // a page's size
	}
	project(in, attributes)
	for {
		out, err := s.client.Query(ctx, in)
		if err != nil {
			return worded("query messages", err)
		}
		for _, item := range out.Items {
			if more, err := each(item); err != nil || !more {
				return err
			}
		}
		if len(out.LastEvaluatedKey) == 0 {
			return nil
		}
		in.ExclusiveStartKey, in.Limit = out.LastEvaluatedKey, aws.Int32(furtherPage)
	}
}

func project(in *dynamodb.QueryInput, attributes []string) {
	for i, attribute := range attributes {
		name := fmt.Sprintf("#a%d", i)
		in.ExpressionAttributeNames[name] = attribute
		if i > 0 {
			name = aws.ToString(in.ProjectionExpression) + ", " + name
		}
		in.ProjectionExpression = aws.String(name)
	}
}

// traced is a message's item, with the trace in which it is written: whoever
// follows the stream goes on with it.
func traced(ctx context.Context, m conversations.Message) (Item, error) {
	item, err := EncodeMessage(m)
	if parent := telemetry.Parent(ctx); err == nil && parent != "" {
		item[attrParent] = text(parent)
	}
	return item, err
}

// Send implements conversations.Messages.
func (s *Store) Send(ctx context.Context, m conversations.Message, fingerprint string) (conversations.Message, bool, error) {
	message, err := traced(ctx, m)
	if err != nil {
		return conversations.Message{}, false, err
	}
	now := s.now()
	dedupe := dedupeKey(m.Group, m.Sender.Sub, m.ClientID)
	dedupe[attrMessage], dedupe[attrFingerprint] = text(m.ID.String()), text(fingerprint)
	dedupe[schema.ExpiresAt] = number(now.Add(dedupeLife).Unix())
	failed, err := s.transact(ctx, "send a message",
		types.TransactWriteItem{Put: &types.Put{
			TableName: aws.String(s.table), Item: message,
			ConditionExpression:      aws.String("attribute_not_exists(#pk)"),
			ExpressionAttributeNames: map[string]string{"#pk": schema.PK},
		}},
		types.TransactWriteItem{Put: &types.Put{
			TableName: aws.String(s.table), Item: dedupe,
			ConditionExpression:       aws.String("attribute_not_exists(#pk) OR #end <= :now"),
			ExpressionAttributeNames:  map[string]string{"#pk": schema.PK, "#end": schema.ExpiresAt},
			ExpressionAttributeValues: Item{":now": number(now.Unix())},
		}},
	)
	if err != nil {
		return conversations.Message{}, false, err
	}
	if len(failed) == 0 {
		return m, true, nil
	}
	stored, before, err := s.Sent(ctx, m, fingerprint)
	if err == nil && !before {
		err = errUnavailable.WithCause(errors.New("the row of an earlier request was there and is gone"))
	}
	return stored, false, err
}

// Sent implements conversations.Messages.
func (s *Store) Sent(ctx context.Context, again conversations.Message, fingerprint string) (m conversations.Message, before bool, err error) {
	out, err := s.client.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: aws.String(s.table), Key: dedupeKey(again.Group, again.Sender.Sub, again.ClientID), ConsistentRead: aws.Bool(true),
	})
	if err != nil {
		return conversations.Message{}, false, worded("look for an earlier request", err)
	}
	var stored dedupeItem
	if err := attributevalue.UnmarshalMap(out.Item, &stored); err != nil {
		return conversations.Message{}, false, fmt.Errorf("decode a dedupe row: %w", err)
	}
	switch {
	case len(out.Item) == 0, stored.ExpiresAt <= s.now().Unix():
		return conversations.Message{}, false, nil
	case stored.Fingerprint != fingerprint:
		return conversations.Message{}, false, conversations.ErrKeyReused
	}
	id, err := uuid.Parse(stored.Message)
	if err != nil {
		return conversations.Message{}, false, fmt.Errorf("decode the dedupe row %s: %w", stored.SK, err)
	}
	m, err = s.Message(ctx, again.Group, id)
	return m, true, err
}

// EditMessage implements conversations.Messages.
func (s *Store) EditMessage(ctx context.Context, edited conversations.Message, last *time.Time) error {
	in := &dynamodb.UpdateItemInput{
		TableName: aws.String(s.table), Key: messageKey(edited.Group, edited.ID),
		UpdateExpression:         aws.String("SET #text = :text, #edited = :edited"),
		ConditionExpression:      aws.String("#sender = :sender AND attribute_not_exists(#edited)"),
		ExpressionAttributeNames: map[string]string{"#text": attrText, "#edited": attrEditedAt, "#sender": attrSender},
		ExpressionAttributeValues: Item{
			":text": text(edited.Text), ":edited": number(edited.EditedAt.UnixMilli()), ":sender": text(edited.Sender.Sub.String()),
		},
	}
	if parent := telemetry.Parent(ctx); parent != "" {
		in.UpdateExpression = aws.String("SET #text = :text, #edited = :edited, #parent = :parent")
		in.ExpressionAttributeNames["#parent"] = attrParent
		in.ExpressionAttributeValues[":parent"] = text(parent)
	}
	if last != nil {
		in.ConditionExpression = aws.String("#sender = :sender AND #edited = :last")
		in.ExpressionAttributeValues[":last"] = number(last.UnixMilli())
	}
	_, err := s.client.UpdateItem(ctx, in)
	if refused(err) {
		return conversations.ErrMessageNotFound
	}
	return worded("edit a message", err)
}

// DeleteMessage implements conversations.Messages. Deleting what is gone already
// is no error: the SDK tries again after a lost answer.
func (s *Store) DeleteMessage(ctx context.Context, group, id, sender uuid.UUID) error {
	_, err := s.client.DeleteItem(ctx, &dynamodb.DeleteItemInput{
		TableName: aws.String(s.table), Key: messageKey(group, id),
		ConditionExpression:       aws.String("attribute_not_exists(#pk) OR #sender = :sender"),
		ExpressionAttributeNames:  map[string]string{"#pk": schema.PK, "#sender": attrSender},
		ExpressionAttributeValues: Item{":sender": text(sender.String())},
	})
	if refused(err) {
		return conversations.ErrMessageNotFound
	}
	return worded("delete a message", err)
}

// Ready reports whether the table answers.
func (s *Store) Ready(ctx context.Context) error {
	_, err := s.client.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String(s.table), Key: key("READY", metaSK)})
	return worded("ask for the table", err)
}
