// Package settings reads what the Lambdas of this module are told from outside.
//
// One environment variable says where the settings are; the settings themselves
// are parameters in SSM Parameter Store, below that path.
package settings

import (
	"context"
	"fmt"

	"github.com/cruddur/cruddur/media/internal/upload"
	"github.com/cruddur/cruddur/platform/config"
	"github.com/cruddur/cruddur/platform/observe"
)

// PathVariable is the environment variable that holds the parameters' path,
// such as /cruddur/production/media.
const PathVariable = "CRUDDUR_PARAMETERS_PATH"

// Settings of both Lambdas. Each field is the parameter of its tag's name.
type Settings struct {
	// How the Lambdas are seen from outside.
	observe.Settings

	// UploadsBucket takes what people upload. Its files live a day at most.
	UploadsBucket string `param:"uploads_bucket,required"`
	// MediaBucket holds renditions and manifests.
	MediaBucket string `param:"media_bucket,required"`
	// UploadsTable is the DynamoDB table of grants and quotas.
	UploadsTable string `param:"uploads_table,required"`
	// S3PathStyle puts the bucket in the path of addresses, not in the host's
	// name, as emulators want it.
	S3PathStyle bool `param:"s3_path_style,default=false"`

	// TokenIssuer is the claim iss of the access tokens that count.
	TokenIssuer string `param:"token_issuer,required"`
	// TokenClientID is the claim client_id of the access tokens that count.
	TokenClientID string `param:"token_client_id,required"`

	// QuotaUploads is how many files one person may upload in a day.
	QuotaUploads int64 `param:"quota_uploads,default=200"`
	// QuotaBytes is how many bytes one person may upload in a day.
	QuotaBytes int64 `param:"quota_bytes,default=1000000000"`
}

// Quota is what one person may upload in a day.
func (s Settings) Quota() upload.Quota {
	return upload.Quota{Uploads: s.QuotaUploads, Bytes: s.QuotaBytes}
}

// Load reads the settings from SSM.
func Load(ctx context.Context, getenv func(string) string) (Settings, error) {
	path := getenv(PathVariable)
	if path == "" {
		return Settings{}, fmt.Errorf("%s is not set: it names the path of the settings in SSM, such as /cruddur/production/media", PathVariable)
	}
	client, err := config.NewSSM(ctx)
	if err != nil {
		return Settings{}, fmt.Errorf("make the SSM client: %w", err)
	}
	var settings Settings
	if err := config.Load(ctx, client, path, &settings); err != nil {
		return Settings{}, err
	}
	return settings, nil
}
