package accesstoken_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/cruddur/cruddur/platform/fault"
)

func TestRotation(t *testing.T) {
	t.Parallel()
	b := setup(t, public(keyA(), "a"))
	ofA := b.token(t, keyA(), "a")
	_, err := b.Verify(t.Context(), ofA)
	wantErr(t, "the first key", err, nil)

	b.clock.advance(time.Minute)
	b.issuer.publish(public(keyA(), "a"), public(keyB(), "b"))
	_, err = b.Verify(t.Context(), b.token(t, keyB(), "b"))
	wantErr(t, "a new key, found at once", err, nil)
	_, err = b.Verify(t.Context(), ofA)
	wantErr(t, "the old key, which is still there", err, nil)
	if got := b.issuer.fetches.Load(); got != 2 {
		t.Errorf("%d fetches, want 2", got)
	}
}

func TestRemovedKeyStopsCounting(t *testing.T) {
	t.Parallel()
	b := setup(t, public(keyA(), "a"), public(keyB(), "b"))
	ofA := sign(t, jose.RS256, keyA(), "a", b.claims(map[string]any{"exp": b.clock.now().Add(24 * time.Hour).Unix()}))
	fresh := sign(t, jose.RS256, keyA(), "a", b.claims(map[string]any{
		"exp": b.clock.now().Add(24 * time.Hour).Unix(), "jti": "not seen before",
	}))
	_, err := b.Verify(t.Context(), ofA)
	wantErr(t, "while the key is there", err, nil)

	b.issuer.publish(public(keyB(), "b"))
	b.clock.advance(time.Hour)
	_, err = b.Verify(t.Context(), ofA)
	wantErr(t, "a cached token of a removed key", err, tokenInvalid)
	_, err = b.Verify(t.Context(), fresh)
	wantErr(t, "a new token of a removed key", err, tokenInvalid)
}

func TestReplacedKeyStopsCounting(t *testing.T) {
	t.Parallel()
	b := setup(t, public(keyA(), "a"))
	raw := sign(t, jose.RS256, keyA(), "a", b.claims(map[string]any{"exp": b.clock.now().Add(24 * time.Hour).Unix()}))
	_, err := b.Verify(t.Context(), raw)
	wantErr(t, "before", err, nil)

	b.issuer.publish(public(keyB(), "a")) // the same kid for another key
	b.clock.advance(time.Hour)
	for _, when := range []string{"from the cache", "anew"} {
		_, err = b.Verify(t.Context(), raw)
		wantErr(t, when, err, tokenInvalid)
	}
}

func TestUnchangedKeyKeepsCachedTokens(t *testing.T) {
	t.Parallel()
	b := setup(t, public(keyA(), "a"))
	raw := sign(t, jose.RS256, keyA(), "a", b.claims(map[string]any{"exp": b.clock.now().Add(24 * time.Hour).Unix()}))
	for range 3 {
		_, err := b.Verify(t.Context(), raw)
		wantErr(t, "Verify", err, nil)
		b.clock.advance(time.Hour)
	}
	if got := b.issuer.fetches.Load(); got != 3 {
		t.Errorf("%d fetches, want one an hour: 3", got)
	}
}

func TestFloodOfUnknownKidsCostsOneFetch(t *testing.T) {
	t.Parallel()
	b := setup(t, public(keyA(), "a"))
	good := b.token(t, keyA(), "a")
	_, err := b.Verify(t.Context(), good)
	wantErr(t, "a good token", err, nil)
	b.clock.advance(time.Minute)
	forged := make([]string, 20)
	for i := range forged {
		forged[i] = sign(t, jose.RS256, keyB(), fmt.Sprintf("made-up-%d", i), b.claims(nil))
	}

	before := b.issuer.fetches.Load()
	var wg sync.WaitGroup
	for range 5 {
		for _, raw := range forged {
			wg.Go(func() {
				_, err := b.Verify(t.Context(), raw)
				wantErr(t, "a forged token", err, tokenInvalid)
				_, err = b.Verify(t.Context(), good)
				wantErr(t, "a good token in the flood", err, nil)
			})
		}
	}
	wg.Wait()
	if got := b.issuer.fetches.Load() - before; got != 1 {
		t.Errorf("the flood made %d fetches, want 1", got)
	}

	b.clock.advance(30 * time.Second)
	_, err = b.Verify(t.Context(), forged[0])
	wantErr(t, "after the penalty", err, tokenInvalid)
	if got := b.issuer.fetches.Load() - before; got != 2 {
		t.Errorf("%d fetches after the penalty, want 2", got)
	}
}

func TestColdStartSharesOneFetch(t *testing.T) {
	t.Parallel()
	b := setup(t, public(keyA(), "a"))
	raw := b.token(t, keyA(), "a")
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			_, err := b.Verify(t.Context(), raw)
			wantErr(t, "Verify", err, nil)
		})
	}
	wg.Wait()
	if got := b.issuer.fetches.Load(); got != 1 {
		t.Errorf("%d fetches, want 1", got)
	}
}

func TestKeysDownThenUp(t *testing.T) {
	t.Parallel()
	b := setup(t, public(keyA(), "a"))
	raw := b.token(t, keyA(), "a")
	b.issuer.fail()
	for range 3 {
		_, err := b.Verify(t.Context(), raw)
		wantErr(t, "Verify while down", err, keysUnavailable)
		if err != nil && fault.From(err).RetryAfter <= 0 {
			t.Error("no RetryAfter")
		}
		wantErr(t, "Ready while down", b.Ready(t.Context()), keysUnavailable)
	}
	if got := b.issuer.fetches.Load(); got != 1 {
		t.Errorf("%d fetches within the penalty, want 1", got)
	}

	b.issuer.publish(public(keyA(), "a"))
	b.clock.advance(5 * time.Second)
	wantErr(t, "Ready when up again", b.Ready(t.Context()), nil)
	_, err := b.Verify(t.Context(), raw)
	wantErr(t, "Verify when up again", err, nil)
}

func TestOldKeysSurviveAFailedRefresh(t *testing.T) {
	t.Parallel()
	b := setup(t, public(keyA(), "a"))
	wantErr(t, "Ready", b.Ready(t.Context()), nil)
	b.issuer.fail()
	b.clock.advance(3 * time.Hour)
	for range 3 {
		_, err := b.Verify(t.Context(), b.token(t, keyA(), "a"))
		wantErr(t, "a known key", err, nil)
		b.clock.advance(time.Second)
	}
	_, err := b.Verify(t.Context(), b.token(t, keyB(), "b"))
	wantErr(t, "an unknown key while the set can't be had", err, keysUnavailable)
	wantErr(t, "Ready with old keys", b.Ready(t.Context()), nil)
	if got := b.issuer.fetches.Load(); got != 2 {
		t.Errorf("%d fetches, want 2: the first, and one that failed", got)
	}
}

func TestSlowRefreshDoesNotBlockKnownKeys(t *testing.T) {
	t.Parallel()
	b := setup(t, public(keyA(), "a"))
	wantErr(t, "Ready", b.Ready(t.Context()), nil)
	release := make(chan struct{})
	defer close(release)
	b.issuer.answer(func(http.ResponseWriter, *http.Request) { <-release })
	b.clock.advance(time.Hour)
	start := time.Now()
	_, err := b.Verify(t.Context(), b.token(t, keyA(), "a"))
	wantErr(t, "a known key while the refresh hangs", err, nil)
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("it waited %s", took)
	}
}

func TestCallerThatGivesUpDoesNotSpoilTheFetch(t *testing.T) {
	t.Parallel()
	b := setup(t, public(keyA(), "a"))
	raw := b.token(t, keyA(), "a")
	arrived, release := make(chan struct{}), make(chan struct{})
	b.issuer.answer(func(w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-release
		b.issuer.publish(public(keyA(), "a"))
		b.issuer.handler.ServeHTTP(w, nil)
	})
	ctx, cancel := context.WithCancel(t.Context())
	impatient := make(chan error, 1)
	go func() {
		_, err := b.Verify(ctx, raw)
		impatient <- err
	}()
	<-arrived
	cancel()
	if err := <-impatient; !errors.Is(err, keysUnavailable) || !errors.Is(err, context.Canceled) {
		t.Errorf("the caller that gave up got %v", err)
	}
	close(release)
	_, err := b.Verify(t.Context(), raw)
	wantErr(t, "the next caller", err, nil)
	if got := b.issuer.fetches.Load(); got != 1 {
		t.Errorf("%d fetches, want 1", got)
	}
}

func TestBadKeySets(t *testing.T) {
	t.Parallel()
	good, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{public(keyA(), "a")}})
	if err != nil {
		t.Fatal(err)
	}
	write := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }
	}
	tests := map[string]http.HandlerFunc{
		"not JSON":     write("<html>"),
		"no keys":      write(`{"keys":[]}`),
		"unknown kind": write(`{"keys":[{"kty":"XYZ","kid":"a"}]}`),
		"too large":    write(string(good) + strings.Repeat(" ", 64<<10)),
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/elsewhere" {
				_, _ = w.Write(good)
				return
			}
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
		},
		"broken off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte(`{"keys":`))
		},
	}
	for name, handler := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.issuer.answer(handler)
			wantErr(t, "Ready", b.Ready(t.Context()), keysUnavailable)
		})
	}
}

func TestUnusableKeysAreIgnored(t *testing.T) {
	t.Parallel()
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b := setup(t,
		public(keyA(), "a"),
		public(shortKey(), "short"),
		jose.JSONWebKey{Key: &curve.PublicKey, KeyID: "curve", Algorithm: "ES256", Use: "sig"},
		jose.JSONWebKey{Key: &keyB().PublicKey, KeyID: "enc", Algorithm: "RS256", Use: "enc"},
		jose.JSONWebKey{Key: &keyB().PublicKey, KeyID: "rs512", Algorithm: "RS512", Use: "sig"},
		jose.JSONWebKey{Key: keyB(), KeyID: "private", Algorithm: "RS256", Use: "sig"},
	)
	tests := map[string]struct {
		raw  string
		want error
	}{
		"good":               {b.token(t, keyA(), "a"), nil},
		"RSA of 1024 bits":   {b.token(t, shortKey(), "short"), tokenInvalid},
		"elliptic curve":     {sign(t, jose.ES256, curve, "curve", b.claims(nil)), tokenInvalid},
		"encryption key":     {b.token(t, keyB(), "enc"), tokenInvalid},
		"other algorithm":    {b.token(t, keyB(), "rs512"), tokenInvalid},
		"published in whole": {b.token(t, keyB(), "private"), tokenInvalid},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := b.Verify(t.Context(), tt.raw)
			wantErr(t, "Verify", err, tt.want)
		})
	}
}

func TestConcurrentVerifyAndRotation(t *testing.T) {
	t.Parallel()
	b := setup(t, public(keyA(), "a"), public(keyB(), "b"))
	long := map[string]any{"exp": b.clock.now().Add(1000 * time.Hour).Unix()}
	tokens := []string{
		sign(t, jose.RS256, keyA(), "a", b.claims(long)),
		sign(t, jose.RS256, keyB(), "b", b.claims(long)),
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 100 {
				_, err := b.Verify(t.Context(), tokens[i%2])
				wantErr(t, "Verify", err, nil)
			}
		})
	}
	wg.Go(func() {
		for range 50 {
			b.clock.advance(time.Hour)
			wantErr(t, "Ready", b.Ready(t.Context()), nil)
		}
	})
	wg.Wait()
}
