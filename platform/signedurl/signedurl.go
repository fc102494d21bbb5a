// Package signedurl signs addresses of files that the edge shows to nobody
// without a signature, the way CloudFront wants it: a custom policy, which may
// cover a whole folder, and which ends at a given second.
//
// Keys are made by operators. Each has a name of ours, by which the edge's id
// for it is found once the edge knows its public half: only then does it sign.
package signedurl

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/cloudfront/sign"
)

// ErrNoKey says that no key can sign: there is none, or the edge has an id for
// none of them yet.
var ErrNoKey = errors.New("no signing key that the edge knows")

// Key is a key pair as operators store it.
type Key struct {
	Name       string    `json:"name"`
	PrivateKey string    `json:"private_key"` // PEM, PKCS #8
	CreatedAt  time.Time `json:"created_at"`
}

// Config is what a signer is made of.
type Config struct {
	Keys    string // JSON: a list of Keys; empty for none
	KeyIDs  string // JSON: the edge's ids by the keys' names; empty for none
	SiteURL string // what signed addresses begin with, such as https://cruddur.com
}

// Signer signs with the newest key that the edge has an id for. It is safe for
// concurrent use.
type Signer struct {
	siteURL string
	keyID   string
	key     *rsa.PrivateKey
	known   []string // ids of all keys that count
}

// New reads keys. It returns ErrNoKey when none of them can sign. Errors hold
// nothing of a key.
func New(cfg Config) (*Signer, error) {
	keys, err := ParseKeys(cfg.Keys)
	if err != nil {
		return nil, err
	}
	ids := map[string]string{}
	if strings.TrimSpace(cfg.KeyIDs) != "" {
		if err := json.Unmarshal([]byte(cfg.KeyIDs), &ids); err != nil {
			return nil, errors.New("read the ids of signing keys: not a JSON object of strings")
		}
	}
	signer := &Signer{siteURL: strings.TrimRight(cfg.SiteURL, "/")}
	var newest *Key
	for i, key := range keys {
		id := ids[key.Name]
		if id == "" {
			continue
		}
		signer.known = append(signer.known, id)
		if newest == nil || key.CreatedAt.After(newest.CreatedAt) {
			newest, signer.keyID = &keys[i], id
		}
	}
	if newest == nil {
		return nil, ErrNoKey
	}
	if signer.key, err = parsePrivateKey(newest.PrivateKey); err != nil {
		return nil, fmt.Errorf("read the signing key %q: %w", newest.Name, err)
	}
	return signer, nil
}

// ParseKeys reads a list of keys as it is stored; an empty text is none.
func ParseKeys(text string) ([]Key, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	var keys []Key
	if err := json.Unmarshal([]byte(text), &keys); err != nil {
		return nil, errors.New("read signing keys: not a JSON list of keys") // the cause may quote a key
	}
	return keys, nil
}

func parsePrivateKey(text string) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("not in PEM")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("not a PKCS #8 private key")
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("a %T, not an RSA key", parsed)
	}
	return key, nil
}

// Sign returns the query string that opens everything below a folder of the site
// ("/media/photos/x/") before until. What is over a whole second is cut off, so
// that nothing is open longer than that.
func (s *Signer) Sign(folder string, until time.Time) (string, error) {
	policy := sign.NewCannedPolicy(s.siteURL+folder+"*", until.Truncate(time.Second))
	signature, encoded, err := policy.Sign(s.key)
	if err != nil {
		return "", fmt.Errorf("sign a policy: %w", err)
	}
	return fmt.Sprintf("Policy=%s&Signature=%s%s%s", encoded, signature, keyIDParameter, s.keyID), nil
}

const keyIDParameter = "&Key-Pair-Id="

// Counts reports whether a signature was made with a key that is still there.
func (s *Signer) Counts(signature string) bool {
	for _, id := range s.known {
		if strings.HasSuffix(signature, keyIDParameter+id) {
			return true
		}
	}
	return false
}
