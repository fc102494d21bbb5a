package edge

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

const indexPage = "index.html"

// site serves a built single-page application.
type site struct {
	dir string

	mutex sync.Mutex
	files map[string]*file
}

func newSite(dir string) *site { return &site{dir: dir, files: map[string]*file{}} }

// file is a file of the site in memory, with its compressed forms.
type file struct {
	modified time.Time
	size     int64
	content  []byte
	etag     string
	encoded  map[string][]byte
}

// ServeHTTP answers with a file, or with the application for its pages.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if name == "" {
		name = indexPage
	}
	found, err := s.load(name)
	if errors.Is(err, fs.ErrNotExist) && looksLikePage(name) {
		name = indexPage
		found, err = s.load(name)
	}
	switch {
	case err == nil:
		found.serve(w, r, name)
	case errors.Is(err, fs.ErrNotExist) && name == indexPage:
		unavailable(w, "The site has not been built: run make up again.")
	default:
		http.Error(w, "Not found", http.StatusNotFound)
	}
}

// looksLikePage tells a page of the application, which index.html answers,
// from a file that isn't there.
func looksLikePage(name string) bool {
	return !strings.HasPrefix(name, "assets/") && path.Ext(name) == ""
}

// load returns a file of the site, read again when it has changed. Anything
// that isn't a plain file inside the folder fails with fs.ErrNotExist.
func (s *site) load(name string) (*file, error) {
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return nil, fmt.Errorf("open the site: %w", err)
	}
	defer func() { _ = root.Close() }()
	// A root follows no path, and no link, to the outside.
	opened, err := root.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	}
	defer func() { _ = opened.Close() }()
	info, err := opened.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil, fs.ErrNotExist
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if kept, ok := s.files[name]; ok && kept.modified.Equal(info.ModTime()) && kept.size == info.Size() {
		return kept, nil
	}
	fresh, err := read(opened, info)
	if err != nil {
		return nil, err
	}
	fresh.compress(contentType(name))
	s.files[name] = fresh
	return fresh, nil
}

func read(opened io.Reader, info fs.FileInfo) (*file, error) {
	content, err := io.ReadAll(opened)
	if err != nil {
		return nil, fmt.Errorf("read the site: %w", err)
	}
	return &file{modified: info.ModTime(), size: info.Size(), content: content, etag: etag(content)}, nil
}

// compress makes the compressed forms once, unless they would be no gain.
func (f *file) compress(kind string) {
	f.encoded = map[string][]byte{}
	if !compressible(kind, int64(len(f.content))) {
		return
	}
	for _, encoding := range encodings() {
		var out bytes.Buffer
		writer := newEncoder(&out, encoding)
		_, _ = writer.Write(f.content) // a buffer takes everything
		_ = writer.Close()
		if out.Len() < len(f.content) {
			f.encoded[encoding] = out.Bytes()
		}
	}
}

func (f *file) serve(w http.ResponseWriter, r *http.Request, name string) {
	content, tag := f.content, f.etag
	header := w.Header()
	if len(f.encoded) > 0 {
		header.Add("Vary", "Accept-Encoding")
	}
	encoding := negotiate(r.Header.Get("Accept-Encoding"))
	// Ranges are of the plain content only.
	if body, ok := f.encoded[encoding]; ok && r.Header.Get("Range") == "" {
		content = body
		tag = strings.TrimSuffix(tag, `"`) + "-" + encoding + `"`
		header.Set("Content-Encoding", encoding)
		header.Set("Content-Length", strconv.Itoa(len(body)))
	}
	header.Set("Content-Type", contentType(name))
	header.Set("ETag", tag)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

// unavailable is what people see while something isn't there yet.
func unavailable(w http.ResponseWriter, reason string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Retry-After", "5")
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = fmt.Fprintf(w, "<!doctype html>\n<html lang=\"en\"><title>Cruddur is not ready</title>\n<h1>Cruddur is not ready</h1>\n<p>%s</p>\n</html>\n", reason)
}
