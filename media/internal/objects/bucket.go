// Package objects reads and writes files in S3, and signs the forms with which
// browsers upload theirs.
package objects

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/media/internal/resize"
	"github.com/cruddur/cruddur/media/internal/upload"
)

// maxManifestBytes is far above any manifest.
const maxManifestBytes = 64 << 10

// Client is the part of S3 that a bucket needs.
type Client interface {
	HeadObject(ctx context.Context, in *s3.HeadObjectInput, opts ...func(*s3.Options)) (*s3.HeadObjectOutput, error)
	GetObject(ctx context.Context, in *s3.GetObjectInput, opts ...func(*s3.Options)) (*s3.GetObjectOutput, error)
	PutObject(ctx context.Context, in *s3.PutObjectInput, opts ...func(*s3.Options)) (*s3.PutObjectOutput, error)
	DeleteObject(ctx context.Context, in *s3.DeleteObjectInput, opts ...func(*s3.Options)) (*s3.DeleteObjectOutput, error)
}

var _ Client = (*s3.Client)(nil)

// Bucket is one bucket.
type Bucket struct {
	client Client
	name   string
}

var _ resize.Bucket = (*Bucket)(nil)

// NewBucket returns the bucket of that name.
func NewBucket(client Client, name string) *Bucket { return &Bucket{client: client, name: name} }

// Head implements resize.Bucket.
func (b *Bucket) Head(ctx context.Context, key string) (resize.Info, error) {
	out, err := b.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String(b.name), Key: aws.String(key)})
	if err != nil {
		return resize.Info{}, b.worded("look at", key, err)
	}
	return resize.Info{Bytes: aws.ToInt64(out.ContentLength), ETag: aws.ToString(out.ETag)}, nil
}

// Get implements resize.Bucket.
func (b *Bucket) Get(ctx context.Context, key, etag string, limit int64) ([]byte, error) {
	in := &s3.GetObjectInput{Bucket: aws.String(b.name), Key: aws.String(key)}
	if etag != "" {
		in.IfMatch = aws.String(etag)
	}
	out, err := b.client.GetObject(ctx, in)
	if err != nil {
		return nil, b.worded("read", key, err)
	}
	defer func() { _ = out.Body.Close() }()
	var data bytes.Buffer
	if length := aws.ToInt64(out.ContentLength); length > 0 && length <= limit {
		data.Grow(int(length) + bytes.MinRead) // one allocation, and none that a header could inflate
	}
	n, err := data.ReadFrom(io.LimitReader(out.Body, limit+1))
	if err != nil {
		return nil, b.worded("read", key, err)
	}
	if n > limit {
		return nil, fmt.Errorf("read %s in %s: it is longer than %d bytes", key, b.name, limit)
	}
	return data.Bytes(), nil
}

// Put implements resize.Bucket.
func (b *Bucket) Put(ctx context.Context, key string, object resize.Object) error {
	in := &s3.PutObjectInput{
		Bucket:      aws.String(b.name),
		Key:         aws.String(key),
		Body:        bytes.NewReader(object.Data),
		ContentType: aws.String(object.ContentType),
	}
	if object.CacheControl != "" {
		in.CacheControl = aws.String(object.CacheControl)
	}
	if object.OnlyNew {
		in.IfNoneMatch = aws.String("*")
	}
	_, err := b.client.PutObject(ctx, in)
	return b.worded("write", key, err)
}

// Delete implements resize.Bucket.
func (b *Bucket) Delete(ctx context.Context, key string) error {
	_, err := b.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(b.name), Key: aws.String(key)})
	return b.worded("delete", key, err)
}

// Manifest reads the manifest of a picture, or fails with upload.ErrNotFound.
func (b *Bucket) Manifest(ctx context.Context, id uuid.UUID) (upload.Manifest, error) {
	data, err := b.Get(ctx, upload.ManifestKey(id), "", maxManifestBytes)
	if errors.Is(err, resize.ErrNoObject) {
		return upload.Manifest{}, upload.ErrNotFound
	}
	if err != nil {
		return upload.Manifest{}, err
	}
	return upload.DecodeManifest(data)
}

// worded names the file, and tells the answers that callers act on apart. They
// are told by status: HEAD has no body that could name an error.
func (b *Bucket) worded(verb, key string, err error) error {
	if err == nil {
		return nil
	}
	if response, ok := errors.AsType[*awshttp.ResponseError](err); ok {
		switch response.HTTPStatusCode() {
		case http.StatusNotFound:
			err = errors.Join(resize.ErrNoObject, err)
		case http.StatusPreconditionFailed:
			err = errors.Join(resize.ErrChanged, err)
		}
	}
	return fmt.Errorf("%s %s in %s: %w", verb, key, b.name, err)
}
