package accesstoken_test

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/cruddur/cruddur/platform/accesstoken"
	"github.com/cruddur/cruddur/platform/fault"
)

var (
	tokenInvalid    = fault.New(fault.Unauthenticated, "token_invalid", "")
	tokenExpired    = fault.New(fault.Unauthenticated, "token_expired", "")
	keysUnavailable = fault.New(fault.Unavailable, "keys_unavailable", "")
)

// wantErr checks for a fault, or for success if want is nil.
func wantErr(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestVerify(t *testing.T) {
	t.Parallel()
	b := setup(t, public(keyA(), "a"))
	raw := b.token(t, keyA(), "a")
	want := accesstoken.Claims{
		Subject: "sub-1", Username: "ada", Scope: "aws.cognito.signin.user.admin",
		ExpiresAt: b.clock.now().Add(15 * time.Minute),
	}
	for _, time := range []string{"first", "again, from the cache"} {
		got, err := b.Verify(t.Context(), raw)
		if err != nil || got.Subject != want.Subject || got.Username != want.Username ||
			got.Scope != want.Scope || !got.ExpiresAt.Equal(want.ExpiresAt) {
			t.Errorf("%s: Verify = %+v, %v", time, got, err)
		}
	}
	if got := b.issuer.fetches.Load(); got != 1 {
		t.Errorf("%d fetches, want 1", got)
	}
}

func TestVerifyChecksClaims(t *testing.T) {
	t.Parallel()
	b := setup(t, public(keyA(), "a"))
	now := b.clock.now()
	in := func(d time.Duration) int64 { return now.Add(d).Unix() }
	tests := map[string]struct {
		changes map[string]any
		want    error
	}{
		"good":                      {nil, nil},
		"no iat, nbf":               {map[string]any{"iat": nil}, nil},
		"other issuer":              {map[string]any{"iss": issuerName + "2"}, tokenInvalid},
		"issuer with a slash":       {map[string]any{"iss": issuerName + "/"}, tokenInvalid},
		"no issuer":                 {map[string]any{"iss": nil}, tokenInvalid},
		"other client":              {map[string]any{"client_id": "client-2"}, tokenInvalid},
		"client as audience only":   {map[string]any{"client_id": nil, "aud": clientID}, tokenInvalid},
		"ID token":                  {map[string]any{"token_use": "id", "client_id": nil, "aud": clientID}, tokenInvalid},
		"ID token with a client_id": {map[string]any{"token_use": "id"}, tokenInvalid},
		"no token_use":              {map[string]any{"token_use": nil}, tokenInvalid},
		"no sub":                    {map[string]any{"sub": nil}, tokenInvalid},
		"empty sub":                 {map[string]any{"sub": ""}, tokenInvalid},
		"sub of another type":       {map[string]any{"sub": 7}, tokenInvalid},
		"no exp":                    {map[string]any{"exp": nil}, tokenInvalid},
		"exp is text":               {map[string]any{"exp": "soon"}, tokenInvalid},
		"exp beyond time":           {map[string]any{"exp": 1e300}, tokenInvalid},
		"a second before exp":       {map[string]any{"exp": in(time.Second)}, nil},
		"exactly at exp":            {map[string]any{"exp": in(0)}, tokenExpired},
		"after exp":                 {map[string]any{"exp": in(-time.Second)}, tokenExpired},
		"expired and foreign":       {map[string]any{"exp": in(-time.Second), "iss": "x"}, tokenInvalid},
		"nbf within the leeway":     {map[string]any{"nbf": in(accesstoken.Leeway)}, nil},
		"nbf beyond the leeway":     {map[string]any{"nbf": in(accesstoken.Leeway + time.Second)}, tokenInvalid},
		"iat within the leeway":     {map[string]any{"iat": in(accesstoken.Leeway)}, nil},
		"iat beyond the leeway":     {map[string]any{"iat": in(accesstoken.Leeway + time.Second)}, tokenInvalid},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := b.Verify(t.Context(), sign(t, jose.RS256, keyA(), "a", b.claims(tt.changes)))
			wantErr(t, "Verify", err, tt.want)
		})
	}
}

func TestVerifyRefusesForgeries(t *testing.T) {
	t.Parallel()
	b := setup(t, public(keyA(), "a"))
	good := b.token(t, keyA(), "a")
	parts := strings.Split(good, ".")
	spki, err := x509.MarshalPKIXPublicKey(&keyA().PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	asPEM := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: spki})
	header := func(json string) string { return base64.RawURLEncoding.EncodeToString([]byte(json)) }
	other, err := json.Marshal(b.claims(map[string]any{"sub": "victim"}))
	if err != nil {
		t.Fatal(err)
	}
	embedding, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: keyB()}, &jose.SignerOptions{EmbedJWK: true})
	if err != nil {
		t.Fatal(err)
	}
	embedded, err := embedding.Sign(other)
	if err != nil {
		t.Fatal(err)
	}
	withOwnKey, err := embedded.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]string{
		"empty":                  "",
		"not a token":            "hello",
		"two parts":              parts[0] + "." + parts[1],
		"alg none":               header(`{"alg":"none","kid":"a"}`) + "." + parts[1] + ".",
		"alg None, signed":       header(`{"alg":"None","kid":"a"}`) + "." + parts[1] + "." + parts[2],
		"HS256, public key PEM":  sign(t, jose.HS256, asPEM, "a", b.claims(nil)),
		"HS256, public key SPKI": sign(t, jose.HS256, spki, "a", b.claims(nil)),
		"RS512":                  sign(t, jose.RS512, keyA(), "a", b.claims(nil)),
		"PS256":                  sign(t, jose.PS256, keyA(), "a", b.claims(nil)),
		"other key, same kid":    sign(t, jose.RS256, keyB(), "a", b.claims(nil)),
		"key of its own":         withOwnKey,
		"unknown kid":            sign(t, jose.RS256, keyA(), "z", b.claims(nil)),
		"no kid":                 sign(t, jose.RS256, keyA(), "", b.claims(nil)),
		"changed payload":        parts[0] + "." + base64.RawURLEncoding.EncodeToString(other) + "." + parts[2],
		"cut signature":          good[:len(good)-4],
		"no signature":           parts[0] + "." + parts[1] + ".",
		"critical extension":     header(`{"alg":"RS256","kid":"a","crit":["x"],"x":1}`) + "." + parts[1] + "." + parts[2],
		"over the size limit":    sign(t, jose.RS256, keyA(), "a", b.claims(map[string]any{"x": strings.Repeat("x", 8<<10)})),
	}
	for name, raw := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := b.Verify(t.Context(), raw)
			wantErr(t, "Verify", err, tokenInvalid)
			if err != nil && raw != "" && strings.Contains(fault.From(err).Message, raw) {
				t.Errorf("the message repeats the token: %v", err)
			}
		})
	}
}

func TestCachedTokenExpires(t *testing.T) {
	t.Parallel()
	b := setup(t, public(keyA(), "a"))
	raw := b.token(t, keyA(), "a")
	b.clock.advance(15*time.Minute - time.Second)
	for range 2 {
		_, err := b.Verify(t.Context(), raw)
		wantErr(t, "a second before exp", err, nil)
	}
	b.clock.advance(time.Second)
	for range 2 {
		_, err := b.Verify(t.Context(), raw)
		wantErr(t, "at exp", err, tokenExpired)
	}
}

func TestNewVerifierChecksItsConfig(t *testing.T) {
	t.Parallel()
	good := accesstoken.Config{Issuer: issuerName, JWKSURL: "https://example.com/jwks.json", ClientID: clientID}
	if _, err := accesstoken.NewVerifier(good); err != nil {
		t.Errorf("a good config: %v", err)
	}
	tests := map[string]func(*accesstoken.Config){
		"no issuer":    func(c *accesstoken.Config) { c.Issuer = "" },
		"no client":    func(c *accesstoken.Config) { c.ClientID = "" },
		"no URL":       func(c *accesstoken.Config) { c.JWKSURL = "" },
		"relative URL": func(c *accesstoken.Config) { c.JWKSURL = "/jwks.json" },
		"file URL":     func(c *accesstoken.Config) { c.JWKSURL = "file:///etc/passwd" },
		"broken URL":   func(c *accesstoken.Config) { c.JWKSURL = "http://[::1" },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := good
			change(&cfg)
			if _, err := accesstoken.NewVerifier(cfg); err == nil {
				t.Error("NewVerifier accepts it")
			}
		})
	}
}
