package httpapi_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/platform/accesstoken"
	"github.com/cruddur/cruddur/platform/fault"
)

const (
	issuerName = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_test"
	clientID   = "test-client"
	keyID      = "key-1"
)

// signingKey is slow to make, so the test binary shares one.
var signingKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// newVerifier is the real one, fed by a JWKS server of the test's.
func newVerifier(t *testing.T) *accesstoken.Verifier {
	t.Helper()
	keys := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &signingKey().PublicKey, KeyID: keyID, Algorithm: "RS256", Use: "sig"}}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(keys)
	}))
	t.Cleanup(server.Close)
	verifier, err := accesstoken.NewVerifier(accesstoken.Config{Issuer: issuerName, JWKSURL: server.URL, ClientID: clientID})
	if err != nil {
		t.Fatal(err)
	}
	return verifier
}

// token signs an access token; changes overwrite its claims.
func token(t *testing.T, sub uuid.UUID, changes map[string]any) string {
	t.Helper()
	claims := map[string]any{
		"iss": issuerName, "sub": sub.String(), "client_id": clientID, "token_use": "access", "username": sub.String(),
		"iat": time.Now().Unix(), "exp": time.Now().Add(15 * time.Minute).Unix(),
	}
	maps.Copy(claims, changes)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: signingKey()},
		(&jose.SignerOptions{}).WithHeader("kid", keyID))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// userPool is Cognito's side of accounts, in memory; package cognito is tested
// against its wire format, and the end-to-end tests use a real pool.
type userPool struct {
	mu       sync.Mutex
	accounts map[string]cruddur.Account
	down     bool
}

func (p *userPool) add(token string, account cruddur.Account) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.accounts[token] = account
}

func (p *userPool) setDown(down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = down
}

// Account implements cruddur.Accounts.
func (p *userPool) Account(_ context.Context, token string) (cruddur.Account, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	account, known := p.accounts[token]
	switch {
	case p.down:
		return cruddur.Account{}, fault.New(fault.Unavailable, "accounts_unavailable", "Try again soon.")
	case !known:
		return cruddur.Account{}, fault.New(fault.Unauthenticated, "token_invalid", "Sign in again.")
	}
	return account, nil
}
