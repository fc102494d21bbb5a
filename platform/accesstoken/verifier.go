// Package accesstoken verifies Cognito access tokens offline: it needs the user
// pool's public keys (its JWKS) and nothing else.
//
// A token counts if it is signed with RS256 by a key that is in the set now,
// and its claims iss, client_id, token_use, exp, nbf, iat and sub hold. See
// [Verifier.Verify].
package accesstoken

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/cruddur/cruddur/platform/fault"
)

const (
	// MaxTokenBytes is the longest token that is looked at.
	MaxTokenBytes = 8 << 10
	// Leeway is how far ahead of ours the issuer's clock may be, for nbf and
	// iat. There is none for exp: a token is dead from that second on.
	Leeway = 30 * time.Second
)

// Config says whose tokens count. Issuer and JWKSURL are two settings because
// a local emulator serves the keys of an issuer that is named after the cloud.
type Config struct {
	Issuer   string // exactly the claim iss
	JWKSURL  string // where the issuer's keys are; absolute http(s)
	ClientID string // exactly the claim client_id: the app client's id

	HTTPClient *http.Client     // default: one that follows no redirects
	Now        func() time.Time // default: time.Now
}

// Claims is what a verified token says about its bearer.
type Claims struct {
	Subject   string    // Cognito's sub: the person's key inside, never shown
	Username  string    // Cognito's user name
	ExpiresAt time.Time // the token counts before this moment only
	Scope     string    // OAuth scopes, separated by spaces
}

// Verifier verifies tokens. It is safe for concurrent use.
type Verifier struct {
	issuer   string
	clientID string
	now      func() time.Time
	keys     *keySet
	verified *cache
}

// NewVerifier checks cfg and returns a Verifier. It fetches nothing: keys are
// fetched when the first token, or Ready, needs them.
func NewVerifier(cfg Config) (*Verifier, error) {
	if cfg.Issuer == "" || cfg.ClientID == "" {
		return nil, errors.New("access tokens: issuer and client id must be set")
	}
	u, err := url.Parse(cfg.JWKSURL)
	if err != nil {
		return nil, fmt.Errorf("access tokens: JWKS URL: %w", err)
	}
	if (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
		return nil, fmt.Errorf("access tokens: JWKS URL %q is not an absolute http(s) URL", cfg.JWKSURL)
	}
	if cfg.HTTPClient == nil {
		cfg.HTTPClient = &http.Client{
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return &Verifier{
		issuer:   cfg.Issuer,
		clientID: cfg.ClientID,
		now:      cfg.Now,
		keys:     &keySet{url: u.String(), client: cfg.HTTPClient, now: cfg.Now},
		verified: newCache(maxCached),
	}, nil
}

// Ready returns nil once the issuer's keys are known, fetching them if need be,
// and the fault Unavailable "keys_unavailable" otherwise.
func (v *Verifier) Ready(ctx context.Context) error { return v.keys.ready(ctx) }

// Verify returns the claims of raw. Its errors are faults: Unauthenticated
// "token_expired" if the token would count but for exp, Unauthenticated
// "token_invalid" for anything else about it, and Unavailable
// "keys_unavailable" if its key isn't known and the keys can't be had.
func (v *Verifier) Verify(ctx context.Context, raw string) (Claims, error) {
	if raw == "" || len(raw) > MaxTokenBytes {
		return Claims{}, invalid(fmt.Errorf("a token of %d bytes", len(raw)))
	}
	id := idOf(raw)
	if hit, ok := v.verified.get(id); ok {
		return v.verifyCached(ctx, id, hit)
	}
	token, err := jwt.ParseSigned(raw, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return Claims{}, invalid(err)
	}
	kid := token.Headers[0].KeyID
	key, err := v.keys.find(ctx, kid)
	if err != nil {
		return Claims{}, err
	}
	var payload payload
	if err := token.Claims(key, &payload); err != nil {
		return Claims{}, invalid(err)
	}
	claims, err := v.check(payload)
	if err != nil {
		return Claims{}, err
	}
	v.verified.put(id, entry{claims: claims, kid: kid, key: key})
	return claims, nil
}

// verifyCached checks what may have changed since the token was verified: the
// time, and whether its key still counts.
func (v *Verifier) verifyCached(ctx context.Context, id tokenID, hit entry) (Claims, error) {
	key, err := v.keys.find(ctx, hit.kid)
	if err == nil && key != hit.key {
		err = invalid(fmt.Errorf("the key %q was replaced", hit.kid))
	}
	if err == nil && !v.now().Before(hit.claims.ExpiresAt) {
		err = expired(hit.claims.ExpiresAt)
	}
	if err != nil {
		v.verified.remove(id)
		return Claims{}, err
	}
	return hit.claims, nil
}

// payload is the claims as Cognito writes them.
type payload struct {
	Issuer    string           `json:"iss"`
	Subject   string           `json:"sub"`
	ClientID  string           `json:"client_id"`
	TokenUse  string           `json:"token_use"`
	Username  string           `json:"username"`
	Scope     string           `json:"scope"`
	ExpiresAt *jwt.NumericDate `json:"exp"`
	NotBefore *jwt.NumericDate `json:"nbf"`
	IssuedAt  *jwt.NumericDate `json:"iat"`
}

// check looks at exp last, so that "expired" is said only of tokens that were
// good once.
func (v *Verifier) check(p payload) (Claims, error) {
	now := v.now()
	latest := now.Add(Leeway)
	switch {
	case p.Issuer != v.issuer:
		return Claims{}, invalid(fmt.Errorf("iss is %q", p.Issuer))
	case p.ClientID != v.clientID:
		return Claims{}, invalid(fmt.Errorf("client_id is %q", p.ClientID))
	case p.TokenUse != "access":
		return Claims{}, invalid(fmt.Errorf("token_use is %q", p.TokenUse))
	case p.Subject == "":
		return Claims{}, invalid(errors.New("sub is missing"))
	case p.ExpiresAt == nil:
		return Claims{}, invalid(errors.New("exp is missing"))
	case p.NotBefore != nil && p.NotBefore.Time().After(latest):
		return Claims{}, invalid(errors.New("nbf is in the future"))
	case p.IssuedAt != nil && p.IssuedAt.Time().After(latest):
		return Claims{}, invalid(errors.New("iat is in the future"))
	case !now.Before(p.ExpiresAt.Time()):
		return Claims{}, expired(p.ExpiresAt.Time())
	}
	return Claims{
		Subject:   p.Subject,
		Username:  p.Username,
		ExpiresAt: p.ExpiresAt.Time(),
		Scope:     p.Scope,
	}, nil
}

func invalid(cause error) error {
	return fault.New(fault.Unauthenticated, "token_invalid", "The access token is not valid.").WithCause(cause)
}

func expired(at time.Time) error {
	return fault.New(fault.Unauthenticated, "token_expired", "The access token has expired.").
		WithCause(fmt.Errorf("exp was %s", at.UTC().Format(time.RFC3339)))
}
