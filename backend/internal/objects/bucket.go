package objects

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/platform/awstrace"
	"github.com/cruddur/cruddur/platform/fault"
)

// ErrUnreadable says that a manifest is there and can't be understood, as one of
// a newer version. It is wrapped in a fault: for who asks, it is not there yet.
var ErrUnreadable = errors.New("the manifest can't be understood")

const (
	maxManifestBytes = 64 << 10        // far above any manifest
	readLimit        = 4 * time.Second // a person waits
	deletesAtOnce    = 1000            // the most that S3 takes
	listsAtOnce      = 8
)

// Client is the part of S3 that a bucket needs.
type Client interface {
	GetObject(ctx context.Context, in *s3.GetObjectInput, opts ...func(*s3.Options)) (*s3.GetObjectOutput, error)
	ListObjectsV2(ctx context.Context, in *s3.ListObjectsV2Input, opts ...func(*s3.Options)) (*s3.ListObjectsV2Output, error)
	DeleteObjects(ctx context.Context, in *s3.DeleteObjectsInput, opts ...func(*s3.Options)) (*s3.DeleteObjectsOutput, error)
}

var (
	_ Client            = (*s3.Client)(nil)
	_ cruddur.Manifests = (*Bucket)(nil)
)

// Bucket is the bucket of pictures.
type Bucket struct {
	client Client
	name   string
}

// NewBucket returns the bucket of that name.
func NewBucket(client Client, name string) *Bucket { return &Bucket{client: client, name: name} }

// NewClient returns an S3 client from the environment's AWS configuration.
// pathStyle is for emulators.
func NewClient(ctx context.Context, pathStyle bool) (*s3.Client, error) {
	cfg, err := awsconfig.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("load AWS configuration: %w", err)
	}
	awstrace.Add(&cfg)
	return s3.NewFromConfig(cfg, func(options *s3.Options) { options.UsePathStyle = pathStyle }), nil
}

// Upload reads the manifest of a picture, or returns cruddur.ErrNoUpload. When
// S3 can't be asked, or what it answers can't be understood, the caller may try
// again.
func (b *Bucket) Upload(ctx context.Context, id uuid.UUID) (cruddur.Upload, error) {
	ctx, cancel := context.WithTimeout(ctx, readLimit)
	defer cancel()
	data, err := b.read(ctx, manifestKey(id))
	if errors.Is(err, cruddur.ErrNoUpload) {
		return cruddur.Upload{}, err
	}
	var upload cruddur.Upload
	if err == nil {
		if upload, err = decodeManifest(id, data); err != nil {
			err = errors.Join(ErrUnreadable, err)
		}
	}
	if err != nil {
		return cruddur.Upload{}, unavailable(fmt.Errorf("read %s in %s: %w", manifestKey(id), b.name, err))
	}
	return upload, nil
}

func unavailable(err error) error {
	return fault.New(fault.Unavailable, "pictures_unavailable", "Pictures are not available at the moment. Try again soon.").
		WithRetryAfter(2 * time.Second).WithCause(err)
}

func (b *Bucket) read(ctx context.Context, key string) ([]byte, error) {
	out, err := b.client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(b.name), Key: aws.String(key)})
	if err != nil {
		if _, ok := errors.AsType[*types.NoSuchKey](err); ok {
			return nil, cruddur.ErrNoUpload
		}
		return nil, err
	}
	defer out.Body.Close() //nolint:errcheck // it was only read
	data, err := io.ReadAll(io.LimitReader(out.Body, maxManifestBytes+1))
	if err == nil && len(data) > maxManifestBytes {
		err = errors.New("it is too long")
	}
	return data, err
}

// Delete deletes everything that is stored of pictures. It may be repeated: what
// is gone already is no error.
func (b *Bucket) Delete(ctx context.Context, ids []uuid.UUID) error {
	keys := make([][]string, len(ids))
	group, ctxOfGroup := errgroup.WithContext(ctx)
	group.SetLimit(listsAtOnce)
	for i, id := range ids {
		group.Go(func() (err error) {
			keys[i], err = b.keysOf(ctxOfGroup, id)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for some := range slices.Chunk(slices.Concat(keys...), deletesAtOnce) {
		if err := b.deleteKeys(ctx, some); err != nil {
			return err
		}
	}
	return nil
}

// keysOf lists all files of a picture, the manifest whether it is there or not.
func (b *Bucket) keysOf(ctx context.Context, id uuid.UUID) ([]string, error) {
	keys := []string{}
	for _, folder := range folders(id) {
		for page, err := range b.pages(ctx, folder) {
			if err != nil {
				return nil, err
			}
			for _, object := range page {
				keys = append(keys, aws.ToString(object.Key))
			}
		}
	}
	return append(keys, manifestKey(id)), nil
}

// HasFiles reports whether anything of a picture is there but its manifest.
func (b *Bucket) HasFiles(ctx context.Context, id uuid.UUID) (bool, error) {
	keys, err := b.keysOf(ctx, id)
	return len(keys) > 1, err
}

// deleteKeys also finds the answers that are a success as a whole and hold
// failures.
func (b *Bucket) deleteKeys(ctx context.Context, keys []string) error {
	objects := make([]types.ObjectIdentifier, len(keys))
	for i, key := range keys {
		objects[i].Key = aws.String(key)
	}
	out, err := b.client.DeleteObjects(ctx, &s3.DeleteObjectsInput{
		Bucket: aws.String(b.name), Delete: &types.Delete{Objects: objects, Quiet: aws.Bool(true)},
	})
	if err != nil {
		return fmt.Errorf("delete objects in %s: %w", b.name, err)
	}
	for _, failed := range out.Errors {
		if aws.ToString(failed.Code) != "NoSuchKey" {
			return fmt.Errorf("delete %s in %s, and perhaps others: %s: %s",
				aws.ToString(failed.Key), b.name, aws.ToString(failed.Code), aws.ToString(failed.Message))
		}
	}
	return nil
}
