package httpserver

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/cruddur/cruddur/platform/logging"
)

// maxNamed is how many requests an error names before it only counts them.
const maxNamed = 10

// inFlight knows which requests are being answered.
type inFlight struct {
	next http.Handler

	mu       sync.Mutex
	requests map[*http.Request]struct{}
}

// ServeHTTP implements http.Handler.
func (f *inFlight) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	if f.requests == nil {
		f.requests = make(map[*http.Request]struct{})
	}
	f.requests[r] = struct{}{}
	f.mu.Unlock()

	defer func() {
		f.mu.Lock()
		delete(f.requests, r)
		f.mu.Unlock()
	}()
	f.next.ServeHTTP(w, r)
}

// String lists the requests in flight by method and the beginning of the path:
// what follows names people.
func (f *inFlight) String() string {
	f.mu.Lock()
	names := make([]string, 0, len(f.requests))
	for r := range f.requests {
		names = append(names, logging.Method(r.Method)+" "+place(r.URL.Path))
	}
	f.mu.Unlock()

	if len(names) == 0 {
		return "connections without a request"
	}
	slices.Sort(names)
	list := strings.Join(names[:min(len(names), maxNamed)], ", ")
	if more := len(names) - maxNamed; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list
}

// resource is how paths of the product begin.
var resource = regexp.MustCompile(`^(/[a-z_-]{1,32}){1,2}(/|$)`)

func place(path string) string {
	found := resource.FindString(path)
	if found == path {
		return path
	}
	return found + "…"
}
