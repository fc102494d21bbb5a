package accesstoken_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/cruddur/cruddur/platform/accesstoken"
)

const (
	issuerName = "https://cognito-idp.eu-north-1.amazonaws.com/eu-north-1_test"
	clientID   = "client-1"
)

// RSA keys are slow to make, so the whole test binary shares them.
var (
	keyA     = newKey(2048)
	keyB     = newKey(2048)
	shortKey = newKey(1024)
)

func newKey(bits int) func() *rsa.PrivateKey {
	return sync.OnceValue(func() *rsa.PrivateKey {
		key, err := rsa.GenerateKey(rand.Reader, bits)
		if err != nil {
			panic(err)
		}
		return key
	})
}

// clock is a time that only tests move.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// issuer is a JWKS server whose keys, health and speed tests change.
type issuer struct {
	*httptest.Server
	fetches atomic.Int64

	mu      sync.Mutex
	handler http.Handler
}

func newIssuer(t *testing.T, keys ...jose.JSONWebKey) *issuer {
	t.Helper()
	i := &issuer{}
	i.publish(keys...)
	i.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i.fetches.Add(1)
		i.mu.Lock()
		handler := i.handler
		i.mu.Unlock()
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(i.Close)
	return i
}

func (i *issuer) answer(handler http.HandlerFunc) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.handler = handler
}

func (i *issuer) publish(keys ...jose.JSONWebKey) {
	i.answer(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: keys})
	})
}

func (i *issuer) fail() {
	i.answer(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
}

func public(key *rsa.PrivateKey, kid string) jose.JSONWebKey {
	return jose.JSONWebKey{Key: &key.PublicKey, KeyID: kid, Algorithm: "RS256", Use: "sig"}
}

// bundle is a verifier, its issuer and its clock.
type bundle struct {
	*accesstoken.Verifier
	issuer *issuer
	clock  *clock
}

func setup(t *testing.T, keys ...jose.JSONWebKey) *bundle {
	t.Helper()
	c := &clock{t: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	i := newIssuer(t, keys...)
	v, err := accesstoken.NewVerifier(accesstoken.Config{
		Issuer: issuerName, JWKSURL: i.URL + "/jwks.json", ClientID: clientID, Now: c.now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return &bundle{Verifier: v, issuer: i, clock: c}
}

// claims are those of a good token that lives 15 minutes; changes overwrite
// them, and a nil removes one.
func (b *bundle) claims(changes map[string]any) map[string]any {
	now := b.clock.now()
	claims := map[string]any{
		"iss": issuerName, "sub": "sub-1", "client_id": clientID, "token_use": "access",
		"username": "ada", "scope": "aws.cognito.signin.user.admin",
		"exp": now.Add(15 * time.Minute).Unix(), "iat": now.Unix(),
	}
	for name, value := range changes {
		if value == nil {
			delete(claims, name)
			continue
		}
		claims[name] = value
	}
	return claims
}

func sign(t *testing.T, alg jose.SignatureAlgorithm, key any, kid string, claims any) string {
	t.Helper()
	options := &jose.SignerOptions{}
	if kid != "" {
		options.WithHeader("kid", kid)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, options)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// token is a good one, signed by key.
func (b *bundle) token(t *testing.T, key *rsa.PrivateKey, kid string) string {
	t.Helper()
	return sign(t, jose.RS256, key, kid, b.claims(nil))
}
