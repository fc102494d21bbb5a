// Command push is the Lambda that tells open windows what other services put into
// a queue.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"

	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/messaging/internal/push"
	"github.com/cruddur/cruddur/messaging/internal/settings"
	"github.com/cruddur/cruddur/platform/observe"
)

// function is a Lambda for SQS's events.
type function = func(context.Context, events.SQSEvent) (events.SQSEventResponse, error)

func main() {
	handle, err := newFunction(context.Background(), os.Getenv, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "push:", err)
		os.Exit(1)
	}
	lambda.Start(handle)
}

func newFunction(ctx context.Context, getenv func(string) string, stdout io.Writer) (function, error) {
	var cfg settings.Push
	if err := settings.Load(ctx, getenv, &cfg); err != nil {
		return nil, err
	}
	observed, err := observe.Start(ctx, "push", cfg.Settings, stdout)
	if err != nil {
		return nil, err
	}
	observed.LevelFrom(func(ctx context.Context) (string, error) {
		var again settings.Push
		err := settings.Load(ctx, getenv, &again)
		return again.LogLevel, err
	})
	pusher, err := live.Open(ctx, cfg.LiveTable, cfg.LiveEndpoint, time.Now)
	if err != nil {
		return nil, err
	}
	handler := &push.Handler{Pusher: pusher}
	return observe.Function(observed, observe.PubSub, handler.Handle), nil
}
