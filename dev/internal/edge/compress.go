package edge

import (
	"compress/gzip"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
)

// CloudFront compresses nothing smaller or larger.
const (
	compressMin = 1_000
	compressMax = 10_000_000
)

// effort is how hard an encoder tries.
type effort int

const (
	// quick is for answers made for one request.
	quick effort = iota
	// bestEffort is for files, which are compressed once.
	bestEffort
)

// encodings lists what the edge can write, the preferred first.
func encodings() []string { return []string{"br", "gzip"} }

func newEncoder(out io.Writer, encoding string, effort effort) io.WriteCloser {
	if encoding == "br" {
		level := 4
		if effort == bestEffort {
			level = 9
		}
		return brotli.NewWriterLevel(out, level)
	}
	level := gzip.DefaultCompression
	if effort == bestEffort {
		level = gzip.BestCompression
	}
	writer, err := gzip.NewWriterLevel(out, level)
	if err != nil {
		panic(err) // both levels are valid
	}
	return writer
}

// negotiate returns the encoding to use for an Accept-Encoding header, or "".
func negotiate(accept string) string {
	weights := map[string]float64{}
	for part := range strings.SplitSeq(accept, ",") {
		name, parameters, _ := strings.Cut(part, ";")
		weights[strings.ToLower(strings.TrimSpace(name))] = weight(parameters)
	}
	best, most := "", 0.0
	for _, encoding := range encodings() {
		quality, named := weights[encoding]
		if !named {
			quality = weights["*"]
		}
		if quality > most {
			best, most = encoding, quality
		}
	}
	return best
}

// weight reads "q=0.5"; without one it is 1.
func weight(parameters string) float64 {
	name, value, found := strings.Cut(strings.TrimSpace(parameters), "=")
	if !found || !strings.EqualFold(strings.TrimSpace(name), "q") {
		return 1
	}
	quality, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil {
		return 0
	}
	return quality
}

// compressible tells whether CloudFront would compress such a body.
func compressible(contentType string, length int64) bool {
	if length < compressMin || length > compressMax {
		return false
	}
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	switch kind {
	case "application/javascript", "application/json", "application/problem+json",
		"application/manifest+json", "application/xml", "application/yaml", "image/svg+xml", "font/ttf", "font/otf":
		return true
	}
	return strings.HasPrefix(kind, "text/")
}

// contentType is the same on every machine, unlike the system's table.
func contentType(name string) string {
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".txt":
		return "text/plain; charset=utf-8"
	case ".json", ".map":
		return "application/json"
	case ".webmanifest":
		return "application/manifest+json"
	case ".svg":
		return "image/svg+xml"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	default:
		if known := mime.TypeByExtension(ext); known != "" {
			return known
		}
		return "application/octet-stream"
	}
}

// compressed compresses what the handler answers, when the client takes it.
// Like CloudFront it does so only for answers that say how long they are.
func compressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		writer := &compressor{ResponseWriter: w, encoding: negotiate(r.Header.Get("Accept-Encoding")), head: r.Method == http.MethodHead}
		next.ServeHTTP(writer, r)
		writer.close()
	})
}

// compressor decides at the header and then writes plain or compressed.
type compressor struct {
	http.ResponseWriter
	encoding string
	head     bool
	decided  bool
	encoder  io.WriteCloser
}

// WriteHeader decides how the body will be sent.
func (c *compressor) WriteHeader(status int) {
	if !c.decided && status >= http.StatusOK {
		c.decided = true
		c.decide(status)
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *compressor) decide(status int) {
	header := c.Header()
	length, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
	eligible := err == nil && compressible(header.Get("Content-Type"), length) &&
		header.Get("Content-Encoding") == "" && status != http.StatusPartialContent
	if !eligible {
		return
	}
	header.Add("Vary", "Accept-Encoding")
	if c.encoding == "" {
		return
	}
	header.Set("Content-Encoding", c.encoding)
	header.Del("Content-Length")
	if tag := header.Get("ETag"); tag != "" && !strings.HasPrefix(tag, "W/") {
		header.Set("ETag", "W/"+tag)
	}
	if !c.head {
		c.encoder = newEncoder(c.ResponseWriter, c.encoding, quick)
	}
}

// Write sends the body as was decided.
func (c *compressor) Write(body []byte) (int, error) {
	if !c.decided {
		c.WriteHeader(http.StatusOK)
	}
	if c.encoder != nil {
		return c.encoder.Write(body)
	}
	return c.ResponseWriter.Write(body)
}

func (c *compressor) close() {
	if c.encoder != nil {
		_ = c.encoder.Close() // the client is gone; there is nobody to tell
	}
}

// Unwrap lets the standard library reach the connection.
func (c *compressor) Unwrap() http.ResponseWriter { return c.ResponseWriter }
