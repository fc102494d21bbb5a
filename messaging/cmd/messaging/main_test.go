package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/awstest"
	"github.com/cruddur/cruddur/messaging/internal/settings"
	"github.com/cruddur/cruddur/messaging/schema"
	"github.com/cruddur/cruddur/platform/httpserver/rollouttest"
)

func TestMain(m *testing.M) {
	if rollouttest.IsProgram() {
		main()
		return
	}
	os.Exit(awstest.Run(m))
}

const patience = 60 * time.Second

var encode = base64.RawURLEncoding.EncodeToString

// pool signs tokens as a user pool does.
type pool struct {
	key *rsa.PrivateKey
	url string
}

func newPool(t *testing.T) pool {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	keys := fmt.Sprintf(`{"keys":[{"kty":"RSA","alg":"RS256","use":"sig","kid":"k","n":%q,"e":%q}]}`,
		encode(key.N.Bytes()), encode(big.NewInt(int64(key.E)).Bytes()))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, keys) }))
	t.Cleanup(server.Close)
	return pool{key, server.URL}
}

func (p pool) token(t *testing.T, sub uuid.UUID) string {
	t.Helper()
	now := time.Now()
	claims, err := json.Marshal(map[string]any{
		"iss": "https://issuer.test", "sub": sub, "client_id": "client", "token_use": "access", "iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
	})
	if err != nil {
		t.Fatal(err)
	}
	signed := encode([]byte(`{"alg":"RS256","kid":"k"}`)) + "." + encode(claims)
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, p.key, crypto.SHA256, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	return signed + "." + encode(signature)
}

// newDirectory knows two people, who may write to each other.
func newDirectory(t *testing.T, nova, ziggy uuid.UUID) string {
	t.Helper()
	person := func(sub uuid.UUID, handle string) string {
		return fmt.Sprintf(`{"sub":%q,"handle":%q,"display_name":"Name","suspended":false}`, sub, handle)
	}
	mux := http.NewServeMux()
	answer := func(pattern, body string) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) })
	}
	answer("GET /directory/people/by-handle/ziggy", person(ziggy, "ziggy"))
	answer("POST /directory/people/by-sub", `{"items":[`+person(nova, "nova")+`,`+person(ziggy, "ziggy")+`]}`)
	answer("POST /directory/may-write", `{"refused":[]}`)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// environment writes settings to the emulator and returns the program's
// environment.
func environment(t *testing.T, changes map[string]string) func(string) string {
	t.Helper()
	path := "/cruddur/test/" + uuid.NewString()
	values := map[string]string{
		"listen_address": "127.0.0.1:0", "directory_url": "http://127.0.0.1:1", "site_url": "https://cruddur.test",
		"conversations_table": "none", "live_table": "none", "live_endpoint": "http://127.0.0.1:1/live",
		"token_issuer": "https://issuer.test", "token_jwks_url": "http://127.0.0.1:1/keys", "token_client_id": "client",
	}
	maps.Copy(values, changes)
	awstest.Environment(t, path, values)
	return func(name string) string {
		if name == settings.PathVariable {
			return path
		}
		return ""
	}
}

// start runs the service and returns its address, and what stops it.
func start(t *testing.T, getenv func(string) string) (address string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	logs := &logBuffer{}
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, nil, getenv, logs) }()
	return logs.waitForAddress(t), func() error {
		cancel()
		select {
		case err := <-ended:
			return err
		case <-time.After(patience):
			return fmt.Errorf("the service does not stop\n%s", logs)
		}
	}
}

func TestServeAnswersAndStops(t *testing.T) {
	client := awstest.DynamoDB(t)
	pool, nova, ziggy := newPool(t), uuid.New(), uuid.New()
	address, stop := start(t, environment(t, map[string]string{
		"conversations_table": awstest.NewTable(t, client, schema.Conversations()),
		"live_table":          awstest.NewTable(t, client, schema.Live()),
		"directory_url":       newDirectory(t, nova, ziggy),
		"token_jwks_url":      pool.url,
	}))
	base := "http://" + address + "/api/message_groups"
	for path, want := range map[string]int{"/health-check": 200, "/ready": 200, "": 401} {
		if got, body := call(t, "", "GET", base+path, ""); got != want {
			t.Errorf("GET %s answers %d, want %d: %s", path, got, want, body)
		}
	}
	token := pool.token(t, nova)
	status, body := call(t, token, "POST", base, `{"handles":["ziggy"]}`)
	var started struct{ ID string }
	if err := json.Unmarshal([]byte(body), &started); err != nil || status != 201 {
		t.Fatalf("start: %d %s", status, body)
	}
	if status, body := call(t, token, "POST", base+"/"+started.ID+"/messages", `{"message":"hello"}`); status != 201 {
		t.Errorf("send: %d %s", status, body)
	}
	if status, body := call(t, pool.token(t, ziggy), "GET", base+"/"+started.ID+"/messages", ""); status != 200 || !strings.Contains(body, "hello") {
		t.Errorf("read: %d %s", status, body)
	}
	if status, body := call(t, token, "POST", base+"/"+started.ID+"/typing", ""); status != 204 { // to nobody's window
		t.Errorf("typing: %d %s", status, body)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if _, err := net.Dial("tcp", address); err == nil {
		t.Error("somebody still listens")
	}
}

// The order of starting does not matter: without a table, keys and directory the
// service is alive, not ready, and says that it can't be asked.
func TestServeWithoutAnybodyElse(t *testing.T) {
	address, stop := start(t, environment(t, nil))
	base := "http://" + address + "/api/message_groups"
	for path, want := range map[string]int{"/health-check": 200, "/ready": 503} {
		if got, body := call(t, "", "GET", base+path, ""); got != want {
			t.Errorf("GET %s answers %d, want %d: %s", path, got, want, body)
		}
	}
	if got, body := call(t, newPool(t).token(t, uuid.New()), "GET", base, ""); got != 503 {
		t.Errorf("without keys the answer is %d %s", got, body)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestHealth(t *testing.T) {
	alive := true
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/message_groups/health-check" || !alive {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(server.Close)
	getenv := environment(t, map[string]string{"listen_address": strings.TrimPrefix(server.URL, "http://")})
	if err := run(t.Context(), []string{"health"}, getenv, io.Discard); err != nil {
		t.Errorf("alive: %v", err)
	}
	alive = false
	if err := run(t.Context(), []string{"health"}, getenv, io.Discard); err == nil {
		t.Error("not alive, and no error")
	}
}

func TestSettingsAreNamed(t *testing.T) {
	getenv := environment(t, map[string]string{"directory_url": "nowhere", "write_interval": "often"})
	err := run(t.Context(), nil, getenv, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "directory_url") || !strings.Contains(err.Error(), "write_interval") {
		t.Errorf("got %v", err)
	}
	if err := run(t.Context(), nil, func(string) string { return "" }, io.Discard); err == nil || !strings.Contains(err.Error(), settings.PathVariable) {
		t.Errorf("without a path: %v", err)
	}
	getenv = environment(t, map[string]string{"media_signing_keys": "{"})
	if err := run(t.Context(), nil, getenv, io.Discard); err == nil || !strings.Contains(err.Error(), "media_signing_keys") {
		t.Errorf("with broken keys: %v", err)
	}
}

func TestUnknownCommand(t *testing.T) {
	t.Parallel()
	if err := run(t.Context(), []string{"dance"}, nil, io.Discard); err == nil || !strings.Contains(err.Error(), "dance") {
		t.Errorf("got %v", err)
	}
}

func call(t *testing.T, token, method, url, body string) (status int, answer string) {
	t.Helper()
	status, answer, err := try(token, method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	return status, answer
}

func try(token, method, url, body string) (status int, answer string, err error) {
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	request.Header.Set("Idempotency-Key", uuid.NewString())
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	got, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer got.Body.Close()
	data, err := io.ReadAll(got.Body)
	return got.StatusCode, string(data), err
}

// logBuffer collects the log lines of a service that runs.
type logBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

// Write implements io.Writer.
func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

// String is what was logged so far.
func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

// waitForAddress finds where the service says it serves.
func (b *logBuffer) waitForAddress(t *testing.T) string {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		for line := range strings.Lines(b.String()) {
			var entry struct{ Msg, Address string }
			if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "serving" {
				return entry.Address
			}
		}
	}
	t.Fatal("the service never served: ", b)
	return ""
}
