package edge

import (
	"net/http"
	"strings"

	"github.com/cruddur/cruddur/dev/internal/edge/wildcard"
)

// Names of the origins that behaviours send requests to.
const (
	originSite      = "site"
	originConfig    = "config"
	originBackend   = "backend"
	originMessaging = "messaging"
	originUploads   = "uploads"
	originLive      = "live"
	// Both are the media bucket; the first asks for a signature of a trusted key.
	originPhotos = "photos"
	originPublic = "public"
)

// behaviour is one row of the table, as CloudFront has it: which requests,
// where to, and what the edge adds to the answers.
type behaviour struct {
	// path is a pattern of CloudFront's: "*" stands for any characters, "?"
	// for one.
	path string
	// origin names where the requests go.
	origin string
	// methods are the ones let through; others are answered with 405.
	methods []string
	// cacheControl is set on successful answers; empty leaves the origin's.
	cacheControl string
	// headers names the security headers.
	headers headerPolicy
}

// Values of Cache-Control.
const (
	// Built assets have a hash of their content in the name.
	cacheForever = "public, max-age=31536000, immutable"
	// Pages and settings are asked for every time, and mostly answered 304.
	cacheRevalidate = "no-cache"
)

func readMethods() []string { return []string{http.MethodGet, http.MethodHead} }

func allMethods() []string {
	return []string{
		http.MethodGet, http.MethodHead, http.MethodOptions,
		http.MethodPut, http.MethodPost, http.MethodPatch, http.MethodDelete,
	}
}

// behaviours is the table. The first row that matches is taken; the last
// matches everything.
//
// The API compresses its own answers: CloudFront compresses nothing that it may
// not cache.
func behaviours() []behaviour {
	return []behaviour{
		{path: "/api/message_groups*", origin: originMessaging, methods: allMethods(), headers: headersForAPI},
		{path: "/api/*", origin: originBackend, methods: allMethods(), headers: headersForAPI},
		{path: "/media/photos/*", origin: originPhotos, methods: readMethods(), headers: headersForAPI},
		{path: "/media/public/*", origin: originPublic, methods: readMethods(), cacheControl: cacheForever, headers: headersForAPI},
		{path: "/live", origin: originLive, methods: readMethods(), headers: headersForAPI},
		{path: "/uploads*", origin: originUploads, methods: allMethods(), headers: headersForAPI},
		{path: "/config.json", origin: originConfig, methods: readMethods(), cacheControl: cacheRevalidate, headers: headersForSite},
		{path: "/assets/*", origin: originSite, methods: readMethods(), cacheControl: cacheForever, headers: headersForSite},
		{path: "*", origin: originSite, methods: readMethods(), cacheControl: cacheRevalidate, headers: headersForSite},
	}
}

// match tells whether path fits the pattern. A leading slash is optional in
// CloudFront's patterns.
func match(pattern, path string) bool {
	return wildcard.Match(strings.TrimPrefix(pattern, "/"), strings.TrimPrefix(path, "/"))
}
