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
)

var _ conversations.Inboxes = (*Store)(nil)

// Inboxes implements conversations.Inboxes. An index is never read consistently:
// a row may be in its old place for a moment.
func (s *Store) Inboxes(ctx context.Context, sub uuid.UUID, after *conversations.InboxPosition, limit int) ([]conversations.Inbox, error) {
	in := &dynamodb.QueryInput{
		TableName:                 aws.String(s.table),
		IndexName:                 aws.String(schema.InboxIndex),
		KeyConditionExpression:    aws.String("#pk = :pk"),
		ExpressionAttributeNames:  map[string]string{"#pk": schema.PK},
		ExpressionAttributeValues: Item{":pk": text(UserKey(sub))},
		ScanIndexForward:          aws.Bool(false),
		Limit:                     aws.Int32(int32(limit)), //nolint:gosec // a page's size
	}
	if after != nil {
		in.ExclusiveStartKey = inboxKey(sub, after.Group)
		in.ExclusiveStartKey[schema.LastMessageAt] = number(after.At.UnixMilli())
	}
	var rows []conversations.Inbox
	for {
		out, err := s.client.Query(ctx, in)
		if err != nil {
			return nil, worded("list conversations", err)
		}
		for _, item := range out.Items {
			row, err := decodeInbox(item)
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
		if len(out.LastEvaluatedKey) == 0 || len(rows) >= limit {
			return rows[:min(limit, len(rows))], nil
		}
		in.ExclusiveStartKey = out.LastEvaluatedKey
	}
}

// Sides implements conversations.Inboxes.
func (s *Store) Sides(ctx context.Context, group uuid.UUID, subs []uuid.UUID) (map[uuid.UUID]conversations.Inbox, error) {
	keys := make([]Item, len(subs))
	for i, sub := range subs {
		keys[i] = inboxKey(sub, group)
	}
	items, err := s.batchGet(ctx, keys)
	if err != nil {
		return nil, worded("read sides", err)
	}
	sides := make(map[uuid.UUID]conversations.Inbox, len(items))
	for _, item := range items {
		row, err := decodeInbox(item)
		if err != nil {
			return nil, err
		}
		var owner string
		if err := attributevalue.Unmarshal(item[schema.PK], &owner); err != nil {
			return nil, fmt.Errorf("decode an inbox row's key: %w", err)
		}
		sub, err := idAfter(userPrefix, owner)
		if err != nil {
			return nil, fmt.Errorf("decode the inbox row of %s: %w", owner, err)
		}
		sides[sub] = row
	}
	return sides, nil
}

// OpenInbox implements conversations.Inboxes.
func (s *Store) OpenInbox(ctx context.Context, sub, group uuid.UUID, at time.Time) error {
	open := s.open(sub, group, at.UnixMilli())
	_, err := s.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: open.TableName, Key: open.Key, UpdateExpression: open.UpdateExpression,
		ExpressionAttributeNames: open.ExpressionAttributeNames, ExpressionAttributeValues: open.ExpressionAttributeValues,
	})
	return worded("open an inbox row", err)
}

func (s *Store) open(sub, group uuid.UUID, at int64) *types.Update {
	return &types.Update{
		TableName: aws.String(s.table), Key: inboxKey(sub, group),
		UpdateExpression:          aws.String("SET #at = if_not_exists(#at, :at)"),
		ExpressionAttributeNames:  map[string]string{"#at": schema.LastMessageAt},
		ExpressionAttributeValues: Item{":at": number(at)},
	}
}

// MarkRead implements conversations.Inboxes.
func (s *Store) MarkRead(ctx context.Context, sub, group, message uuid.UUID) (moved bool, err error) {
	_, err = s.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: aws.String(s.table), Key: inboxKey(sub, group),
		UpdateExpression:          aws.String("SET #read = :id"),
		ConditionExpression:       aws.String("attribute_not_exists(#read) OR #read < :id"),
		ExpressionAttributeNames:  map[string]string{"#read": attrLastReadID},
		ExpressionAttributeValues: Item{":id": text(message.String())},
	})
	if refused(err) {
		return false, nil
	}
	return err == nil, worded("mark as read", err)
}

// Mute implements conversations.Inboxes.
func (s *Store) Mute(ctx context.Context, sub, group uuid.UUID, muted bool) error {
	_, err := s.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: aws.String(s.table), Key: inboxKey(sub, group),
		UpdateExpression:          aws.String("SET #muted = :muted"),
		ExpressionAttributeNames:  map[string]string{"#muted": attrMuted},
		ExpressionAttributeValues: Item{":muted": &types.AttributeValueMemberBOOL{Value: muted}},
	})
	return worded("mute", err)
}

func decodeInbox(item Item) (conversations.Inbox, error) {
	var stored inboxItem
	if err := attributevalue.UnmarshalMap(item, &stored); err != nil {
		return conversations.Inbox{}, fmt.Errorf("decode an inbox row: %w", err)
	}
	group, groupErr := idAfter(groupPrefix, stored.SK)
	last, lastErr := optionalID(stored.LastMessageID)
	read, readErr := optionalID(stored.LastReadID)
	sent, sentErr := optionalID(stored.LastSentID)
	preview, previewErr := decodePreview(stored.Preview, last)
	if err := errors.Join(groupErr, lastErr, readErr, sentErr, previewErr); err != nil {
		return conversations.Inbox{}, fmt.Errorf("decode the inbox row %s of %s: %w", stored.SK, stored.PK, err)
	}
	return conversations.Inbox{
		Group: group, Preview: preview, LastMessageID: last, LastMessageAt: time.UnixMilli(stored.LastMessageAt).UTC(),
		LastReadID: read, LastSentID: sent, Muted: stored.Muted,
	}, nil
}

func decodePreview(stored *previewItem, id uuid.UUID) (*conversations.Preview, error) {
	if stored == nil {
		return nil, nil //nolint:nilnil // what was said last is gone
	}
	sender, senderErr := stored.Sender.decode()
	subject, subjectErr := decodeSubject(stored.Subject)
	return &conversations.Preview{
		ID: id, Kind: conversations.MessageKind(stored.Kind), Sender: sender, Subject: subject,
		Excerpt: stored.Excerpt, Photos: stored.Photos, ExpiresAt: fromSeconds(stored.ExpiresAt),
	}, errors.Join(senderErr, subjectErr)
}

func optionalID(s string) (uuid.UUID, error) {
	if s == "" {
		return uuid.Nil, nil
	}
	return uuid.Parse(s)
}
