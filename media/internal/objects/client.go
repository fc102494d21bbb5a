package objects

import (
	"context"
	"fmt"

	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/cruddur/cruddur/platform/awstrace"
)

// NewClient returns an S3 client from the environment's AWS configuration.
// pathStyle is for emulators.
func NewClient(ctx context.Context, pathStyle bool) (*s3.Client, error) {
	cfg, err := awsconfig.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("load AWS configuration: %w", err)
	}
	awstrace.Add(&cfg)
	return s3.NewFromConfig(cfg, func(options *s3.Options) {
		options.UsePathStyle = pathStyle
		// Files that browsers post have no checksum to be validated; a line for
		// each of them says nothing.
		options.DisableLogOutputChecksumValidationSkipped = true
	}), nil
}
