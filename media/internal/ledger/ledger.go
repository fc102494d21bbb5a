// Package ledger keeps grants and the quotas of the day in one DynamoDB table.
//
//	pk                              attributes
//	UPLOAD#<id>                     owner, purpose, content_type, bytes, given_at, expires_at
//	QUOTA#<owner>#<day, UTC>        uploads, bytes, expires_at
//
// expires_at is the table's TTL attribute, in seconds. DynamoDB removes items
// some time after it; nothing here relies on when.
package ledger

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/media/internal/presign"
	"github.com/cruddur/cruddur/media/internal/upload"
)

// TTLAttribute is the name of the table's TTL attribute, KeyAttribute that of
// its only key, a string.
const (
	KeyAttribute = "pk"
	TTLAttribute = "expires_at"
)

// quotaLife keeps a day's counter until no clock can call it today.
const quotaLife = 48 * time.Hour

// Client is the part of DynamoDB that the ledger needs.
type Client interface {
	TransactWriteItems(ctx context.Context, in *dynamodb.TransactWriteItemsInput, opts ...func(*dynamodb.Options)) (*dynamodb.TransactWriteItemsOutput, error)
	GetItem(ctx context.Context, in *dynamodb.GetItemInput, opts ...func(*dynamodb.Options)) (*dynamodb.GetItemOutput, error)
}

var _ Client = (*dynamodb.Client)(nil)

// Ledger is the table.
type Ledger struct {
	client Client
	table  string
}

var _ presign.Ledger = (*Ledger)(nil)

// New returns the ledger in a table.
func New(client Client, table string) *Ledger { return &Ledger{client: client, table: table} }

// Grant implements presign.Ledger. Counter and record are one transaction whose
// token is the grant's id, so that a retry after a lost answer counts once.
func (l *Ledger) Grant(ctx context.Context, g upload.Grant, quota upload.Quota) error {
	if g.Bytes > quota.Bytes || quota.Uploads < 1 {
		return upload.ErrQuotaExceeded // the condition below can't say this of a new counter
	}
	_, err := l.client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{
		ClientRequestToken: aws.String(g.ID.String()),
		TransactItems:      []types.TransactWriteItem{{Update: l.count(g, quota)}, {Put: l.record(g)}},
	})
	if cancelled, ok := errors.AsType[*types.TransactionCanceledException](err); ok && overQuota(cancelled) {
		return upload.ErrQuotaExceeded
	}
	if err != nil {
		return fmt.Errorf("record a grant: %w", err)
	}
	return nil
}

func (l *Ledger) count(g upload.Grant, quota upload.Quota) *types.Update {
	return &types.Update{
		TableName:        aws.String(l.table),
		Key:              key("QUOTA#" + g.Owner.String() + "#" + g.Day()),
		UpdateExpression: aws.String("ADD #uploads :one, #bytes :bytes SET #expires = :expires"),
		ConditionExpression: aws.String(
			"attribute_not_exists(#uploads) OR (#uploads < :max_uploads AND #bytes <= :max_bytes)"),
		ExpressionAttributeNames: map[string]string{"#uploads": "uploads", "#bytes": "bytes", "#expires": TTLAttribute},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":one":         number(1),
			":bytes":       number(g.Bytes),
			":expires":     number(g.GivenAt.Add(quotaLife).Unix()),
			":max_uploads": number(quota.Uploads),
			":max_bytes":   number(quota.Bytes - g.Bytes),
		},
	}
}

func (l *Ledger) record(g upload.Grant) *types.Put {
	item := key("UPLOAD#" + g.ID.String())
	item["owner"] = text(g.Owner.String())
	item["purpose"] = text(string(g.Purpose))
	item["content_type"] = text(g.ContentType)
	item["bytes"] = number(g.Bytes)
	item["given_at"] = text(g.GivenAt.UTC().Format(time.RFC3339Nano))
	item[TTLAttribute] = number(g.GivenAt.Add(upload.GrantLife).Unix())
	return &types.Put{TableName: aws.String(l.table), Item: item}
}

// overQuota tells the counter's refusal from a transaction that met another.
func overQuota(cancelled *types.TransactionCanceledException) bool {
	reasons := cancelled.CancellationReasons
	return len(reasons) > 0 && aws.ToString(reasons[0].Code) == "ConditionalCheckFailed"
}

// Find implements presign.Ledger.
func (l *Ledger) Find(ctx context.Context, id uuid.UUID, now time.Time) (upload.Grant, error) {
	out, err := l.client.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: aws.String(l.table), Key: key("UPLOAD#" + id.String()), ConsistentRead: aws.Bool(true),
	})
	if err != nil {
		return upload.Grant{}, fmt.Errorf("find a grant: %w", err)
	}
	if len(out.Item) == 0 {
		return upload.Grant{}, upload.ErrNotFound
	}
	grant, err := decode(out.Item, id)
	if err != nil {
		return upload.Grant{}, fmt.Errorf("read the grant of %s: %w", id, err)
	}
	if !now.Before(grant.GivenAt.Add(upload.GrantLife)) {
		return upload.Grant{}, upload.ErrNotFound
	}
	return grant, nil
}

func decode(item map[string]types.AttributeValue, id uuid.UUID) (upload.Grant, error) {
	value := func(name string) string {
		switch v := item[name].(type) {
		case *types.AttributeValueMemberS:
			return v.Value
		case *types.AttributeValueMemberN:
			return v.Value
		}
		return ""
	}
	owner, ownerErr := uuid.Parse(value("owner"))
	bytes, bytesErr := strconv.ParseInt(value("bytes"), 10, 64)
	givenAt, timeErr := time.Parse(time.RFC3339Nano, value("given_at"))
	return upload.Grant{
		Incoming:    upload.Incoming{Purpose: upload.Purpose(value("purpose")), Owner: owner, ID: id},
		ContentType: value("content_type"), Bytes: bytes, GivenAt: givenAt,
	}, errors.Join(ownerErr, bytesErr, timeErr)
}

func key(pk string) map[string]types.AttributeValue {
	return map[string]types.AttributeValue{KeyAttribute: text(pk)}
}

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}
