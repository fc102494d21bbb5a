//go:build bench

// Command bare is the least that a Lambda can do that pushes what a stream brings:
// it posts each new item's id to the connection that the item names. It is the
// floor that messages are measured beside.
package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"

	"github.com/cruddur/cruddur/messaging/internal/live"
)

func main() {
	cfg, err := awsconfig.LoadDefaultConfig(context.Background())
	if err != nil {
		fail(err)
	}
	endpoint, err := url.Parse(os.Getenv("ENDPOINT"))
	if err != nil {
		fail(err)
	}
	gateway := live.NewManagementAPI(cfg, endpoint, time.Now)
	lambda.Start(func(ctx context.Context, event events.DynamoDBEvent) error {
		for _, record := range event.Records {
			item := record.Change.NewImage
			if err := gateway.Post(ctx, item["to"].String(), []byte(`{"message_id":"`+item["id"].String()+`"}`)); err != nil {
				return err
			}
		}
		return nil
	})
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "bare:", err)
	os.Exit(1)
}
