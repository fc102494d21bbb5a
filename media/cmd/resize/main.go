// Command resize is the Lambda that makes renditions of uploaded files. S3 calls
// it for every object that is created below incoming/.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"

	"github.com/cruddur/cruddur/media/internal/objects"
	"github.com/cruddur/cruddur/media/internal/photo"
	"github.com/cruddur/cruddur/media/internal/resize"
	"github.com/cruddur/cruddur/media/internal/settings"
	"github.com/cruddur/cruddur/platform/observe"
)

// patience is far above what any picture within the limits takes.
const patience = 15 * time.Second

// function is a Lambda for S3's events.
type function = func(context.Context, events.S3Event) (done, error)

// done is the answer, which nobody reads.
type done struct{}

func main() {
	photo.SaveMemory()
	handle, err := newFunction(context.Background(), os.Getenv, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "resize:", err)
		os.Exit(1)
	}
	lambda.Start(handle)
}

func newFunction(ctx context.Context, getenv func(string) string, stdout io.Writer) (function, error) {
	cfg, err := settings.Load(ctx, getenv)
	if err != nil {
		return nil, err
	}
	observed, err := observe.Start(ctx, "resize", cfg.Settings, stdout)
	if err != nil {
		return nil, err
	}
	observed.LevelFrom(func(ctx context.Context) (string, error) {
		again, err := settings.Load(ctx, getenv)
		return again.LogLevel, err
	})
	store, err := objects.NewClient(ctx, cfg.S3PathStyle)
	if err != nil {
		return nil, err
	}
	resizer := &resize.Resizer{
		Observed: resize.NewObserved(),
		Uploads:  objects.NewBucket(store, cfg.UploadsBucket),
		Media:    objects.NewBucket(store, cfg.MediaBucket),
		Render:   photo.Render,
		Patience: patience,
		Now:      time.Now,
	}
	observed.Logger.InfoContext(ctx, "ready", slog.String("engine", photo.Engine), slog.Bool("webp", photo.WritesWebP))
	handle := func(ctx context.Context, event events.S3Event) (done, error) {
		return done{}, resizer.HandleEvent(ctx, event)
	}
	return observe.Function(observed, observe.DataSource, handle), nil
}
