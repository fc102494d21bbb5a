package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/cruddur/cruddur/backend/internal/objects"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/settings"
	"github.com/cruddur/cruddur/platform/signedurl"
)

// pictures is what photos, avatars and banners need. On the first start of an
// environment some of it may be missing: the backend serves even so, because the
// key is registered with the edge by the same roll-out that starts it.
type pictures struct {
	bucket *objects.Bucket   // nil without a bucket
	signer *signedurl.Signer // nil without a key
}

func newPictures(ctx context.Context, cfg settings.Settings, logger *slog.Logger) (p pictures, err error) {
	p.signer, err = signedurl.New(signedurl.Config{
		Keys: cfg.MediaSigningKeys.Reveal(), KeyIDs: cfg.MediaKeyIDs, SiteURL: cfg.SiteURL,
	})
	switch {
	case errors.Is(err, signedurl.ErrNoKey):
		logger.WarnContext(ctx, "photos can be neither posted nor seen: there is no signing key that the edge knows. "+
			"Run 'cruddur keys create', let Terraform register the key, and start the backend again")
	case err != nil:
		return pictures{}, fmt.Errorf("read media_signing_keys and media_key_ids: %w", err)
	}
	if cfg.MediaBucket == "" {
		logger.WarnContext(ctx, "pictures can't be posted: media_bucket is not set")
		return p, nil
	}
	client, err := objects.NewClient(ctx, cfg.S3PathStyle)
	if err != nil {
		return pictures{}, err
	}
	p.bucket = objects.NewBucket(client, cfg.MediaBucket)
	return p, nil
}

// storeOptions lets a store sign, if somebody can.
func (p pictures) storeOptions() []postgres.Option {
	if p.signer == nil {
		return nil
	}
	return []postgres.Option{postgres.WithSigner(p.signer)}
}
