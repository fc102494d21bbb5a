package stack

import (
	"context"
	"fmt"
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

// mediaKeys has the first pair of keys made, tells the backend by which ids the
// edge knows all of them, and remembers that for a restart of the emulator.
func (s *Stack) mediaKeys(ctx context.Context) (string, error) {
	config := emulator.Client(s.Record().EmulatorURL)
	keys, err := provision.MediaPublicKeys(ctx, ssm.NewFromConfig(config))
	if err != nil {
		return "", fmt.Errorf("look for the keys for photos: %w", err)
	}
	note := ""
	if keys == "" {
		if err := s.cruddur(ctx, "keys", "create"); err != nil {
			return "", err
		}
		note = "made"
	}
	ids, err := provision.MediaKeyIDs(ctx, config)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.keyIDs = ids
	return note, err
}

// knownKeyIDs is what the backend was told last.
func (s *Stack) knownKeyIDs() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.keyIDs
}
