package live

import (
	"context"
	"fmt"
	"net/url"
	"time"

	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/cruddur/cruddur/platform/awstrace"
)

// Open returns a pusher for a table of connections and a stage of the WebSocket
// API, with the environment's AWS configuration.
func Open(ctx context.Context, table string, endpoint *url.URL, now func() time.Time) (*Pusher, error) {
	cfg, err := awsconfig.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("load AWS configuration: %w", err)
	}
	awstrace.Add(&cfg)
	registry := NewTable(dynamodb.NewFromConfig(cfg), table, now)
	return NewPusher(registry, NewManagementAPI(cfg, endpoint, now), now), nil
}
