package stream

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"github.com/cruddur/cruddur/platform/telemetry"
)

// QueueClient is the part of SQS that letters need.
type QueueClient interface {
	SendMessage(ctx context.Context, in *sqs.SendMessageInput, opts ...func(*sqs.Options)) (*sqs.SendMessageOutput, error)
}

var _ QueueClient = (*sqs.Client)(nil)

// Queue is the dead-letter queue in SQS, to which Lambda itself tells of records
// that it gave up.
type Queue struct {
	client QueueClient
	url    string
}

var _ Letters = (*Queue)(nil)

// NewQueue returns the queue of that URL.
func NewQueue(client QueueClient, url string) *Queue { return &Queue{client: client, url: url} }

// parentOf has a letter lead to the trace in which it was written.
func parentOf(ctx context.Context) map[string]types.MessageAttributeValue {
	parent := telemetry.Parent(ctx)
	if parent == "" {
		return nil
	}
	return map[string]types.MessageAttributeValue{
		telemetry.ParentAttribute: {DataType: aws.String("String"), StringValue: aws.String(parent)},
	}
}

// Send implements Letters.
func (q *Queue) Send(ctx context.Context, letter Letter) error {
	body, err := json.Marshal(letter)
	if err == nil {
		_, err = q.client.SendMessage(ctx, &sqs.SendMessageInput{
			QueueUrl: aws.String(q.url), MessageBody: aws.String(string(body)), MessageAttributes: parentOf(ctx),
		})
	}
	if err != nil {
		return fmt.Errorf("send a letter to the dead-letter queue: %w", err)
	}
	return nil
}
