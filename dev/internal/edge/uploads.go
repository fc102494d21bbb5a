package edge

import (
	"errors"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/problem"
)

// SetUploads says where the stage of the uploads API answers from now on. It
// is another address when the emulator has lost the API.
func (e *Edge) SetUploads(stage *url.URL) { e.uploads.Store(stage) }

// newUploads sends requests to API Gateway. It doesn't get the viewer's Host,
// which it would look for among its own names.
func (e *Edge) newUploads(settings Settings) http.Handler {
	proxy := reverseProxy(settings.Log, func(r *httputil.ProxyRequest) {
		stage := e.uploads.Load()
		r.SetURL(stage)
		r.SetXForwarded()
		r.Out.Host = stage.Host
	})
	if settings.Cloud != nil {
		proxy.ModifyResponse = settings.Cloud.address(e.origin) //nolint:bodyclose // it closes what it replaces
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case e.uploads.Load() == nil:
			starting(w, r)
		case escapes(r.URL.EscapedPath()):
			// Here the API is a folder of the emulator's, and its neighbours are
			// nobody's business.
			problem.Write(w, r, fault.New(fault.NotFound, "route_not_found", "There is nothing at this address."))
		default:
			proxy.ServeHTTP(w, r)
		}
	})
}

// starting answers for an origin that nobody has named yet.
func starting(w http.ResponseWriter, r *http.Request) {
	originFailed(w, r, errors.New("the stack is still starting"))
}

// escapes tells whether a path, as it was sent, holds anything that one program
// might read differently from another: dots for a parent, empty segments,
// encoded slashes and dots, backslashes.
func escapes(path string) bool {
	lower := strings.ToLower(path)
	for _, trick := range []string{"//", "/./", "/../", "%2e", "%2f", "%5c", "%25", "%00", "\\"} {
		if strings.Contains(lower, trick) {
			return true
		}
	}
	return strings.HasSuffix(lower, "/.") || strings.HasSuffix(lower, "/..")
}
