package photos

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/signedurl"
)

// OpenSignatures returns signatures by the keys of the settings. Without a key
// that the edge knows, as on the first start of an environment, photos can't be
// opened and everything else works.
func OpenSignatures(ctx context.Context, cfg signedurl.Config, now func() time.Time) (*Signatures, error) {
	signer, err := signedurl.New(cfg)
	switch {
	case errors.Is(err, signedurl.ErrNoKey):
		logging.From(ctx).WarnContext(ctx, "photos of messages can't be seen: there is no signing key that the edge knows. "+
			"Run 'cruddur keys create', let Terraform register the key, and start this again")
		return NewSignatures(nil, now), nil
	case err != nil:
		return nil, fmt.Errorf("read media_signing_keys and media_key_ids: %w", err)
	}
	return NewSignatures(signer, now), nil
}
