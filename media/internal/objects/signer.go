package objects

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/cruddur/cruddur/media/internal/presign"
	"github.com/cruddur/cruddur/media/internal/upload"
)

// Signer signs forms for uploads to a bucket.
type Signer struct {
	client *s3.PresignClient
	bucket string
}

var (
	_ presign.Signer    = (*Signer)(nil)
	_ presign.Manifests = (*Bucket)(nil)
)

// NewSigner returns a signer of forms for a bucket.
func NewSigner(client *s3.Client, bucket string) *Signer {
	// Signing asks nobody, so there is no call to be traced.
	silent := s3.New(client.Options(), func(options *s3.Options) { options.APIOptions = nil })
	return &Signer{client: s3.NewPresignClient(silent), bucket: bucket}
}

// Sign implements presign.Signer. The policy names the key, the type and the
// length, each exactly: what was counted against the quota is what S3 takes.
func (s *Signer) Sign(ctx context.Context, g upload.Grant, life time.Duration) (presign.Form, error) {
	const contentType = "Content-Type"
	signed, err := s.client.PresignPostObject(ctx, &s3.PutObjectInput{
		Bucket: aws.String(s.bucket), Key: aws.String(g.Key()),
	}, func(options *s3.PresignPostOptions) {
		options.Expires = life
		options.Conditions = []any{
			[]any{"content-length-range", g.Bytes, g.Bytes},
			map[string]string{contentType: g.ContentType},
		}
	})
	if err != nil {
		return presign.Form{}, fmt.Errorf("sign a form: %w", err)
	}
	signed.Values[contentType] = g.ContentType
	return presign.Form{URL: signed.URL, Fields: signed.Values}, nil
}
