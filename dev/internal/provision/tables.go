package provision

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/cruddur/cruddur/dev/infrastructure"
)

// tablePatience is how long a new table may take to be usable.
const tablePatience = 30 * time.Second

// tables makes DynamoDB tables.
func tables(ctx context.Context, r *run) error {
	client := dynamodb.NewFromConfig(r.AWS)
	for _, wanted := range r.definition.Tables {
		if err := table(ctx, client, wanted); err != nil {
			return fmt.Errorf("%s: %w", wanted.Name, err)
		}
	}
	return nil
}

func table(ctx context.Context, client *dynamodb.Client, wanted infrastructure.Table) error {
	described := &dynamodb.DescribeTableInput{TableName: aws.String(wanted.Name)}
	found, err := client.DescribeTable(ctx, described)
	switch _, missing := errors.AsType[*types.ResourceNotFoundException](err); {
	case missing:
		if err := createTable(ctx, client, wanted); err != nil {
			return err
		}
	case err != nil:
		return err
	case !sameKeys(found.Table.KeySchema, keySchema(wanted)):
		// No key can be changed, and this is not the place to delete data.
		return errors.New("it is there with another key: make reset starts afresh")
	}
	return timeToLive(ctx, client, wanted)
}

func createTable(ctx context.Context, client *dynamodb.Client, wanted infrastructure.Table) error {
	keys := keySchema(wanted)
	attributes := make([]types.AttributeDefinition, 0, len(keys))
	for _, key := range keys {
		attributes = append(attributes, types.AttributeDefinition{
			AttributeName: key.AttributeName, AttributeType: types.ScalarAttributeTypeS,
		})
	}
	_, err := client.CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName:            aws.String(wanted.Name),
		BillingMode:          types.BillingModePayPerRequest,
		AttributeDefinitions: attributes,
		KeySchema:            keys,
	})
	if err != nil {
		return err
	}
	waiter := dynamodb.NewTableExistsWaiter(client, func(o *dynamodb.TableExistsWaiterOptions) {
		o.MinDelay, o.MaxDelay = 50*time.Millisecond, time.Second
	})
	return waiter.Wait(ctx, &dynamodb.DescribeTableInput{TableName: aws.String(wanted.Name)}, tablePatience)
}

func keySchema(table infrastructure.Table) []types.KeySchemaElement {
	schema := []types.KeySchemaElement{{AttributeName: aws.String(table.HashKey), KeyType: types.KeyTypeHash}}
	if table.RangeKey != "" {
		schema = append(schema, types.KeySchemaElement{AttributeName: aws.String(table.RangeKey), KeyType: types.KeyTypeRange})
	}
	return schema
}

func sameKeys(a, b []types.KeySchemaElement) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if aws.ToString(a[i].AttributeName) != aws.ToString(b[i].AttributeName) || a[i].KeyType != b[i].KeyType {
			return false
		}
	}
	return true
}

// timeToLive is looked at first: DynamoDB refuses to switch on what is on.
func timeToLive(ctx context.Context, client *dynamodb.Client, wanted infrastructure.Table) error {
	found, err := client.DescribeTimeToLive(ctx, &dynamodb.DescribeTimeToLiveInput{TableName: aws.String(wanted.Name)})
	if err != nil {
		return err
	}
	now := ""
	if ttl := found.TimeToLiveDescription; ttl != nil && ttl.TimeToLiveStatus == types.TimeToLiveStatusEnabled {
		now = aws.ToString(ttl.AttributeName)
	}
	if now == wanted.TTL {
		return nil
	}
	if now != "" {
		if err := switchTTL(ctx, client, wanted.Name, now, false); err != nil {
			return err
		}
	}
	if wanted.TTL == "" {
		return nil
	}
	return switchTTL(ctx, client, wanted.Name, wanted.TTL, true)
}

func switchTTL(ctx context.Context, client *dynamodb.Client, table, attribute string, on bool) error {
	_, err := client.UpdateTimeToLive(ctx, &dynamodb.UpdateTimeToLiveInput{
		TableName:               aws.String(table),
		TimeToLiveSpecification: &types.TimeToLiveSpecification{AttributeName: aws.String(attribute), Enabled: aws.Bool(on)},
	})
	return err
}
