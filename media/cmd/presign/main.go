// Command presign is the Lambda that answers the uploads API, behind API
// Gateway and its JWT authorizer.
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

	"github.com/cruddur/cruddur/media/internal/gateway"
	"github.com/cruddur/cruddur/media/internal/ledger"
	"github.com/cruddur/cruddur/media/internal/objects"
	"github.com/cruddur/cruddur/media/internal/presign"
	"github.com/cruddur/cruddur/media/internal/settings"
	"github.com/cruddur/cruddur/platform/awstrace"
	"github.com/cruddur/cruddur/platform/observe"
)

func main() {
	function, err := newFunction(context.Background(), os.Getenv, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "presign:", err)
		os.Exit(1)
	}
	lambda.Start(function)
}

func newFunction(ctx context.Context, getenv func(string) string, stdout io.Writer) (gateway.Function, error) {
	cfg, err := settings.Load(ctx, getenv)
	if err != nil {
		return nil, err
	}
	observed, err := observe.Start(ctx, "presign", cfg.Settings, stdout)
	if err != nil {
		return nil, err
	}
	observed.LevelFrom(func(ctx context.Context) (string, error) {
		again, err := settings.Load(ctx, getenv)
		return again.LogLevel, err
	})
	store, err := objects.NewClient(ctx, cfg.S3PathStyle)
	if err != nil {
		return nil, err
	}
	awsCfg, err := awsconfig.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("load AWS configuration: %w", err)
	}
	awstrace.Add(&awsCfg)
	service := &presign.Service{
		Ledger:    ledger.New(dynamodb.NewFromConfig(awsCfg), cfg.UploadsTable),
		Manifests: objects.NewBucket(store, cfg.MediaBucket),
		Signer:    objects.NewSigner(store, cfg.UploadsBucket),
		Quota:     cfg.Quota(),
		Now:       time.Now,
	}
	tokens := presign.Tokens{Issuer: cfg.TokenIssuer, ClientID: cfg.TokenClientID, Now: time.Now}
	handler := presign.NewHandler(service, tokens, observed.Logger, observed.Pseudonyms)
	return observe.Function(observed, observe.HTTP, gateway.Adapt(handler)), nil
}
