package edge

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// crawlers names the programs that read pages without running scripts: those
// that unfold links in chats and feeds, and search engines. They say who they
// are on purpose. The list is made of words they have in common, and of the
// names of those that use none of them.
var crawlers = regexp.MustCompile(`(?i)bot\b|bot/|crawler|spider|preview|facebookexternalhit|embedly|whatsapp|telegram|mastodon|pleroma|akkoma|misskey|lemmy|skypeuripreview|vkshare|iframely|pinterest|flipboard|tumblr`)

// forCrawlers sends a crawler that asks for the page of a person or a crud to
// the document that the backend makes of it, behind the same address. On AWS a
// viewer-request function does the same.
func forCrawlers(r *http.Request) *http.Request {
	preview := previewPath(r.URL.Path)
	if preview == "" || !crawlers.MatchString(r.UserAgent()) {
		return r
	}
	rewritten := r.Clone(r.Context())
	rewritten.URL = &url.URL{Path: preview}
	return rewritten
}

// variesByReader reports whether a page is another one for crawlers.
func variesByReader(path string) bool { return previewPath(path) != "" }

// previewPath is where the document for crawlers is; empty for other pages.
func previewPath(path string) string {
	handle, isPerson := strings.CutPrefix(path, "/@")
	if !isPerson || handle == "" {
		return ""
	}
	handle, rest, more := strings.Cut(handle, "/")
	if !more {
		return "/api/previews/users/" + handle
	}
	id, isCrud := strings.CutPrefix(rest, "cruds/")
	if !isCrud || id == "" || strings.Contains(id, "/") {
		return ""
	}
	return "/api/previews/activities/" + id
}
