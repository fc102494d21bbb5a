package provision

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
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
	default:
		// No key can be changed, and this is not the place to delete data.
		if other := differs(found.Table, wanted); other != "" {
			return fmt.Errorf("it is there with %s: make reset starts afresh", other)
		}
	}
	return timeToLive(ctx, client, wanted)
}

func createTable(ctx context.Context, client *dynamodb.Client, wanted infrastructure.Table) error {
	in := &dynamodb.CreateTableInput{
		TableName:              aws.String(wanted.Name),
		BillingMode:            types.BillingModePayPerRequest,
		AttributeDefinitions:   attributeDefinitions(wanted),
		KeySchema:              keySchema(wanted.HashKey, wanted.RangeKey),
		GlobalSecondaryIndexes: indexes(wanted),
	}
	if wanted.Stream != "" {
		in.StreamSpecification = &types.StreamSpecification{
			StreamEnabled: aws.Bool(true), StreamViewType: types.StreamViewType(wanted.Stream),
		}
	}
	// It wasn't there before. If it is now, an answer got lost and the SDK asked again.
	_, err := client.CreateTable(ctx, in)
	if _, made := errors.AsType[*types.ResourceInUseException](err); err != nil && !made {
		return err
	}
	waiter := dynamodb.NewTableExistsWaiter(client, func(o *dynamodb.TableExistsWaiterOptions) {
		o.MinDelay, o.MaxDelay = 50*time.Millisecond, time.Second
	})
	return waiter.Wait(ctx, &dynamodb.DescribeTableInput{TableName: aws.String(wanted.Name)}, tablePatience)
}

// attributeDefinitions lists what the keys of a table and its indexes are made
// of, each attribute once.
func attributeDefinitions(table infrastructure.Table) []types.AttributeDefinition {
	kinds := map[string]types.ScalarAttributeType{table.HashKey: types.ScalarAttributeTypeS}
	if table.RangeKey != "" {
		kinds[table.RangeKey] = types.ScalarAttributeTypeS
	}
	for _, index := range table.Indexes {
		kinds[index.HashKey], kinds[index.RangeKey] = types.ScalarAttributeTypeS, types.ScalarAttributeTypeS
		if index.RangeIsNumber {
			kinds[index.RangeKey] = types.ScalarAttributeTypeN
		}
	}
	definitions := make([]types.AttributeDefinition, 0, len(kinds))
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		definitions = append(definitions, types.AttributeDefinition{AttributeName: aws.String(name), AttributeType: kinds[name]})
	}
	return definitions
}

func indexes(table infrastructure.Table) []types.GlobalSecondaryIndex {
	var made []types.GlobalSecondaryIndex //nolint:prealloc // AWS refuses an empty list
	for _, index := range table.Indexes {
		made = append(made, types.GlobalSecondaryIndex{
			IndexName:  aws.String(index.Name),
			KeySchema:  keySchema(index.HashKey, index.RangeKey),
			Projection: &types.Projection{ProjectionType: types.ProjectionTypeAll},
		})
	}
	return made
}

func keySchema(hash, rng string) []types.KeySchemaElement {
	schema := []types.KeySchemaElement{{AttributeName: aws.String(hash), KeyType: types.KeyTypeHash}}
	if rng != "" {
		schema = append(schema, types.KeySchemaElement{AttributeName: aws.String(rng), KeyType: types.KeyTypeRange})
	}
	return schema
}

// differs says what of a table that is there can't be brought up to date.
func differs(found *types.TableDescription, wanted infrastructure.Table) string {
	if !sameKeys(found.KeySchema, keySchema(wanted.HashKey, wanted.RangeKey)) {
		return "another key"
	}
	if len(found.GlobalSecondaryIndexes) != len(wanted.Indexes) {
		return "other indexes"
	}
	for _, index := range wanted.Indexes {
		same := func(there types.GlobalSecondaryIndexDescription) bool {
			return aws.ToString(there.IndexName) == index.Name && sameKeys(there.KeySchema, keySchema(index.HashKey, index.RangeKey))
		}
		if !slices.ContainsFunc(found.GlobalSecondaryIndexes, same) {
			return "another index than " + index.Name
		}
	}
	stream := ""
	if found.StreamSpecification != nil && aws.ToBool(found.StreamSpecification.StreamEnabled) {
		stream = string(found.StreamSpecification.StreamViewType)
	}
	if stream != wanted.Stream {
		return "another stream"
	}
	return ""
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
