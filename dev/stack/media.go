package stack

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/ssm"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/edge"
	"github.com/cruddur/cruddur/dev/internal/keygroup"
	"github.com/cruddur/cruddur/dev/internal/provision"
)

// media is how the edge gets at pictures: as somebody who may read renditions
// and nothing else, and with the keys whose signatures count.
func (s *Stack) media(made provision.Resources) edge.Media {
	url := s.Record().EmulatorURL
	client := s3.NewFromConfig(emulator.ClientAs(url, made.Edge.ID, made.Edge.Secret), func(o *s3.Options) { o.UsePathStyle = true })
	parameters := ssm.NewFromConfig(emulator.Client(url))
	return edge.Media{
		Objects: client,
		Bucket:  made.MediaBucket,
		Keys: &keygroup.Group{
			Read: func(ctx context.Context) (string, error) { return provision.MediaPublicKeys(ctx, parameters) },
			Now:  time.Now,
		},
		Now: time.Now,
	}
}
