package edge

import (
	"compress/gzip"
	"io"
	"mime"
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

// encodings lists what the edge can write, the preferred first.
func encodings() []string { return []string{"br", "gzip"} }

// newEncoder compresses as well as it can: a file is compressed once.
func newEncoder(out io.Writer, encoding string) io.WriteCloser {
	if encoding == "br" {
		return brotli.NewWriterLevel(out, 9)
	}
	writer, err := gzip.NewWriterLevel(out, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is valid
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
