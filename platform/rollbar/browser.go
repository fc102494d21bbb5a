package rollbar

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"time"
)

// BrowserError is an error of the site's own code, as a browser told it. What
// strangers can write there is scrubbed before it is sent.
type BrowserError struct {
	// Name is the error's class, such as TypeError.
	Name, Message string
	// Route is the template of the page's route.
	Route string
	// Release is the build of the site.
	Release string
	// Frames are places in the code, the innermost first.
	Frames []Frame
	// Origin is the site's address, without a slash at its end. Rollbar finds
	// source maps by it.
	Origin string
}

// Frame is a place in the code.
type Frame struct {
	File         string // a path of the site's
	Line, Column int
	Function     string
}

// What texts of browsers may quote beside that of our own. The order matters.
var browserScrubbers = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`"[^"]*("|$)|“[^”]*(”|$)`), `"…"`}, // a piece of what was not JSON
	{regexp.MustCompile(`(https?|wss?|blob|data):\S*`), "[url]"},
	{regexp.MustCompile(`@[\p{L}\p{N}_.-]+`), "@[handle]"},
	{regexp.MustCompile(`\?[\w%.~-]+=\S*`), "?[query]"},
}

// hashed is the part of a file's name that changes with every build.
var hashed = regexp.MustCompile(`-[\w-]{8}\.js$`)

// fingerprintFrames is how many of the innermost frames tell two errors apart.
const fingerprintFrames = 3

// ReportBrowser queues an error of the site, or drops it. It never waits. A nil
// Reporter drops everything.
func (r *Reporter) ReportBrowser(e BrowserError) {
	if r != nil {
		r.report(r.browserItem(e))
	}
}

// Fingerprint is what is equal in two occurrences of one error.
func (e BrowserError) Fingerprint() string {
	innermost := e.Frames[:min(len(e.Frames), fingerprintFrames)]
	parts := make([]string, 0, 3+2*len(innermost))
	parts = append(parts, "browser", e.Name, variable.ReplaceAllString(scrubBrowser(e.Message), "#"))
	for _, frame := range innermost {
		parts = append(parts, hashed.ReplaceAllString(frame.File, ".js"), frame.Function)
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])[:40]
}

func (r *Reporter) browserItem(e BrowserError) item {
	message := scrubBrowser(e.Message)
	trace := &itemTrace{Exception: itemException{Class: e.Name, Message: message}, Frames: []itemFrame{}}
	// Rollbar wants the innermost last.
	for _, frame := range slices.Backward(e.Frames) {
		trace.Frames = append(trace.Frames, itemFrame{File: e.Origin + frame.File, Line: frame.Line, Column: frame.Column, Function: frame.Function})
	}
	return item{
		UUID:        newUUID(),
		Environment: r.settings.Environment,
		Level:       levelError,
		Timestamp:   time.Now().Unix(),
		CodeVersion: e.Release,
		Language:    "javascript",
		Platform:    "browser",
		Context:     e.Route,
		Title:       shorten(e.Name+": "+message, maxTitle),
		Fingerprint: e.Fingerprint(),
		Body:        body{Trace: trace},
		Client:      map[string]any{"javascript": map[string]any{"code_version": e.Release, "source_map_enabled": true}},
		Custom:      map[string]any{"service": "site"},
		Notifier:    map[string]string{"name": "cruddur"},
	}
}

// scrubBrowser takes out what our own scrubbers do, and what only errors of
// browsers quote.
func scrubBrowser(text string) string {
	text = scrub(text) // before addresses of people lose what makes them such
	for _, s := range browserScrubbers {
		text = s.pattern.ReplaceAllString(text, s.with)
	}
	return text
}
