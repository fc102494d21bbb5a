package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"golang.org/x/sync/errgroup"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/directory"
	"github.com/cruddur/cruddur/messaging/internal/dynamo"
	"github.com/cruddur/cruddur/messaging/internal/flood"
	"github.com/cruddur/cruddur/messaging/internal/httpapi"
	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/messaging/internal/photos"
	"github.com/cruddur/cruddur/messaging/internal/settings"
	"github.com/cruddur/cruddur/platform/accesstoken"
	"github.com/cruddur/cruddur/platform/awstrace"
	"github.com/cruddur/cruddur/platform/httpserver"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/observe"
	"github.com/cruddur/cruddur/platform/signedurl"
)

// awsTimeout bounds one attempt of a call to AWS: a person waits.
const awsTimeout = 5 * time.Second

// How much a person may signal (typing) at once, and every interval more.
const (
	signalBurst    = 20
	signalInterval = time.Second
)

func serve(ctx context.Context, getenv func(string) string, stdout io.Writer) error {
	cfg, err := settings.LoadService(ctx, getenv)
	if err != nil {
		return err
	}
	observed, err := observe.StartService(ctx, "messaging", cfg.Settings, stdout)
	if err != nil {
		return err
	}
	return observed.Service(ctx, func(ctx context.Context) error { return serveObserved(ctx, cfg, getenv, observed) })
}

func serveObserved(ctx context.Context, cfg settings.Service, getenv func(string) string, observed *observe.Observation) error {
	logger := observed.Logger
	readiness := &httpserver.Readiness{}
	handler, err := newHandler(logging.WithLogger(ctx, logger), cfg, readiness, observed.Pseudonyms)
	if err != nil {
		return err
	}
	server, err := httpserver.Listen(ctx, httpserver.Config{
		Address: cfg.ListenAddress, Handler: handler, Logger: logger, Readiness: readiness, DrainDelay: cfg.DrainDelay,
	})
	if err != nil {
		return err
	}
	logger.InfoContext(ctx, "serving", slog.String("address", server.Addr()))
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return observed.FollowLevel(ctx, logLevel(getenv)) })
	group.Go(func() error { return server.Serve(ctx) })
	return group.Wait()
}

// logLevel reads the setting anew.
func logLevel(getenv func(string) string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		cfg, err := settings.LoadService(ctx, getenv)
		return cfg.LogLevel, err
	}
}

func newHandler(
	ctx context.Context, cfg settings.Service, readiness *httpserver.Readiness, pseudonyms logging.Pseudonyms,
) (http.Handler, error) {
	tokens, err := accesstoken.NewVerifier(accesstoken.Config{
		Issuer: cfg.TokenIssuer, JWKSURL: cfg.TokenJWKSURL, ClientID: cfg.TokenClientID,
	})
	if err != nil {
		return nil, fmt.Errorf("make the token verifier: %w", err)
	}
	awsCfg, err := awsconfig.LoadDefaultConfig(ctx, awsconfig.WithHTTPClient(awshttp.NewBuildableClient().WithTimeout(awsTimeout)))
	if err != nil {
		return nil, fmt.Errorf("load AWS configuration: %w", err)
	}
	awstrace.Add(&awsCfg)
	pusher, err := live.Open(ctx, cfg.LiveTable, cfg.LiveEndpoint, time.Now)
	if err != nil {
		return nil, err
	}
	signatures, err := photos.OpenSignatures(ctx, signedurl.Config{
		Keys: cfg.MediaSigningKeys.Reveal(), KeyIDs: cfg.MediaKeyIDs, SiteURL: cfg.SiteURL,
	}, time.Now)
	if err != nil {
		return nil, err
	}
	store := dynamo.NewStore(dynamodb.NewFromConfig(awsCfg), cfg.ConversationsTable, time.Now)
	readiness.Add("conversations", store.Ready)
	readiness.Add("token keys", tokens.Ready)
	return httpapi.NewHandler(httpapi.Dependencies{
		Service: &conversations.Service{
			Groups:    store,
			Messages:  store,
			Inboxes:   store,
			Directory: directory.New(cfg.DirectoryURL, time.Now),
			Photos:    newUploads(awsCfg, cfg),
			Pusher:    signals{pusher},
			Writes:    flood.New(cfg.WriteBurst, cfg.WriteInterval),
			Signals:   flood.New(signalBurst, signalInterval),
			IDs:       &conversations.IDs{},
			Now:       time.Now,
		},
		Signatures: signatures,
		Tokens:     tokens,
		Readiness:  readiness,
		Logger:     logging.From(ctx),
		Pseudonyms: pseudonyms,
	})
}

func newUploads(awsCfg aws.Config, cfg settings.Service) *photos.Uploads {
	return photos.NewUploads(s3.NewFromConfig(awsCfg, func(o *s3.Options) { o.UsePathStyle = cfg.S3PathStyle }), cfg.MediaBucket)
}
