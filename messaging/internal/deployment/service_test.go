package deployment_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/awstest"
)

// service is the messaging service as it is deployed: a process of its own.
type service struct {
	url  string
	logs *journal
	stop func()
}

// journal is a log that a process writes while a test reads it.
type journal struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

// Write implements io.Writer.
func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buffer.Write(p)
}

// String is what was logged so far.
func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buffer.String()
}

// address is where the process says that it serves.
func (j *journal) address() string {
	for line := range strings.Lines(j.String()) {
		var said struct{ Msg, Address string }
		if json.Unmarshal([]byte(line), &said) == nil && said.Msg == "serving" {
			return said.Address
		}
	}
	return ""
}

// serve runs the service beside the Lambdas of the stage.
func (s *stage) serve(t *testing.T, settings ...map[string]string) *service {
	t.Helper()
	path := s.configure(t, "messaging", append(settings, map[string]string{
		"listen_address": "127.0.0.1:0", "site_url": "https://cruddur.example",
		"conversations_table": s.raw.name, "live_table": s.live, "live_endpoint": s.endpoint,
		"token_issuer": issuerName, "token_jwks_url": s.issuer.URL, "token_client_id": clientID,
	})...)
	started := &service{logs: &journal{}}
	command := exec.CommandContext(t.Context(), compile(t, "../../cmd/messaging"))
	command.Stdout, command.Stderr = started.logs, started.logs
	command.Env = append(os.Environ(), "CRUDDUR_PARAMETERS_PATH="+path, "AWS_ENDPOINT_URL="+awstest.URL(t),
		"AWS_REGION="+region, "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	started.stop = sync.OnceFunc(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		if err := command.Wait(); err != nil {
			t.Errorf("the service ends with %v\n%s", err, started.logs)
		}
	})
	t.Cleanup(started.stop)
	eventually(t, "the service serves", func(context.Context) bool { return started.logs.address() != "" })
	started.url = "http://" + started.logs.address() + "/api/message_groups"
	return started
}

// call asks the service something, within a trace.
func (s *service) call(t *testing.T, token, parent, method, path, body string) (answer map[string]any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", uuid.NewString())
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Traceparent", parent)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= 300 {
		t.Fatalf("%s %s: %d, %v: %s", method, path, response.StatusCode, err, data)
	}
	if len(data) > 0 {
		if err := json.Unmarshal(data, &answer); err != nil {
			t.Fatal(err)
		}
	}
	return answer
}

// newDirectory knows two people, who may write to each other.
func newDirectory(t *testing.T, p *pair) (url string) {
	t.Helper()
	mux := http.NewServeMux()
	person := func(sub uuid.UUID, handle string) string {
		return fmt.Sprintf(`{"sub":%q,"handle":%q,"display_name":"Name","suspended":false}`, sub, handle)
	}
	for pattern, body := range map[string]string{
		"POST /directory/people/by-sub": `{"items":[` + person(p.nova.Sub, "nova") + `,` + person(p.ziggy.Sub, "ziggy") + `]}`,
		"POST /directory/may-write":     `{"refused":[]}`,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) })
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}
