// Command live is the Lambda behind the WebSocket API: its authorizer and its
// routes.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/messaging/internal/settings"
	"github.com/cruddur/cruddur/messaging/internal/socket"
	"github.com/cruddur/cruddur/platform/accesstoken"
	"github.com/cruddur/cruddur/platform/awstrace"
	"github.com/cruddur/cruddur/platform/observe"
)

// function is a Lambda for API Gateway's events, of the authorizer and of routes.
type function = func(context.Context, json.RawMessage) (any, error)

func main() {
	handle, err := newFunction(context.Background(), os.Getenv, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "live:", err)
		os.Exit(1)
	}
	lambda.Start(handle)
}

func newFunction(ctx context.Context, getenv func(string) string, stdout io.Writer) (function, error) {
	var cfg settings.Live
	if err := settings.Load(ctx, getenv, &cfg); err != nil {
		return nil, err
	}
	observed, err := observe.Start(ctx, "live", cfg.Settings, stdout)
	if err != nil {
		return nil, err
	}
	observed.LevelFrom(func(ctx context.Context) (string, error) {
		var again settings.Live
		err := settings.Load(ctx, getenv, &again)
		return again.LogLevel, err
	})
	verifier, err := accesstoken.NewVerifier(accesstoken.Config{
		Issuer: cfg.TokenIssuer, JWKSURL: cfg.TokenJWKSURL, ClientID: cfg.TokenClientID,
	})
	if err != nil {
		return nil, err
	}
	aws, err := awsconfig.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("load AWS configuration: %w", err)
	}
	awstrace.Add(&aws)
	registry := live.NewTable(dynamodb.NewFromConfig(aws), cfg.LiveTable, time.Now)
	handler := &socket.Handler{
		Verifier: verifier, Registry: registry, Now: time.Now, Pseudonyms: observed.Pseudonyms,
		Closer: live.NewPusher(registry, live.NewManagementAPI(aws, cfg.LiveEndpoint, time.Now), time.Now),
	}
	return observe.Function(observed, observe.Socket, handler.Handle), nil
}
