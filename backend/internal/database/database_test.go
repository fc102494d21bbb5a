package database_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/cruddur/cruddur/backend/internal/database"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/settings"
	"github.com/cruddur/cruddur/platform/config"
)

// server begins connections as RDS does for a user who logs in by IAM: over TLS,
// asking for the password as it is. It lets nobody in.
type server struct {
	address     string
	certificate string
	passwords   chan string
}

func newServer(t *testing.T) server {
	t.Helper()
	web := httptest.NewTLSServer(http.NotFoundHandler()) // for its certificate, of 127.0.0.1
	t.Cleanup(web.Close)
	s := server{certificate: filepath.Join(t.TempDir(), "ca.pem"), passwords: make(chan string, 1)}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: web.Certificate().Raw})
	if !x509.NewCertPool().AppendCertsFromPEM(text) {
		t.Fatal("no certificate")
	}
	if err := os.WriteFile(s.certificate, text, 0o600); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	s.address = listener.Addr().String()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			s.begin(conn, &tls.Config{Certificates: web.TLS.Certificates, MinVersion: tls.VersionTLS12})
		}
	}()
	return s
}

func (s server) begin(plain net.Conn, config *tls.Config) {
	defer plain.Close()
	if _, err := pgproto3.NewBackend(plain, plain).ReceiveStartupMessage(); err != nil {
		return
	}
	if _, err := plain.Write([]byte("S")); err != nil {
		return
	}
	conn := tls.Server(plain, config)
	backend := pgproto3.NewBackend(conn, conn)
	if _, err := backend.ReceiveStartupMessage(); err != nil {
		return
	}
	backend.Send(&pgproto3.AuthenticationCleartextPassword{})
	if backend.Flush() != nil || backend.SetAuthType(pgproto3.AuthTypeCleartextPassword) != nil {
		return
	}
	if message, err := backend.Receive(); err == nil {
		if password, ok := message.(*pgproto3.PasswordMessage); ok {
			select {
			case s.passwords <- password.Password:
			default:
			}
		}
	}
	backend.Send(&pgproto3.ErrorResponse{Severity: "FATAL", Code: "28P01", Message: "PAM authentication failed"})
	_ = backend.Flush()
}

func role(t *testing.T) {
	t.Helper()
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example", "AWS_SESSION_TOKEN": "", "AWS_PROFILE": "",
		"AWS_REGION": "eu-central-1", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "PGPASSWORD": "",
	} {
		t.Setenv(name, value)
	}
}

func TestIAMUsersLogInWithATokenForEachConnection(t *testing.T) {
	role(t)
	s := newServer(t)
	cfg := settings.Settings{DatabaseIAM: true, DatabaseURL: config.Secret(fmt.Sprintf(
		"postgres://backend@%s/cruddur?sslmode=verify-full&sslrootcert=%s", s.address, s.certificate))}
	pool, err := database.Open(t.Context(), cfg, postgres.PoolConfig{MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if err := pool.Ping(t.Context()); err == nil || strings.Contains(err.Error(), "X-Amz-Signature") {
		t.Errorf("a server that lets nobody in: %v", err)
	}
	token := <-s.passwords
	signed, err := url.Parse("https://" + token)
	if err != nil {
		t.Fatal(err)
	}
	query := signed.Query()
	if signed.Host != s.address || query.Get("Action") != "connect" || query.Get("DBUser") != "backend" ||
		query.Get("X-Amz-Expires") != "900" || query.Get("X-Amz-Signature") == "" ||
		!strings.Contains(query.Get("X-Amz-Credential"), "/eu-central-1/rds-db/") {
		t.Errorf("the token is %s", token)
	}
}

func TestIAMWantsAURLThatKeepsTokensSafe(t *testing.T) {
	role(t)
	for name, test := range map[string]struct{ url, want string }{
		"a password":           {"postgres://backend:secret@h/d?sslmode=verify-full", "it has a password"},
		"no TLS":               {"postgres://backend@h/d?sslmode=disable", "sslmode=verify-full"},
		"TLS if there is some": {"postgres://backend@h/d", "sslmode=verify-full"},
		"a server unproved":    {"postgres://backend@h/d?sslmode=require", "sslmode=verify-full"},
		"no certificate there": {"postgres://backend@h/d?sslmode=verify-full&sslrootcert=/nowhere", "/nowhere"},
	} {
		cfg := settings.Settings{DatabaseIAM: true, DatabaseURL: config.Secret(test.url)}
		_, err := database.Open(t.Context(), cfg, postgres.PoolConfig{MaxConns: 1})
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "secret@") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOpenAsTakesAnotherUser(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	cfg := settings.Settings{DatabaseIAM: true, DatabaseURL: config.Secret(fmt.Sprintf(
		"postgres://backend@%s/cruddur?sslmode=verify-full&sslrootcert=%s", s.address, s.certificate))}
	pool, err := database.OpenAs(t.Context(), cfg, "breakglass", "o:pen@sesame/", postgres.PoolConfig{MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if err := pool.Ping(t.Context()); err == nil {
		t.Error("a server that lets nobody in let somebody in")
	}
	if password := <-s.passwords; password != "o:pen@sesame/" {
		t.Errorf("the password was %q", password)
	}
	cfg.DatabaseURL = config.Secret("host=h password=secret")
	if _, err := database.OpenAs(t.Context(), cfg, "u", "p", postgres.PoolConfig{MaxConns: 1}); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("a URL that is none: %v", err)
	}
}
