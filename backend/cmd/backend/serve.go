package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/cruddur/cruddur/backend/internal/cognito"
	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/database"
	"github.com/cruddur/cruddur/backend/internal/httpapi"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/purge"
	"github.com/cruddur/cruddur/backend/internal/settings"
	"github.com/cruddur/cruddur/backend/internal/sitetelemetry"
	"github.com/cruddur/cruddur/platform/accesstoken"
	"github.com/cruddur/cruddur/platform/httpserver"
	"github.com/cruddur/cruddur/platform/observe"
	"github.com/cruddur/cruddur/platform/telemetry"
)

// Sizes of the two pools. Requests share few connections: on the small tasks
// that the service runs on, more of them lengthen the tail.
const (
	requestConns = 4
	jobConns     = 3
)

// requestLimit ends statements of requests that take too long to be of use.
const requestLimit = 5 * time.Second

func serve(ctx context.Context, getenv func(string) string, stdout io.Writer) error {
	cfg, err := settings.Load(ctx, getenv)
	if err != nil {
		return err
	}
	observed, err := observe.StartService(ctx, "backend", cfg.Settings, stdout)
	if err != nil {
		return err
	}
	return observed.Service(ctx, func(ctx context.Context) error { return serveObserved(ctx, cfg, getenv, observed) })
}

func serveObserved(ctx context.Context, cfg settings.Settings, getenv func(string) string, observed *observe.Observation) error {
	logger := observed.Logger
	pictures, err := newPictures(ctx, cfg, logger)
	if err != nil {
		return err
	}
	requests, err := database.Open(ctx, cfg, postgres.PoolConfig{
		ApplicationName: "backend", MaxConns: requestConns, StatementLimit: requestLimit, FixedPlans: true, Traced: telemetry.On(),
	})
	if err != nil {
		return err
	}
	defer requests.Close()
	store := postgres.NewStore(requests, pictures.storeOptions()...)
	servers, err := listenBoth(ctx, cfg, service{store, pictures, &httpserver.Readiness{}, observed})
	if err != nil {
		return err
	}
	logger.InfoContext(ctx, "serving", slog.String("address", servers[0].Addr()), slog.String("directory", servers[1].Addr()))
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return observed.FollowLevel(ctx, logLevel(getenv)) })
	group.Go(func() error { return serveAndPurge(ctx, cfg, servers, pictures, logger) })
	return group.Wait()
}

// logLevel reads the setting anew.
func logLevel(getenv func(string) string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		cfg, err := settings.Load(ctx, getenv)
		return cfg.LogLevel, err
	}
}

// listenBoth binds the API and the directory, in this order.
func listenBoth(ctx context.Context, cfg settings.Settings, service service) ([]*httpserver.Server, error) {
	logger := service.observed.Logger
	service.readiness.Add("database", service.store.Ready)
	handler, err := newHandler(ctx, cfg, service)
	if err != nil {
		return nil, err
	}
	// The directory asks for no token, so it is ready without the keys of tokens.
	internal := &httpserver.Readiness{}
	internal.Add("database", service.store.Ready)
	directory, err := httpapi.NewDirectoryHandler(httpapi.Directory{People: service.store, Readiness: internal, Logger: logger})
	if err != nil {
		return nil, err
	}
	return listen(ctx, httpserver.Config{
		Address: cfg.ListenAddress, Handler: handler, Logger: logger, Readiness: service.readiness, DrainDelay: cfg.DrainDelay,
	}, httpserver.Config{
		Address: cfg.DirectoryListenAddress, Handler: directory, Logger: logger, Readiness: internal, DrainDelay: cfg.DrainDelay,
	})
}

// listen binds all or none.
func listen(ctx context.Context, configs ...httpserver.Config) ([]*httpserver.Server, error) {
	var servers []*httpserver.Server
	for _, config := range configs {
		server, err := httpserver.Listen(ctx, config)
		if err != nil {
			for _, bound := range servers {
				err = errors.Join(err, bound.Close())
			}
			return nil, err
		}
		servers = append(servers, server)
	}
	return servers, nil
}

// serveAndPurge runs all until ctx ends or one of them fails.
func serveAndPurge(ctx context.Context, cfg settings.Settings, servers []*httpserver.Server, pictures pictures, logger *slog.Logger) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, server := range servers {
		group.Go(func() error { return server.Serve(ctx) })
	}
	if cfg.PurgeEnabled {
		jobs, err := database.Open(ctx, cfg, postgres.PoolConfig{ApplicationName: "backend-jobs", MaxConns: jobConns, Traced: telemetry.On()})
		if err != nil {
			return err
		}
		defer jobs.Close()
		config := purge.Config{
			Pool: jobs, Store: postgres.NewStore(jobs, pictures.storeOptions()...), Every: cfg.PurgeInterval, Logger: logger,
		}
		if pictures.bucket != nil {
			config.Objects = pictures.bucket
		}
		schedule, err := purge.NewSchedule(config)
		if err != nil {
			return err
		}
		group.Go(func() error { return schedule.Run(ctx) })
	}
	return group.Wait()
}

// service is what the handler is made of.
type service struct {
	store     *postgres.Store
	pictures  pictures
	readiness *httpserver.Readiness
	observed  *observe.Observation
}

func newHandler(ctx context.Context, cfg settings.Settings, s service) (http.Handler, error) {
	tokens, err := accesstoken.NewVerifier(accesstoken.Config{
		Issuer: cfg.TokenIssuer, JWKSURL: cfg.TokenJWKSURL, ClientID: cfg.TokenClientID,
	})
	if err != nil {
		return nil, fmt.Errorf("make the token verifier: %w", err)
	}
	s.readiness.Add("token keys", tokens.Ready)
	accounts, err := cognito.NewClient(ctx)
	if err != nil {
		return nil, err
	}
	uploads := cruddur.Uploads{Used: s.store, Now: time.Now}
	if s.pictures.bucket != nil {
		uploads.Manifests = s.pictures.bucket
	}
	spans, err := s.observed.Forwarder("site") //nolint:contextcheck // it sends on when ctx has ended
	if err != nil {
		return nil, err
	}
	return httpapi.NewHandler(httpapi.Dependencies{
		Registration: cruddur.Registration{People: s.store, Accounts: cognito.NewAccounts(accounts)},
		Profiles:     s.store,
		Follows:      s.store,
		Activities:   s.store,
		Threads:      s.store,
		Lives:        s.store,
		Feeds:        s.store,
		Uploads:      uploads,
		Site: sitetelemetry.New(sitetelemetry.Config{
			Spans: spans, Errors: s.observed.Errors, Origin: cfg.SiteURL, Now: time.Now,
		}),
		SiteURL:    cfg.SiteURL,
		Tokens:     tokens,
		Readiness:  s.readiness,
		Logger:     s.observed.Logger,
		Pseudonyms: s.observed.Pseudonyms,
	})
}
