// Package settings reads what the programs of this module are told from outside.
//
// One environment variable says where the settings are; the settings themselves
// are parameters in SSM Parameter Store, below that path.
package settings

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/cruddur/cruddur/platform/config"
	"github.com/cruddur/cruddur/platform/observe"
)

// PathVariable is the environment variable that holds the parameters' path,
// such as /cruddur/production/messaging.
const PathVariable = "CRUDDUR_PARAMETERS_PATH"

// Service is the settings of the messaging service. Each field is the parameter
// of its tag's name.
type Service struct {
	observe.Settings

	// ListenAddress is where the API is served, as host:port.
	ListenAddress string `param:"listen_address,default=:4569"`
	// ConversationsTable is the DynamoDB table of groups, messages and inboxes.
	ConversationsTable string `param:"conversations_table,required"`
	// LiveTable is the DynamoDB table of live connections.
	LiveTable string `param:"live_table,required"`
	// LiveEndpoint is the address of the WebSocket API's stage for those who
	// push, such as https://<id>.execute-api.<region>.amazonaws.com/live.
	LiveEndpoint *url.URL `param:"live_endpoint,required"`
	// DirectoryURL is where the backend tells other services about people.
	DirectoryURL *url.URL `param:"directory_url,required"`

	// TokenIssuer is the claim iss of the access tokens that count.
	TokenIssuer string `param:"token_issuer,required"`
	// TokenJWKSURL is where the issuer's public keys are. It is a setting of its
	// own because an emulator serves the keys of an issuer named after AWS.
	TokenJWKSURL string `param:"token_jwks_url,required"`
	// TokenClientID is the claim client_id of the access tokens that count.
	TokenClientID string `param:"token_client_id,required"`

	// SiteURL is the product's address for people, such as https://cruddur.com.
	// The signed addresses of photos begin with it.
	SiteURL string `param:"site_url,required"`
	// MediaBucket is the bucket where the media service puts manifests. Without
	// it no photo can be sent.
	MediaBucket string `param:"media_bucket"`
	// MediaSigningKeys are the keys that sign for the edge, as 'cruddur keys
	// create' wrote them. Without one that the edge knows, photos can't be seen;
	// everything else works.
	MediaSigningKeys config.Secret `param:"media_signing_keys"`
	// MediaKeyIDs says under which ids the edge knows these keys: a JSON object
	// of ids by the keys' names.
	MediaKeyIDs string `param:"media_key_ids"`
	// S3PathStyle addresses buckets by path, as emulators want it.
	S3PathStyle bool `param:"s3_path_style,default=false"`

	// WriteBurst is how much a person may say or change at once, at one task.
	WriteBurst int `param:"write_burst,default=30"`
	// WriteInterval is how long it takes until they may do one thing more.
	WriteInterval time.Duration `param:"write_interval,default=1s"`
	// DrainDelay is how long a stopping server goes on serving after readiness
	// turned false, so that the load balancer notices first.
	DrainDelay time.Duration `param:"drain_delay,default=0s"`
}

// LoadService reads the service's settings from SSM.
func LoadService(ctx context.Context, getenv func(string) string) (Service, error) {
	var service Service
	return service, Load(ctx, getenv, &service)
}

// Load reads settings of any program of this module from SSM, into a struct as
// package config wants it.
func Load(ctx context.Context, getenv func(string) string, into any) error {
	path := getenv(PathVariable)
	if path == "" {
		return fmt.Errorf("%s is not set: it names the path of the settings in SSM, such as /cruddur/production/messaging", PathVariable)
	}
	client, err := config.NewSSM(ctx)
	if err != nil {
		return fmt.Errorf("make the SSM client: %w", err)
	}
	return config.Load(ctx, client, path, into)
}
