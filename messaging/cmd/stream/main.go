// Command stream is the Lambda that follows the stream of messages: it moves inbox
// rows forward and tells open windows.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/dynamo"
	"github.com/cruddur/cruddur/messaging/internal/httpapi"
	"github.com/cruddur/cruddur/messaging/internal/httpapi/contract"
	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/messaging/internal/photos"
	"github.com/cruddur/cruddur/messaging/internal/settings"
	"github.com/cruddur/cruddur/messaging/internal/stream"
	"github.com/cruddur/cruddur/platform/awstrace"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/observe"
	"github.com/cruddur/cruddur/platform/signedurl"
)

// function is a Lambda for a stream's events.
type function = func(context.Context, stream.Event) (stream.Response, error)

func main() {
	handle, err := newFunction(context.Background(), os.Getenv, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "stream:", err)
		os.Exit(1)
	}
	lambda.Start(handle)
}

func newFunction(ctx context.Context, getenv func(string) string, stdout io.Writer) (function, error) {
	var cfg settings.Stream
	if err := settings.Load(ctx, getenv, &cfg); err != nil {
		return nil, err
	}
	observed, err := observe.Start(ctx, "stream", cfg.Settings, stdout)
	if err != nil {
		return nil, err
	}
	observed.LevelFrom(func(ctx context.Context) (string, error) {
		var again settings.Stream
		err := settings.Load(ctx, getenv, &again)
		return again.LogLevel, err
	})
	pusher, err := live.Open(ctx, cfg.LiveTable, cfg.LiveEndpoint, time.Now)
	if err != nil {
		return nil, err
	}
	aws, err := awsconfig.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("load AWS configuration: %w", err)
	}
	awstrace.Add(&aws)
	signatures, err := photos.OpenSignatures(logging.WithLogger(ctx, observed.Logger), signedurl.Config{
		Keys: cfg.MediaSigningKeys.Reveal(), KeyIDs: cfg.MediaKeyIDs, SiteURL: cfg.SiteURL,
	}, time.Now)
	if err != nil {
		return nil, err
	}
	handler := &stream.Handler{
		Conversations: dynamo.NewStore(dynamodb.NewFromConfig(aws), cfg.ConversationsTable, time.Now),
		Pusher:        pusher,
		Letters:       stream.NewQueue(sqs.NewFromConfig(aws), cfg.DeadLetterQueueURL),
		Show: func(viewer uuid.UUID, m conversations.Message) (contract.Message, error) {
			return httpapi.Message(signatures, viewer, m)
		},
		Now:      time.Now,
		Observed: stream.NewObserved(),
	}
	return observe.Function(observed, observe.DataSource, handler.Handle), nil
}
