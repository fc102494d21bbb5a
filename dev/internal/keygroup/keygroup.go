// Package keygroup is the local stand-in for a key group of CloudFront: the
// public keys whose signatures the edge trusts. They are kept in a parameter,
// which the admin program writes when it makes or rotates keys.
package keygroup

import (
	"context"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

// minBits is the least that CloudFront takes.
const minBits = 2048

// idDigits is how many digits an id has after its "K", as CloudFront's have.
const idDigits = 13

// Entry is one key in the parameter.
type Entry struct {
	// Name is how the private key is known.
	Name string `json:"name"`
	// PublicKey is in PEM.
	PublicKey string    `json:"public_key"`
	CreatedAt time.Time `json:"created_at"`
	// RetireAfter is when the key stops being trusted; zero means never.
	RetireAfter time.Time `json:"retire_after,omitzero"`
}

// Key is a public key with the id that it has at the edge.
type Key struct {
	Name, ID    string
	Public      *rsa.PublicKey
	RetireAfter time.Time
}

// Parse reads the parameter.
func Parse(parameter string) ([]Key, error) {
	var entries []Entry
	if err := json.Unmarshal([]byte(parameter), &entries); err != nil {
		return nil, fmt.Errorf("read the public keys: %w", err)
	}
	keys := make([]Key, len(entries))
	for i, entry := range entries {
		key, err := entry.key()
		if err != nil {
			return nil, fmt.Errorf("read the public key %q: %w", entry.Name, err)
		}
		keys[i] = key
	}
	return keys, nil
}

func (e Entry) key() (Key, error) {
	block, rest := pem.Decode([]byte(e.PublicKey))
	if block == nil || block.Type != "PUBLIC KEY" || strings.TrimSpace(string(rest)) != "" {
		return Key{}, errors.New("it is no PEM of one public key")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return Key{}, err
	}
	public, isRSA := parsed.(*rsa.PublicKey)
	if !isRSA || public.N.BitLen() < minBits {
		return Key{}, fmt.Errorf("it is no RSA key of %d bits or more", minBits)
	}
	return Key{Name: e.Name, ID: ID(block.Bytes), Public: public, RetireAfter: e.RetireAfter}, nil
}

// ID is the local stand-in for the id that CloudFront gives a public key. It
// follows from the key, so it is the same after every start.
func ID(der []byte) string {
	sum := sha256.Sum256(der)
	return "K" + strings.ToUpper(hex.EncodeToString(sum[:]))[:idDigits]
}

// How long what was read counts. A key that isn't known may be new, so the
// parameter is read again for it, but not for every guess.
const (
	fresh      = 10 * time.Second
	freshEmpty = time.Second
)

// Group answers from the parameter, read again when it may have changed.
type Group struct {
	// Read returns the parameter's value; empty when there is none yet.
	Read func(ctx context.Context) (string, error)
	Now  func() time.Time

	mutex  sync.Mutex
	readAt time.Time
	keys   map[string]Key
}

// Key returns the key of an id, and whether one is trusted.
func (g *Group) Key(ctx context.Context, id string) (public *rsa.PublicKey, trusted bool, err error) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	now := g.Now()
	_, known := g.keys[id]
	if age := now.Sub(g.readAt); age > fresh || (!known && age > freshEmpty) {
		if err := g.read(ctx, now); err != nil {
			return nil, false, err
		}
	}
	key, known := g.keys[id]
	if !known || (!key.RetireAfter.IsZero() && !now.Before(key.RetireAfter)) {
		return nil, false, nil
	}
	return key.Public, true, nil
}

func (g *Group) read(ctx context.Context, now time.Time) error {
	parameter, err := g.Read(ctx)
	if err != nil {
		return err
	}
	var keys []Key
	if parameter != "" {
		if keys, err = Parse(parameter); err != nil {
			return err
		}
	}
	g.keys, g.readAt = map[string]Key{}, now
	for _, key := range keys {
		g.keys[key.ID] = key
	}
	return nil
}
