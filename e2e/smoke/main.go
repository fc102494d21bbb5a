// Command smoke looks at a site that was just deployed, from outside and as a
// stranger: that each behaviour of the edge leads to what answers there, and that
// nothing is open which should be closed. It changes nothing.
//
//	smoke https://cruddur.example.com
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"time"
)

// patience is how long a site may take until all is well: CloudFront's own
// addresses are known everywhere only after a while.
const patience = 3 * time.Minute

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, patience)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "smoke:", err)
		os.Exit(1)
	}
}

// answer is what came back.
type answer struct {
	status      int
	header      http.Header
	contentType string
	body        string
}

// livePath is where sockets are opened.
const livePath = "/live"

// look is one request, and what has to come of it.
type look struct {
	what, method, path string
	check              func(answer) error
}

func looks() []look {
	return []look{
		{"the site", http.MethodGet, "/", all(status(http.StatusOK), kind("text/html"), header("Content-Security-Policy"))},
		{"a page of the application", http.MethodGet, "/@nobody/cruds/none", all(status(http.StatusOK), kind("text/html"))},
		{"what the site is told", http.MethodGet, "/config.json", all(status(http.StatusOK), fields("environment", "region", "user_pool_id", "user_pool_client_id"))},
		{"a file that isn't there", http.MethodGet, "/assets/none.js", refused},
		{"the backend and its database", http.MethodGet, "/api/feeds/public", all(status(http.StatusOK), fields("items"))},
		{"an address the API doesn't have", http.MethodGet, "/api/nothing", all(status(http.StatusNotFound), problem("route_not_found"))},
		{"the backend, to strangers", http.MethodGet, "/api/me", status(http.StatusUnauthorized)},
		{"the directory, from outside", http.MethodGet, "/directory/ready", noJSON},
		{"messaging, to strangers", http.MethodGet, "/api/message_groups", status(http.StatusUnauthorized)},
		{"uploads, to strangers", http.MethodPost, "/uploads", status(http.StatusUnauthorized)},
		{"live, to strangers", http.MethodGet, livePath, refused},
		{"photos, without a signature", http.MethodGet, "/media/photos/00000000-0000-7000-8000-000000000000/large.jpg", status(http.StatusForbidden)},
		{"manifests", http.MethodGet, "/media/manifests/00000000-0000-7000-8000-000000000000.json", noJSON},
	}
}

// run looks until all is well, and fails with what was not, at last.
func run(ctx context.Context, args []string, out io.Writer, patience time.Duration) error {
	if len(args) != 1 || !strings.HasPrefix(args[0], "http") {
		return errors.New("say at which site: smoke https://cruddur.example.com")
	}
	site := strings.TrimSuffix(args[0], "/")
	deadline := time.Now().Add(patience)
	client := &http.Client{Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true}}
	defer client.CloseIdleConnections()
	for _, look := range looks() {
		for {
			err := look.at(ctx, client, site)
			if err == nil {
				_, _ = fmt.Fprintln(out, "well:", look.what)
				break
			}
			if time.Now().After(deadline) || ctx.Err() != nil {
				return fmt.Errorf("%s (%s %s): %w", look.what, look.method, look.path, err)
			}
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
	}
	return nil
}

func (l look) at(ctx context.Context, client *http.Client, site string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, l.method, site+l.path, strings.NewReader(""))
	if err != nil {
		return err
	}
	if l.path == livePath {
		// As a browser opens a socket, but for the token.
		for name, value := range map[string]string{
			"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
		} {
			request.Header.Set(name, value)
		}
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return err
	}
	return l.check(answer{response.StatusCode, response.Header, response.Header.Get("Content-Type"), string(body)})
}

func all(checks ...func(answer) error) func(answer) error {
	return func(a answer) error {
		for _, check := range checks {
			if err := check(a); err != nil {
				return err
			}
		}
		return nil
	}
}

func status(want int) func(answer) error {
	return func(a answer) error {
		if a.status != want {
			return fmt.Errorf("status %d, want %d", a.status, want)
		}
		return nil
	}
}

func kind(want string) func(answer) error {
	return func(a answer) error {
		if !strings.HasPrefix(a.contentType, want) {
			return fmt.Errorf("its type is %q, want %s", a.contentType, want)
		}
		return nil
	}
}

func header(name string) func(answer) error {
	return func(a answer) error {
		if a.header.Get(name) == "" {
			return fmt.Errorf("it has no %s", name)
		}
		return nil
	}
}

func fields(names ...string) func(answer) error {
	return func(a answer) error {
		var found map[string]any
		if err := json.Unmarshal([]byte(a.body), &found); err != nil {
			return fmt.Errorf("it is no JSON: %w", err)
		}
		for _, name := range names {
			if found[name] == nil || found[name] == "" {
				return fmt.Errorf("it has no %s", name)
			}
		}
		return nil
	}
}

func problem(code string) func(answer) error {
	return func(a answer) error {
		var found struct {
			Code string `json:"code"`
		}
		if err := json.Unmarshal([]byte(a.body), &found); err != nil || found.Code != code {
			return fmt.Errorf("it is no problem document with the code %s (%w)", code, err)
		}
		return nil
	}
}

// refused is any answer that is the caller's fault.
func refused(a answer) error {
	if a.status < http.StatusBadRequest || a.status >= http.StatusInternalServerError {
		return fmt.Errorf("status %d, want a refusal", a.status)
	}
	return nil
}

// noJSON is the application's page, or a refusal: nothing of what is inside.
func noJSON(a answer) error {
	if a.status == http.StatusOK && !strings.HasPrefix(a.contentType, "text/html") || a.status >= http.StatusInternalServerError {
		return fmt.Errorf("status %d, type %q", a.status, a.contentType)
	}
	return nil
}
