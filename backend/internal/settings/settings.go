// Package settings reads what the backend's programs are told from outside.
//
// One environment variable says where the settings are; the settings themselves
// are parameters in SSM Parameter Store, below that path. docs/development.md
// lists who writes them on a laptop.
package settings

import (
	"context"
	"fmt"
	"time"

	"github.com/cruddur/cruddur/platform/config"
	"github.com/cruddur/cruddur/platform/observe"
)

// PathVariable is the environment variable that holds the parameters' path,
// such as /cruddur/production/backend.
const PathVariable = "CRUDDUR_PARAMETERS_PATH"

// Settings of the backend. Each field is the parameter of its tag's name.
type Settings struct {
	// How the process is seen from outside.
	observe.Settings

	// DatabaseURL says how to reach PostgreSQL: postgres://user:password@host/db.
	DatabaseURL config.Secret `param:"database_url,required"`
	// DatabaseIAM logs in to Amazon RDS by IAM, as the user in DatabaseURL, which
	// then has no password and sslmode=verify-full.
	DatabaseIAM bool `param:"database_iam,default=false"`
	// ListenAddress is where the API is served, as host:port.
	ListenAddress string `param:"listen_address,default=:4567"`
	// DirectoryListenAddress is where other services are told about people, as
	// host:port. Neither the load balancer nor the edge may reach it.
	DirectoryListenAddress string `param:"directory_listen_address,default=:4568"`
	// SiteURL is the product's address for people, without a slash at its end,
	// such as https://cruddur.com. Links in documents for crawlers begin with it.
	SiteURL string `param:"site_url,required"`

	// TokenIssuer is the claim iss of the access tokens that count.
	TokenIssuer string `param:"token_issuer,required"`
	// TokenJWKSURL is where the issuer's public keys are. It is a setting of its
	// own because an emulator serves the keys of an issuer named after AWS.
	TokenJWKSURL string `param:"token_jwks_url,required"`
	// TokenClientID is the claim client_id of the access tokens that count.
	TokenClientID string `param:"token_client_id,required"`

	// MediaBucket is the bucket where the media service puts pictures. Without it
	// no picture can be posted.
	MediaBucket string `param:"media_bucket"`
	// MediaSigningKeys are the keys that sign for the edge, as 'cruddur keys
	// create' wrote them. Without one that the edge knows, photos can be neither
	// posted nor seen; everything else works.
	MediaSigningKeys config.Secret `param:"media_signing_keys"`
	// MediaKeyIDs says under which ids the edge knows these keys: a JSON object
	// of ids by the keys' names.
	MediaKeyIDs string `param:"media_key_ids"`
	// S3PathStyle addresses buckets by path, as emulators want it.
	S3PathStyle bool `param:"s3_path_style,default=false"`

	// PurgeEnabled switches the purge. Reads never show what has expired, purged
	// or not; a purge that is off only lets the tables grow.
	PurgeEnabled bool `param:"purge_enabled,default=true"`
	// PurgeInterval is the time between the beginnings of two purges.
	PurgeInterval time.Duration `param:"purge_interval,default=15s"`
	// DrainDelay is how long a stopping server goes on serving after readiness
	// turned false, so that the load balancer notices first.
	DrainDelay time.Duration `param:"drain_delay,default=0s"`
}

// Load reads the settings from SSM.
func Load(ctx context.Context, getenv func(string) string) (Settings, error) {
	path := getenv(PathVariable)
	if path == "" {
		return Settings{}, fmt.Errorf("%s is not set: it names the path of the settings in SSM, such as /cruddur/production/backend", PathVariable)
	}
	client, err := config.NewSSM(ctx)
	if err != nil {
		return Settings{}, fmt.Errorf("make the SSM client: %w", err)
	}
	var settings Settings
	if err := config.Load(ctx, client, path, &settings); err != nil {
		return Settings{}, fmt.Errorf("load the settings: %w", err)
	}
	return settings, nil
}
