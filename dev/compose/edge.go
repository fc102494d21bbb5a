package compose

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/ssm"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/edge"
	"github.com/cruddur/cruddur/dev/internal/keygroup"
	"github.com/cruddur/cruddur/dev/internal/provision"
	"github.com/cruddur/cruddur/platform/httpserver"
	"github.com/cruddur/cruddur/platform/logging"
)

// edgeAddress is where the edge listens in its container; Docker publishes it.
const edgeAddress = ":8080"

// stopTimeout is how long requests in flight have at the stop.
const stopTimeout = 5 * time.Second

// ServeEdge serves the one origin of the product until ctx ends. Setup has run
// before.
func ServeEdge(ctx context.Context, config Config, out io.Writer) error {
	made, err := config.resources()
	if err != nil {
		return err
	}
	if made.UserPoolID == "" {
		return errors.New("start the edge: setup has not run")
	}
	logger := logging.New(out, slog.LevelInfo)
	handler, err := config.edge(made, logger)
	if err != nil {
		return err
	}
	server, err := httpserver.Listen(ctx, httpserver.Config{
		Address: edgeAddress, Handler: handler, Logger: logger, ShutdownTimeout: stopTimeout,
	})
	if err != nil {
		return err
	}
	return server.Serve(ctx)
}

func (c Config) edge(made provision.Resources, logger *slog.Logger) (*edge.Edge, error) {
	addresses, err := parseAll(c.BackendURL, c.MessagingURL, c.EmulatorURL, made.UploadsURL, made.LiveURL)
	if err != nil {
		return nil, err
	}
	backend, messaging, cloud, uploads, live := addresses[0], addresses[1], addresses[2], addresses[3], addresses[4]
	endpoint := c.SiteURL + edge.CloudPath
	front, err := edge.New(edge.Settings{
		Origin: c.SiteURL, Backend: backend, Messaging: messaging, SiteDir: c.SiteDir, Log: logger,
		// The site may be opened by another of its names.
		ConnectSources: []string{endpoint},
		Cloud:          &edge.Cloud{Emulator: cloud, UploadsBucket: made.UploadsBucket},
	})
	if err != nil {
		return nil, err
	}
	front.SetUploads(uploads)
	front.SetLive(live)
	front.SetMedia(c.media(made))
	front.Publish(edge.SiteConfig{
		Environment:      "local",
		Region:           emulator.Region,
		UserPoolID:       made.UserPoolID,
		UserPoolClientID: made.UserPoolClientID,
		CognitoEndpoint:  endpoint,
		LocalCodes:       &edge.LocalCodes{SignUp: emulator.SignUpCode, Recover: emulator.RecoverCode},
		Traces:           edge.TracesTo(c.OTLPEndpoint),
	})
	return front, nil
}

// media is how the edge gets at pictures: as somebody who may read renditions
// and nothing else, and with the keys whose signatures count.
func (c Config) media(made provision.Resources) edge.Media {
	objects := s3.NewFromConfig(emulator.ClientAs(c.EmulatorURL, made.Edge.ID, made.Edge.Secret),
		func(o *s3.Options) { o.UsePathStyle = true })
	parameters := ssm.NewFromConfig(emulator.Client(c.EmulatorURL))
	return edge.Media{
		Objects: objects, Bucket: made.MediaBucket, Now: time.Now,
		Keys: &keygroup.Group{
			Read: func(ctx context.Context) (string, error) { return provision.MediaPublicKeys(ctx, parameters) },
			Now:  time.Now,
		},
	}
}

func parseAll(addresses ...string) ([]*url.URL, error) {
	parsed := make([]*url.URL, len(addresses))
	for i, address := range addresses {
		var err error
		if parsed[i], err = url.Parse(address); err != nil {
			return nil, fmt.Errorf("read the address %q: %w", address, err)
		}
	}
	return parsed, nil
}

// EdgeHealth asks the edge in this container whether it serves: the image has no
// shell and no curl.
func EdgeHealth(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1"+edgeAddress+"/config.json", nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("ask for health: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the edge answers %s", answer.Status)
	}
	return nil
}
