package accesstoken

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	fetchTimeout = 3 * time.Second
	maxJWKSBytes = 64 << 10
	minRSABits   = 2048
)

// fetch gets the usable keys of the set at url. A set without any is an error,
// so that a broken answer doesn't lock everyone out.
func fetch(ctx context.Context, client *http.Client, url string) (map[string]*rsa.PublicKey, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, fmt.Errorf("fetch JWKS: %w", err)
	}
	req.Header.Set("Accept", "application/json")
	res, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("fetch JWKS: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("fetch JWKS: the answer is %s", res.Status)
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxJWKSBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read JWKS: %w", err)
	}
	if len(body) > maxJWKSBytes {
		return nil, fmt.Errorf("read JWKS: more than %d bytes", maxJWKSBytes)
	}
	return parseKeys(body)
}

// parseKeys takes the RSA signing keys of a set and passes over everything
// else, keys it can't read too: a set may hold kinds that we don't know yet.
func parseKeys(body []byte) (map[string]*rsa.PublicKey, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(body, &set); err != nil {
		return nil, fmt.Errorf("parse JWKS: %w", err)
	}
	keys := make(map[string]*rsa.PublicKey)
	for _, raw := range set.Keys {
		var jwk jose.JSONWebKey
		if err := jwk.UnmarshalJSON(raw); err != nil {
			continue
		}
		if key, ok := usable(jwk); ok {
			keys[jwk.KeyID] = key
		}
	}
	if len(keys) == 0 {
		return nil, errors.New("parse JWKS: no RSA signing key of 2048 bits or more")
	}
	return keys, nil
}

func usable(jwk jose.JSONWebKey) (*rsa.PublicKey, bool) {
	key, ok := jwk.Key.(*rsa.PublicKey)
	forSigning := jwk.Use == "" || jwk.Use == "sig"
	forRS256 := jwk.Algorithm == "" || jwk.Algorithm == string(jose.RS256)
	if !ok || !jwk.Valid() || jwk.KeyID == "" || !forSigning || !forRS256 {
		return nil, false
	}
	return key, key.N.BitLen() >= minRSABits
}
