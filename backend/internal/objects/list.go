package objects

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/uuid"
)

// Stored says when a picture, or its manifest, was last written.
type Stored struct {
	ID       uuid.UUID
	Modified time.Time
}

// Manifests lists all manifests, in the order of ids.
func (b *Bucket) Manifests(ctx context.Context) iter.Seq2[Stored, error] {
	return b.pictures(ctx, manifestPrefix)
}

// Photos lists all pictures that have files for signed requests, in the order of
// ids.
func (b *Bucket) Photos(ctx context.Context) iter.Seq2[Stored, error] {
	return b.pictures(ctx, "media/photos/")
}

// Public lists all pictures that have files for everybody, in the order of ids.
func (b *Bucket) Public(ctx context.Context) iter.Seq2[Stored, error] {
	return b.pictures(ctx, "media/public/")
}

// pictures puts the keys of one picture together, which are next to each other.
// Keys of no picture are passed over.
func (b *Bucket) pictures(ctx context.Context, prefix string) iter.Seq2[Stored, error] {
	return func(yield func(Stored, error) bool) {
		var present Stored
		for file, err := range b.files(ctx, prefix) {
			switch {
			case err != nil:
				yield(Stored{}, err)
				return
			case file.ID == present.ID:
				if file.Modified.After(present.Modified) {
					present.Modified = file.Modified
				}
			case present.ID != uuid.Nil && !yield(present, nil):
				return
			default:
				present = file
			}
		}
		if present.ID != uuid.Nil {
			yield(present, nil)
		}
	}
}

// files lists the files of pictures one by one.
func (b *Bucket) files(ctx context.Context, prefix string) iter.Seq2[Stored, error] {
	return func(yield func(Stored, error) bool) {
		for page, err := range b.pages(ctx, prefix) {
			if err != nil {
				yield(Stored{}, err)
				return
			}
			for _, object := range page {
				id, ok := idOf(prefix, aws.ToString(object.Key))
				if ok && !yield(Stored{id, aws.ToTime(object.LastModified)}, nil) {
					return
				}
			}
		}
	}
}

// pages lists what is below a prefix, a thousand at a time.
func (b *Bucket) pages(ctx context.Context, prefix string) iter.Seq2[[]types.Object, error] {
	return func(yield func([]types.Object, error) bool) {
		pages := s3.NewListObjectsV2Paginator(b.client, &s3.ListObjectsV2Input{
			Bucket: aws.String(b.name), Prefix: aws.String(prefix),
		})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(nil, fmt.Errorf("list %s in %s: %w", prefix, b.name, err))
				return
			}
			if !yield(page.Contents, nil) {
				return
			}
		}
	}
}
