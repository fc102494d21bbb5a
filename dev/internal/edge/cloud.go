package edge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/problem"
)

// CloudPath is where an edge with a Cloud lets browsers reach AWS.
const CloudPath = "/aws/"

// cognitoTarget begins the names of all that a user pool can be asked.
const cognitoTarget = "AWSCognitoIdentityProviderService."

// maxForm is far above any answer to POST /uploads.
const maxForm = 64 << 10

// Cloud is what browsers call of AWS themselves: the user pool, and the bucket
// that takes uploads. Where they can't reach the emulator, because only the edge's
// port is open, the edge passes both on below CloudPath, and nothing else of AWS.
type Cloud struct {
	// Emulator is where AWS answers.
	Emulator *url.URL
	// UploadsBucket is the bucket that takes forms.
	UploadsBucket string
}

// newCloud sends the calls of strangers to the emulator. What is signed is not
// for browsers, so signatures are taken off.
func newCloud(cloud *Cloud, log *slog.Logger) http.Handler {
	proxy := reverseProxy(log, func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = cloud.Emulator.Scheme, cloud.Emulator.Host, cloud.Emulator.Host
		r.Out.URL.Path, r.Out.URL.RawPath = "/"+strings.TrimPrefix(r.In.URL.Path, CloudPath), ""
		r.Out.Header.Del("Authorization")
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !cloud.lets(r) {
			problem.Write(w, r, fault.New(fault.NotFound, "route_not_found", "There is nothing at this address."))
			return
		}
		proxy.ServeHTTP(w, r)
	})
}

// lets tells whether a request is one of those that browsers send.
func (c *Cloud) lets(r *http.Request) bool {
	switch {
	case r.URL.RawQuery != "":
		return false
	case r.URL.EscapedPath() == CloudPath+c.UploadsBucket:
		return true
	case r.URL.EscapedPath() != CloudPath:
		return false
	}
	// A preflight names no target yet, and changes nothing.
	return r.Method == http.MethodOptions || strings.HasPrefix(r.Header.Get("X-Amz-Target"), cognitoTarget)
}

// address gives a form for an upload the address at which browsers reach the
// bucket. The signature in it is over its fields, not over where it is sent.
func (c *Cloud) address(origin *url.URL) func(*http.Response) error {
	return func(response *http.Response) error {
		if response.StatusCode != http.StatusCreated {
			return nil
		}
		body, err := io.ReadAll(io.LimitReader(response.Body, maxForm))
		if err := closeAfter(response.Body, err); err != nil {
			return fmt.Errorf("read the form for an upload: %w", err)
		}
		if body, err = c.readdress(body, origin); err != nil {
			return err
		}
		response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		response.Header.Set("Content-Length", strconv.Itoa(len(body)))
		return nil
	}
}

func closeAfter(body io.Closer, err error) error {
	if closing := body.Close(); err == nil {
		return closing
	}
	return err
}

func (c *Cloud) readdress(body []byte, origin *url.URL) ([]byte, error) {
	var form map[string]json.RawMessage
	if err := json.Unmarshal(body, &form); err != nil {
		return nil, fmt.Errorf("read the form for an upload: %w", err)
	}
	var address string
	if err := json.Unmarshal(form["url"], &address); err != nil {
		return nil, fmt.Errorf("read the address of a form for an upload: %w", err)
	}
	below, isOurs := strings.CutPrefix(address, c.Emulator.String()+"/")
	if !isOurs {
		return body, nil
	}
	var err error
	if form["url"], err = json.Marshal(origin.String() + CloudPath + below); err != nil {
		return nil, err
	}
	return json.Marshal(form)
}
