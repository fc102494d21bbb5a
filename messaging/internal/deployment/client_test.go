package deployment_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/live"
)

const (
	issuerName = "https://issuer.example"
	clientID   = "site"
)

// issuer signs access tokens as the user pool does.
type issuer struct {
	*httptest.Server
	key *rsa.PrivateKey
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "k", Algorithm: "RS256", Use: "sig"}}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(set)
	}))
	t.Cleanup(server.Close)
	return &issuer{Server: server, key: key}
}

func (i *issuer) token(t *testing.T, sub uuid.UUID, life time.Duration) string {
	t.Helper()
	options := (&jose.SignerOptions{}).WithHeader("kid", "k")
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: i.key}, options)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := jwt.Signed(signer).Claims(map[string]any{
		"iss": issuerName, "client_id": clientID, "token_use": "access", "sub": sub.String(), "username": "u",
		"iat": time.Now().Unix(), "exp": time.Now().Add(life).Unix(),
	}).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// window is a client's open socket.
type window struct {
	*websocket.Conn
	t *testing.T
}

// dial opens a window; the status is that of a handshake that was refused.
func (s *stage) dial(t *testing.T, protocols ...string) (*window, int) {
	t.Helper()
	connection, response, err := websocket.Dial(t.Context(), s.address, &websocket.DialOptions{Subprotocols: protocols})
	if err != nil && response == nil {
		t.Fatal(err)
	}
	if err != nil {
		_ = response.Body.Close()
		return nil, response.StatusCode
	}
	t.Cleanup(func() { _ = connection.CloseNow() })
	return &window{connection, t}, 0
}

func (s *stage) open(t *testing.T, sub uuid.UUID, life time.Duration) *window {
	t.Helper()
	opened, status := s.dial(t, live.Subprotocol, s.issuer.token(t, sub, life))
	if opened == nil {
		t.Fatalf("refused with %d", status)
	}
	return opened
}

// next is the next frame; nil when the socket was closed instead.
func (w *window) next() *live.Frame {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	_, data, err := w.Read(ctx)
	if closed := (websocket.CloseError{}); errors.As(err, &closed) {
		return nil
	}
	if err != nil {
		w.t.Fatal(err)
	}
	var frame live.Frame
	if err := json.Unmarshal(data, &frame); err != nil {
		w.t.Fatalf("%v: %s", err, data)
	}
	return &frame
}

func (w *window) say(text string) *live.Frame {
	w.t.Helper()
	if err := w.Write(w.t.Context(), websocket.MessageText, []byte(text)); err != nil {
		w.t.Fatal(err)
	}
	return w.next()
}
