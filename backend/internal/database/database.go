package database

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/rds/auth"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/settings"
)

// Open makes a pool that logs in as the settings say.
func Open(ctx context.Context, cfg settings.Settings, pool postgres.PoolConfig) (*pgxpool.Pool, error) {
	pool.URL = cfg.DatabaseURL.Reveal()
	if cfg.DatabaseIAM {
		account, err := config.LoadDefaultConfig(ctx)
		if err != nil {
			return nil, fmt.Errorf("load the AWS configuration: %w", err)
		}
		pool.Password = tokens(account)
	}
	return postgres.OpenPool(ctx, pool)
}

// OpenAs makes a pool of another user, such as the administrator, who has a
// password.
func OpenAs(ctx context.Context, cfg settings.Settings, user, password string, pool postgres.PoolConfig) (*pgxpool.Pool, error) {
	address, err := url.Parse(cfg.DatabaseURL.Reveal())
	if err != nil || address.Host == "" {
		// What can't be read isn't shown: it may hold a password.
		return nil, errors.New("the setting database_url is not of the form postgres://user@host/database")
	}
	address.User = url.UserPassword(user, password)
	pool.URL = address.String()
	return postgres.OpenPool(ctx, pool)
}

// tokens signs a token for each connection. That asks nobody: credentials are
// fetched, and renewed, by the SDK.
func tokens(account aws.Config) postgres.Password {
	return func(ctx context.Context, address, user string) (string, error) {
		token, err := auth.BuildAuthToken(ctx, address, account.Region, user, account.Credentials)
		if err != nil {
			return "", fmt.Errorf("sign a token for the database: %w", err)
		}
		return token, nil
	}
}
