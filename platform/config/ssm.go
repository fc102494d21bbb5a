package config

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
)

// ParameterClient is the part of Parameter Store that Load needs.
type ParameterClient interface {
	GetParametersByPath(
		ctx context.Context, in *ssm.GetParametersByPathInput, opts ...func(*ssm.Options),
	) (*ssm.GetParametersByPathOutput, error)
}

var _ ParameterClient = (*ssm.Client)(nil)

// NewSSM returns a Parameter Store client from the environment's AWS
// configuration: region, credentials, and AWS_ENDPOINT_URL if set.
func NewSSM(ctx context.Context) (*ssm.Client, error) {
	cfg, err := awsconfig.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("load AWS configuration: %w", err)
	}
	return ssm.NewFromConfig(cfg), nil
}

// fetchAll returns the decrypted parameters under path, by their names without
// the path. All pages are read: a page may be empty and yet not the last.
func fetchAll(ctx context.Context, client ParameterClient, path string) (map[string]string, error) {
	values := make(map[string]string)
	pages := ssm.NewGetParametersByPathPaginator(client, &ssm.GetParametersByPathInput{
		Path:           aws.String(path),
		Recursive:      aws.Bool(true),
		WithDecryption: aws.Bool(true),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("read parameters under %s: %w", path, err)
		}
		for _, p := range page.Parameters {
			name := strings.TrimPrefix(aws.ToString(p.Name), path+"/")
			values[name] = aws.ToString(p.Value)
		}
	}
	return values, nil
}
