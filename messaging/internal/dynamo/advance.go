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
)

// The stream's side of inbox rows (15 to 17 of the model). A row holds the largest
// of what it was told: by the message's id, then gone before edited, then by the
// time of the edit. So everything may be told twice, late and in any order, and
// the row ends up the same. Each call is one update in place, which comes to
// nothing when the row is further on already; moved says whether it came to
// something.
//
// A row that isn't there yet is made in one transaction with a look at the group,
// so that a late record brings nothing back to who has left.

// AdvanceInbox tells a member's inbox row of a message that came or was edited.
func (s *Store) AdvanceInbox(ctx context.Context, member uuid.UUID, m conversations.Message) (moved bool, err error) {
	item := previewOf(m)
	preview, err := attributevalue.Marshal(item)
	if err != nil {
		return false, fmt.Errorf("encode a preview: %w", err)
	}
	move := s.move(member, m.Group, m.ID)
	move.sets += ", #preview = :preview"
	move.values[":preview"] = preview
	if m.EditedAt != nil {
		move.names["#edited"] = attrEditedAt
		move.values[":edited"] = number(item.EditedAt)
		move.same = "attribute_exists(#preview) AND (attribute_not_exists(#preview.#edited) OR #preview.#edited < :edited)"
	}
	if m.Sender.Sub != member {
		return s.moveInbox(ctx, "advance", move)
	}
	move.sets += ", #sent = :id"
	move.names["#sent"] = attrLastSentID
	moved, err = s.moveInbox(ctx, "advance", move)
	if err == nil && move.refused != nil && !sentUpTo(move.refused, m.ID) {
		// Somebody else's later message was here first.
		return false, s.raiseSent(ctx, move, m.ID)
	}
	return moved, err
}

// WithdrawInbox tells a member's inbox row that a message is gone. Its place in
// the list stays.
func (s *Store) WithdrawInbox(ctx context.Context, member, group, message uuid.UUID) (moved bool, err error) {
	move := s.move(member, group, message)
	move.removes = " REMOVE #preview"
	move.same = "attribute_exists(#preview)"
	return s.moveInbox(ctx, "withdraw", move)
}

// movement is an update of an inbox row.
type movement struct {
	member, group, message uuid.UUID

	names   map[string]string
	values  Item
	sets    string
	removes string
	same    string // the condition if the row is at this message already; empty for never
	refused Item   // the row that was further on
}

func (s *Store) move(member, group, message uuid.UUID) *movement {
	return &movement{
		member: member, group: group, message: message,
		names: map[string]string{
			"#pk": schema.PK, "#last": attrLastMessageID, "#at": schema.LastMessageAt, "#preview": attrPreview,
		},
		values: Item{
			":id": text(message.String()), ":at": number(conversations.TimeOf(message).UnixMilli()),
		},
		sets: "SET #last = :id, #at = :at",
	}
}

func (s *Store) moveInbox(ctx context.Context, verb string, m *movement) (moved bool, err error) {
	const tries = 3 // the row may come and go between looking and making it
	further := "attribute_not_exists(#last) OR #last < :id"
	if m.same != "" {
		further += " OR (#last = :id AND " + m.same + ")"
	}
	for range tries {
		_, err = s.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
			TableName: aws.String(s.table), Key: inboxKey(m.member, m.group),
			UpdateExpression:                    aws.String(m.sets + m.removes),
			ConditionExpression:                 aws.String("attribute_exists(#pk) AND (" + further + ")"),
			ExpressionAttributeNames:            m.names,
			ExpressionAttributeValues:           m.values,
			ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
		})
		failed, is := errors.AsType[*types.ConditionalCheckFailedException](err)
		if !is {
			return err == nil, worded(verb+" an inbox row", err)
		}
		if len(failed.Item) > 0 {
			m.refused = failed.Item
			return false, nil
		}
		made, member, err := s.makeInbox(ctx, verb, m)
		if err != nil || made || !member {
			return made, err
		}
	}
	return false, worded(verb+" an inbox row", errors.New("it keeps coming and going"))
}

// makeInbox makes the inbox row of who is a member and may see the message. It
// makes none if there is one by now.
func (s *Store) makeInbox(ctx context.Context, verb string, m *movement) (made, member bool, err error) {
	names := map[string]string{"#pk": schema.PK, "#last": attrLastMessageID, "#at": schema.LastMessageAt}
	for _, name := range []string{"#sent", "#preview"} {
		if m.uses(name) {
			names[name] = m.names[name]
		}
	}
	values := Item{":id": m.values[":id"], ":at": m.values[":at"]}
	if preview, ok := m.values[":preview"]; ok {
		values[":preview"] = preview
	}
	failed, err := s.transact(ctx, verb+" a new inbox row",
		types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
			TableName: aws.String(s.table), Key: metaKey(m.group),
			ConditionExpression: aws.String("#members.#member.#since <= :id"),
			ExpressionAttributeNames: map[string]string{
				"#members": attrMembers, "#member": m.member.String(), "#since": attrSince,
			},
			ExpressionAttributeValues: Item{":id": m.values[":id"]},
		}},
		types.TransactWriteItem{Update: &types.Update{
			TableName: aws.String(s.table), Key: inboxKey(m.member, m.group),
			UpdateExpression:          aws.String(m.sets + m.removes),
			ConditionExpression:       aws.String("attribute_not_exists(#pk)"),
			ExpressionAttributeNames:  names,
			ExpressionAttributeValues: values,
		}},
	)
	return err == nil && len(failed) == 0, !failed[0], err
}

// uses tells whether the update itself, not only its condition, names something.
func (m *movement) uses(name string) bool {
	return strings.Contains(m.sets+m.removes, name)
}

// sentUpTo tells whether a row knows of something later, or the same, that its
// owner sent.
func sentUpTo(row Item, id uuid.UUID) bool {
	sent, _ := row[attrLastSentID].(*types.AttributeValueMemberS)
	return sent != nil && sent.Value >= id.String()
}

func (s *Store) raiseSent(ctx context.Context, m *movement, id uuid.UUID) error {
	_, err := s.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: aws.String(s.table), Key: inboxKey(m.member, m.group),
		UpdateExpression:          aws.String("SET #sent = :id"),
		ConditionExpression:       aws.String("attribute_exists(#pk) AND (attribute_not_exists(#sent) OR #sent < :id)"),
		ExpressionAttributeNames:  map[string]string{"#pk": schema.PK, "#sent": attrLastSentID},
		ExpressionAttributeValues: Item{":id": text(id.String())},
	})
	if refused(err) {
		return nil
	}
	return worded("advance an inbox row", err)
}
