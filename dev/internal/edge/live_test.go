package edge

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// echo is a gateway that switches protocols, says what it was asked for, and
// sends back what comes. Like the emulator it chooses no protocol of its own,
// unless told one.
func echo(t *testing.T, chooses string) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "websocket" {
			w.WriteHeader(http.StatusUpgradeRequired)
			return
		}
		conn, pending, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		head := "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Asked: " + r.Host + r.RequestURI + "\r\n"
		if chooses != "" {
			head += protocolHeader + ": " + chooses + "\r\n"
		}
		_, _ = io.WriteString(conn, head+"\r\n")
		_, _ = io.Copy(conn, pending)
	}))
	t.Cleanup(server.Close)
	return server
}

func TestLiveIsASocketThroughTheEdge(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ offers, chooses, want string }{
		"the gateway chooses none": {"cruddur.v1, token", "", "cruddur.v1"},
		"the gateway chooses":      {"cruddur.v2, cruddur.v1", "cruddur.v2", "cruddur.v2"},
		"ours is not offered":      {"other, token", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			gateway := echo(t, tt.chooses)
			f := newFixture(t, nil)
			f.SetLive(parse(t, gateway.URL+"/_aws/execute-api/abcd1234/live"))
			edge := httptest.NewServer(f)
			defer edge.Close()

			conn, err := net.Dial("tcp", strings.TrimPrefix(edge.URL, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			_, err = io.WriteString(conn, "GET /live HTTP/1.1\r\nHost: localhost:8080\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
				protocolHeader+": "+tt.offers+"\r\n\r\n")
			if err != nil {
				t.Fatal(err)
			}
			reader := bufio.NewReader(conn)
			response, err := http.ReadResponse(reader, nil) //nolint:bodyclose // it ends with the connection
			if err != nil {
				t.Fatal(err)
			}
			stage := strings.TrimPrefix(gateway.URL, "http://") + "/_aws/execute-api/abcd1234/live"
			if response.StatusCode != http.StatusSwitchingProtocols || response.Header.Get("X-Asked") != stage ||
				response.Header.Get(protocolHeader) != tt.want {
				t.Fatalf("status %d, headers %v", response.StatusCode, response.Header)
			}
			if _, err := io.WriteString(conn, "hello\n"); err != nil {
				t.Fatal(err)
			}
			if line, err := reader.ReadString('\n'); err != nil || line != "hello\n" {
				t.Errorf("came back: %q, %v", line, err)
			}
		})
	}
}

// What is no socket is the gateway's to refuse; nothing else of the emulator can
// be reached, and before there is a gateway the answer says to try again.
func TestLiveIsOneAddress(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	if got := f.ask("GET", "/live"); got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") == "" {
		t.Errorf("before the gateway is there: %d %v", got.Code, got.Header())
	}
	f.SetLive(parse(t, echo(t, "").URL+"/_aws/execute-api/abcd1234/live"))
	for path, want := range map[string]int{"/live": http.StatusUpgradeRequired, "/live/../x": http.StatusOK, "/live/x": http.StatusOK} {
		if got := f.ask("GET", path); got.Code != want {
			t.Errorf("%s answers %d, want %d", path, got.Code, want)
		}
	}
	if got := f.ask("POST", "/live"); got.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST answers %d", got.Code)
	}
}

// Conversations are another service's than the rest of the API.
func TestMessagesGoToMessaging(t *testing.T) {
	t.Parallel()
	messaging := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "messaging "+r.RequestURI)
	}))
	defer messaging.Close()
	backend := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "backend "+r.RequestURI) })
	f := newFixture(t, backend, func(s *Settings) { s.Messaging = parse(t, messaging.URL) })
	for path, want := range map[string]string{
		"/api/message_groups":              "messaging",
		"/api/message_groups?cursor=x":     "messaging",
		"/api/message_groups/abc/messages": "messaging",
		"/api/activities":                  "backend",
		"/api/users?prefix=message_groups": "backend",
	} {
		if got := f.ask("GET", path).Body.String(); got != want+" "+path {
			t.Errorf("%s: %s", path, got)
		}
	}
}
