package provision

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/cruddur/cruddur/dev/infrastructure"
)

// mappings has Lambda hand the changes of tables, and the messages of queues,
// to functions.
//
// They are made anew at every start: a mapping of the emulator's remembers over
// a restart how far it had read, but the records are gone, and it would skip as
// many new ones.
func mappings(ctx context.Context, r *run) error {
	client := lambda.NewFromConfig(r.AWS)
	for _, wanted := range r.definition.StreamMappings {
		if err := r.streamMapping(ctx, client, wanted); err != nil {
			return fmt.Errorf("the stream of %s: %w", wanted.Table, err)
		}
	}
	for _, wanted := range r.definition.QueueMappings {
		if err := r.queueMapping(ctx, client, wanted); err != nil {
			return fmt.Errorf("the queue %s: %w", wanted.Queue, err)
		}
	}
	return nil
}

func (r *run) streamMapping(ctx context.Context, client *lambda.Client, wanted infrastructure.StreamMapping) error {
	table, err := dynamodb.NewFromConfig(r.AWS).DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: aws.String(wanted.Table)})
	if err != nil {
		return err
	}
	if table.Table.LatestStreamArn == nil {
		return errors.New("it has none")
	}
	return r.remap(ctx, client, &lambda.CreateEventSourceMappingInput{
		FunctionName:               aws.String(wanted.Function),
		EventSourceArn:             table.Table.LatestStreamArn,
		StartingPosition:           types.EventSourcePositionLatest,
		BatchSize:                  aws.Int32(int32(wanted.BatchSize)),
		BisectBatchOnFunctionError: aws.Bool(true),
		MaximumRetryAttempts:       aws.Int32(int32(wanted.Retries)),
		MaximumRecordAgeInSeconds:  aws.Int32(int32(wanted.MaxAgeSeconds)),
		FunctionResponseTypes:      []types.FunctionResponseType{types.FunctionResponseTypeReportBatchItemFailures},
		FilterCriteria:             &types.FilterCriteria{Filters: []types.Filter{{Pattern: aws.String(wanted.Filter)}}},
		DestinationConfig: &types.DestinationConfig{OnFailure: &types.OnFailure{
			Destination: aws.String(r.environment().QueueARN(wanted.OnFailure)),
		}},
	})
}

func (r *run) queueMapping(ctx context.Context, client *lambda.Client, wanted infrastructure.QueueMapping) error {
	return r.remap(ctx, client, &lambda.CreateEventSourceMappingInput{
		FunctionName:          aws.String(wanted.Function),
		EventSourceArn:        aws.String(r.environment().QueueARN(wanted.Queue)),
		BatchSize:             aws.Int32(int32(wanted.BatchSize)),
		FunctionResponseTypes: []types.FunctionResponseType{types.FunctionResponseTypeReportBatchItemFailures},
	})
}

// remap deletes the mappings of a function and makes one.
func (r *run) remap(ctx context.Context, client *lambda.Client, wanted *lambda.CreateEventSourceMappingInput) error {
	pages := lambda.NewListEventSourceMappingsPaginator(client, &lambda.ListEventSourceMappingsInput{FunctionName: wanted.FunctionName})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, old := range page.EventSourceMappings {
			_, err := client.DeleteEventSourceMapping(ctx, &lambda.DeleteEventSourceMappingInput{UUID: old.UUID})
			if _, gone := errors.AsType[*types.ResourceNotFoundException](err); err != nil && !gone {
				return err
			}
		}
	}
	_, err := client.CreateEventSourceMapping(ctx, wanted)
	// The SDK asks again when an answer got lost, and then it is there already.
	if _, there := errors.AsType[*types.ResourceConflictException](err); there {
		return nil
	}
	return err
}
