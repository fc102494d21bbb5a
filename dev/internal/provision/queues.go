package provision

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"github.com/cruddur/cruddur/dev/infrastructure"
)

const secondsOfADay = 24 * 60 * 60

// queues makes SQS queues. One that takes dead letters comes before those that
// send them.
func queues(ctx context.Context, r *run) error {
	client := sqs.NewFromConfig(r.AWS)
	for _, wanted := range r.definition.Queues {
		url, err := queue(ctx, client, r.environment(), wanted)
		if err != nil {
			return fmt.Errorf("%s: %w", wanted.Name, err)
		}
		if wanted.Name == r.environment().StreamLettersQueue() {
			r.made.LettersQueueURL = url
		}
	}
	return nil
}

func queue(ctx context.Context, client *sqs.Client, env infrastructure.Environment, wanted infrastructure.Queue) (string, error) {
	attributes, err := queueAttributes(env, wanted)
	if err != nil {
		return "", err
	}
	// It answers for a queue that is there as well, but takes no change of it.
	created, err := client.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String(wanted.Name)})
	if err != nil {
		return "", err
	}
	if len(attributes) > 0 {
		_, err = client.SetQueueAttributes(ctx, &sqs.SetQueueAttributesInput{QueueUrl: created.QueueUrl, Attributes: attributes})
	}
	return aws.ToString(created.QueueUrl), err
}

func queueAttributes(env infrastructure.Environment, wanted infrastructure.Queue) (map[string]string, error) {
	attributes := map[string]string{}
	if wanted.VisibilitySeconds > 0 {
		attributes["VisibilityTimeout"] = strconv.Itoa(wanted.VisibilitySeconds)
	}
	if wanted.RetentionDays > 0 {
		attributes["MessageRetentionPeriod"] = strconv.Itoa(wanted.RetentionDays * secondsOfADay)
	}
	if wanted.DeadLetters == "" {
		return attributes, nil
	}
	policy, err := json.Marshal(map[string]any{
		"deadLetterTargetArn": env.QueueARN(wanted.DeadLetters), "maxReceiveCount": wanted.MaxReceives,
	})
	attributes["RedrivePolicy"] = string(policy)
	return attributes, err
}
