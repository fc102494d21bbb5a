package live

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/uuid"
	"go.opentelemetry.io/otel/metric"

	"github.com/cruddur/cruddur/messaging/schema"
	"github.com/cruddur/cruddur/platform/telemetry"
)

// The table of connections, of which every access names the person:
//
//	pk         sk                    attributes
//	USR#<sub>  CONN#<connection id>  opened_at, token_expires, minute, frames, expires_at (TTL)
//
//	1 connect              PutItem
//	2 disconnect, gone     DeleteItem
//	3 whom to push to      Query pk, sk begins with CONN#, consistent: the row of a client that
//	                       has just caught up must be there for what comes next
//	4 a frame came         UpdateItem if another minute began; else UpdateItem ADD frames
const (
	userPrefix       = "USR#"
	connectionPrefix = "CONN#"

	attrMinute = "minute"
	attrFrames = "frames"
)

// MaxFramesPerMinute is how many frames a client may send. Ours send a ping
// every eight minutes.
const MaxFramesPerMinute = 30

// Errors of Table.CountFrame.
var (
	ErrUnknown       = errors.New("no such connection")
	ErrTooManyFrames = errors.New("too many frames")
)

// Client is the part of DynamoDB that the table needs.
type Client interface {
	PutItem(ctx context.Context, in *dynamodb.PutItemInput, opts ...func(*dynamodb.Options)) (*dynamodb.PutItemOutput, error)
	DeleteItem(ctx context.Context, in *dynamodb.DeleteItemInput, opts ...func(*dynamodb.Options)) (*dynamodb.DeleteItemOutput, error)
	Query(ctx context.Context, in *dynamodb.QueryInput, opts ...func(*dynamodb.Options)) (*dynamodb.QueryOutput, error)
	UpdateItem(ctx context.Context, in *dynamodb.UpdateItemInput, opts ...func(*dynamodb.Options)) (*dynamodb.UpdateItemOutput, error)
}

var _ Client = (*dynamodb.Client)(nil)

// Table is the registry in DynamoDB.
type Table struct {
	client Client
	name   string
	now    func() time.Time

	opened, closed metric.Int64Counter
}

var _ Registry = (*Table)(nil)

// NewTable returns the registry in a table.
func NewTable(client Client, name string, now func() time.Time) *Table {
	return &Table{
		client: client, name: name, now: now,
		opened: telemetry.LiveOpened.Counter(scope), closed: telemetry.LiveClosed.Counter(scope),
	}
}

type row struct {
	PK           string `dynamodbav:"pk"`
	SK           string `dynamodbav:"sk"`
	OpenedAt     int64  `dynamodbav:"opened_at"`     // milliseconds
	TokenExpires int64  `dynamodbav:"token_expires"` // seconds, as in tokens
	ExpiresAt    int64  `dynamodbav:"expires_at"`    // seconds
}

// Add notes that a connection was opened.
func (t *Table) Add(ctx context.Context, c Connection) error {
	item, err := attributevalue.MarshalMap(row{
		PK: userPrefix + c.Person.String(), SK: connectionPrefix + c.ID, OpenedAt: c.OpenedAt.UnixMilli(),
		TokenExpires: c.TokenExpires.Unix(), ExpiresAt: c.OpenedAt.Add(rowLife).Unix(),
	})
	if err == nil {
		_, err = t.client.PutItem(ctx, &dynamodb.PutItemInput{TableName: aws.String(t.name), Item: item})
	}
	if err != nil {
		return fmt.Errorf("note a connection: %w", err)
	}
	t.opened.Add(ctx, 1)
	return nil
}

// Remove implements Registry.
func (t *Table) Remove(ctx context.Context, person uuid.UUID, id string) (removed bool, err error) {
	out, err := t.client.DeleteItem(ctx, &dynamodb.DeleteItemInput{
		TableName: aws.String(t.name), Key: key(person, id), ReturnValues: types.ReturnValueAllOld,
	})
	if err != nil {
		return false, fmt.Errorf("forget a connection: %w", err)
	}
	removed = len(out.Attributes) > 0
	if removed {
		t.closed.Add(ctx, 1)
	}
	return removed, nil
}

// Of implements Registry.
func (t *Table) Of(ctx context.Context, person uuid.UUID) ([]Connection, error) {
	pages := dynamodb.NewQueryPaginator(t.client, &dynamodb.QueryInput{
		TableName:                aws.String(t.name),
		ConsistentRead:           aws.Bool(true),
		KeyConditionExpression:   aws.String("#pk = :pk AND begins_with(#sk, :prefix)"),
		ExpressionAttributeNames: map[string]string{"#pk": schema.PK, "#sk": schema.SK},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":pk": text(userPrefix + person.String()), ":prefix": text(connectionPrefix),
		},
	})
	var found []Connection
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list connections: %w", err)
		}
		var rows []row
		if err := attributevalue.UnmarshalListOfMaps(page.Items, &rows); err != nil {
			return nil, fmt.Errorf("decode connections: %w", err)
		}
		for _, r := range rows {
			if t.now().Unix() < r.ExpiresAt {
				found = append(found, r.connection(person))
			}
		}
	}
	slices.SortFunc(found, func(a, b Connection) int { return a.OpenedAt.Compare(b.OpenedAt) })
	return found, nil
}

func (r row) connection(person uuid.UUID) Connection {
	return Connection{
		Person: person, ID: strings.TrimPrefix(r.SK, connectionPrefix),
		OpenedAt: time.UnixMilli(r.OpenedAt).UTC(), TokenExpires: time.Unix(r.TokenExpires, 0).UTC(),
	}
}

// CountFrame counts a frame of a client's. It fails with ErrUnknown and
// ErrTooManyFrames.
func (t *Table) CountFrame(ctx context.Context, person uuid.UUID, id string) error {
	minute := number(t.now().Unix() / 60)
	_, err := t.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: aws.String(t.name), Key: key(person, id),
		UpdateExpression:                    aws.String("SET #minute = :minute, #frames = :one"),
		ConditionExpression:                 aws.String("attribute_exists(#pk) AND (attribute_not_exists(#minute) OR #minute <> :minute)"),
		ExpressionAttributeNames:            map[string]string{"#pk": schema.PK, "#minute": attrMinute, "#frames": attrFrames},
		ExpressionAttributeValues:           map[string]types.AttributeValue{":minute": minute, ":one": number(1)},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	})
	failed, refused := errors.AsType[*types.ConditionalCheckFailedException](err)
	switch {
	case !refused && err != nil:
		return fmt.Errorf("count a frame: %w", err)
	case !refused:
		return nil
	case len(failed.Item) == 0:
		return ErrUnknown
	}
	return t.countOn(ctx, key(person, id))
}

// countOn counts one more frame of the same minute.
func (t *Table) countOn(ctx context.Context, row map[string]types.AttributeValue) error {
	_, err := t.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: aws.String(t.name), Key: row,
		UpdateExpression:         aws.String("ADD #frames :one"),
		ConditionExpression:      aws.String("#frames < :max"),
		ExpressionAttributeNames: map[string]string{"#frames": attrFrames},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":one": number(1), ":max": number(MaxFramesPerMinute),
		},
	})
	if _, refused := errors.AsType[*types.ConditionalCheckFailedException](err); refused {
		return ErrTooManyFrames
	}
	if err != nil {
		return fmt.Errorf("count a frame: %w", err)
	}
	return nil
}

func key(person uuid.UUID, id string) map[string]types.AttributeValue {
	return map[string]types.AttributeValue{
		schema.PK: text(userPrefix + person.String()), schema.SK: text(connectionPrefix + id),
	}
}

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}
