// Package edge is the local stand-in for CloudFront: one origin for the
// browser, a table of behaviours, the built site, and the headers and
// compression that CloudFront adds.
package edge

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// Settings are what the edge depends on.
type Settings struct {
	// Origin is the address that browsers use, like http://localhost:8080.
	Origin string
	// Backend is where /api/* goes.
	Backend *url.URL
	// Messaging is where /api/message_groups* goes.
	Messaging *url.URL
	// SiteDir is the folder of the built site.
	SiteDir string
	// ConnectSources are other origins the page may call, for the CSP.
	ConnectSources []string
	// Cloud passes calls of browsers on to AWS; nil where they reach it themselves.
	Cloud *Cloud
	// Log receives one line a request.
	Log *slog.Logger
}

// Edge serves the one origin of the product.
type Edge struct {
	routes  []route
	config  atomic.Pointer[SiteConfig]
	uploads atomic.Pointer[url.URL]
	live    atomic.Pointer[url.URL]
	media   atomic.Pointer[Media]
	origin  *url.URL
	log     *slog.Logger
}

// route is a behaviour with its origin and headers at hand.
type route struct {
	behaviour
	handler http.Handler
	headers headerValues
}

// New prepares an edge. Until Publish is called, /config.json answers 503.
func New(settings Settings) (*Edge, error) {
	if settings.Backend == nil || settings.Messaging == nil || settings.Log == nil {
		return nil, errors.New("the edge needs a backend, messaging and a log")
	}
	origin, err := parseOrigin(settings.Origin)
	if err != nil {
		return nil, err
	}
	edge := &Edge{origin: origin, log: settings.Log}
	origins := map[string]http.Handler{
		originSite:      newSite(settings.SiteDir),
		originConfig:    http.HandlerFunc(edge.serveConfig),
		originBackend:   newProxy(settings.Backend, settings.Log),
		originMessaging: newProxy(settings.Messaging, settings.Log),
		originUploads:   edge.newUploads(settings),
		originLive:      edge.newLive(settings.Log),
		originPhotos:    http.HandlerFunc(edge.servePhoto),
		originPublic:    http.HandlerFunc(edge.servePublic),
	}
	headers := policies(settings)
	if settings.Cloud != nil {
		// No behaviour of CloudFront's, so it is in no table.
		row := behaviour{path: CloudPath + "*", methods: []string{http.MethodPost, http.MethodOptions}}
		edge.routes = append(edge.routes, route{behaviour: row, handler: newCloud(settings.Cloud, settings.Log), headers: headers[headersForAPI]})
	}
	for _, row := range behaviours() {
		handler, known := origins[row.origin]
		if !known {
			return nil, fmt.Errorf("behaviour %s names an unknown origin %q", row.path, row.origin)
		}
		edge.routes = append(edge.routes, route{behaviour: row, handler: handler, headers: headers[row.headers]})
	}
	return edge, nil
}

// ServeHTTP answers by the first behaviour that matches.
func (e *Edge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begun := time.Now()
	if variesByReader(r.URL.Path) {
		w.Header().Add("Vary", "User-Agent")
	}
	r = forCrawlers(r)
	for i := range e.routes {
		row := &e.routes[i]
		if !match(row.path, r.URL.Path) {
			continue
		}
		answer := &answer{ResponseWriter: w, row: row}
		row.serve(answer, r)
		if answer.status == 0 {
			// A socket was handed on, and has ended by now.
			answer.status = http.StatusSwitchingProtocols
		}
		e.logRequest(r, row, answer.status, time.Since(begun))
		return
	}
	// Not reached: the last row matches everything.
	http.NotFound(w, r)
}

func (row *route) serve(w http.ResponseWriter, r *http.Request) {
	if !slices.Contains(row.methods, r.Method) {
		w.Header().Set("Allow", strings.Join(row.methods, ", "))
		http.Error(w, "Method not allowed", http.StatusMethodNotAllowed)
		return
	}
	row.handler.ServeHTTP(w, r)
}

func (e *Edge) logRequest(r *http.Request, row *route, status int, took time.Duration) {
	e.log.LogAttrs(context.WithoutCancel(r.Context()), slog.LevelInfo, "request",
		slog.String("method", r.Method),
		slog.String("path", r.URL.Path),
		slog.Int("status", status),
		slog.String("behaviour", row.path),
		slog.Duration("took", took),
	)
}

// answer adds the headers of the behaviour to whatever the origin says, just
// before it goes out: the edge's values win.
type answer struct {
	http.ResponseWriter
	row    *route
	status int
}

// WriteHeader sends the origin's headers and the behaviour's.
func (a *answer) WriteHeader(status int) {
	// 1xx answers come before the real one.
	if a.status == 0 && status >= http.StatusOK {
		a.status = status
		a.row.headers.set(a.Header())
		cacheable := status < http.StatusMultipleChoices || status == http.StatusNotModified
		if a.row.cacheControl != "" && cacheable {
			a.Header().Set("Cache-Control", a.row.cacheControl)
		}
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write sends the body, after a 200 when the origin gave no status.
func (a *answer) Write(body []byte) (int, error) {
	if a.status == 0 {
		a.WriteHeader(http.StatusOK)
	}
	return a.ResponseWriter.Write(body)
}

// Unwrap lets the standard library reach the connection, for flushes.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
