package edge

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/cruddur/cruddur/dev/internal/edge/signedurl"
)

// maxObject is far above any rendition.
const maxObject = 32 << 20

// photoAge is how long a browser may show a photo without asking again.
const photoAge = 300 * time.Second

// Objects is the part of S3 that the edge needs.
type Objects interface {
	GetObject(ctx context.Context, in *s3.GetObjectInput, opts ...func(*s3.Options)) (*s3.GetObjectOutput, error)
}

// Media is the origin of photos, avatars and banners.
type Media struct {
	Objects Objects
	Bucket  string
	// Keys are those whose signatures open photos.
	Keys signedurl.KeyGroup
	Now  func() time.Time
}

// SetMedia says where photos are from now on, and who may sign for them.
func (e *Edge) SetMedia(media Media) { e.media.Store(&media) }

// served are the paths that are keys of renditions. Nothing that could be read
// as another path is one of them, and no other key of the bucket.
var served = regexp.MustCompile(`^/media/(photos|public)/[0-9a-f-]{36}/[0-9a-z]{1,16}\.(jpg|webp)$`)

// servePublic answers with what everybody may see.
func (e *Edge) servePublic(w http.ResponseWriter, r *http.Request) {
	media := e.media.Load()
	if media == nil {
		starting(w, r)
		return
	}
	e.serveObject(w, r, media)
}

// servePhoto answers those who have leave, as long as they have it. Nothing is
// answered from before the end when it has come: neither 304 nor a range.
func (e *Edge) servePhoto(w http.ResponseWriter, r *http.Request) {
	media := e.media.Load()
	if media == nil {
		starting(w, r)
		return
	}
	now := media.Now()
	end, err := signedurl.Verify(r.Context(), media.Keys, e.asSigned(r), now)
	if refused, ok := errors.AsType[*signedurl.RefusedError](err); ok {
		e.log.LogAttrs(r.Context(), slog.LevelInfo, "photo refused", slog.String("error", refused.Error()))
		refuse(w, refused.Code, refused.Message)
		return
	}
	if err != nil {
		originFailed(w, r, err)
		return
	}
	seconds := int(min(photoAge, end.Sub(now)) / time.Second)
	w.Header().Set("Cache-Control", "private, max-age="+strconv.Itoa(seconds))
	e.serveObject(w, r, media)
}

// asSigned is the request as the policy sees it. The names that this edge has on
// this machine are one name, that of the origin, as a distribution has aliases.
func (e *Edge) asSigned(r *http.Request) signedurl.Request {
	base := "http://" + r.Host
	if e.isOwnName(r.Host) {
		base = e.origin.Scheme + "://" + e.origin.Host
	}
	viewer, _ := netip.ParseAddrPort(r.RemoteAddr) // none is in no range
	return signedurl.Request{Base: base + r.URL.EscapedPath(), Query: r.URL.RawQuery, Viewer: viewer.Addr()}
}

func (e *Edge) isOwnName(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil || port != e.origin.Port() {
		return false
	}
	return name == "localhost" || name == "127.0.0.1" || name == "::1"
}

// serveObject answers with an object of the bucket, whole or a range. The query
// is none of the origin's business.
func (e *Edge) serveObject(w http.ResponseWriter, r *http.Request, media *Media) {
	path := r.URL.EscapedPath()
	if !served.MatchString(path) {
		accessDenied(w)
		return
	}
	object, err := media.get(r.Context(), strings.TrimPrefix(path, "/"))
	switch {
	case errors.Is(err, errNoObject):
		// S3 says no more to who may not list: it isn't there, or not for you.
		accessDenied(w)
		return
	case err != nil:
		originFailed(w, r, err)
		return
	}
	header := w.Header()
	header.Set("Content-Type", object.contentType)
	header.Set("ETag", object.etag)
	http.ServeContent(&onlySuccessIsCached{ResponseWriter: w}, r, "", object.modified, bytes.NewReader(object.content))
}

// onlySuccessIsCached takes the permission to cache from what is no success, as
// an unsatisfiable range.
type onlySuccessIsCached struct{ http.ResponseWriter }

// WriteHeader sends the status.
func (o *onlySuccessIsCached) WriteHeader(status int) {
	if status >= http.StatusBadRequest {
		o.Header().Set("Cache-Control", "no-store")
	}
	o.ResponseWriter.WriteHeader(status)
}

// object is a rendition in memory.
type object struct {
	content           []byte
	contentType, etag string
	modified          time.Time
}

var errNoObject = errors.New("no such object, or not for the edge")

func (m *Media) get(ctx context.Context, key string) (object, error) {
	out, err := m.Objects.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(m.Bucket), Key: aws.String(key)})
	if response, ok := errors.AsType[*awshttp.ResponseError](err); ok {
		switch response.HTTPStatusCode() {
		case http.StatusNotFound, http.StatusForbidden:
			return object{}, errNoObject
		}
	}
	if err != nil {
		return object{}, fmt.Errorf("read %s: %w", key, err)
	}
	defer func() { _ = out.Body.Close() }()
	content, err := io.ReadAll(io.LimitReader(out.Body, maxObject+1))
	if err != nil {
		return object{}, fmt.Errorf("read %s: %w", key, err)
	}
	if len(content) > maxObject {
		return object{}, fmt.Errorf("read %s: it is too large", key)
	}
	return object{
		content: content, contentType: aws.ToString(out.ContentType), etag: aws.ToString(out.ETag),
		modified: aws.ToTime(out.LastModified),
	}, nil
}

func accessDenied(w http.ResponseWriter) { refuse(w, "AccessDenied", "Access denied") }

// refuse answers as CloudFront does. Code and message are constants.
func refuse(w http.ResponseWriter, code, message string) {
	header := w.Header()
	header.Set("Content-Type", "text/xml; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusForbidden)
	_, _ = fmt.Fprintf(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message></Error>\n", code, message)
}

// parseOrigin reads the address that browsers use.
func parseOrigin(origin string) (*url.URL, error) {
	parsed, err := url.Parse(origin)
	if err != nil || parsed.Host == "" {
		return nil, fmt.Errorf("the edge's origin %q is no address", origin)
	}
	return parsed, nil
}
