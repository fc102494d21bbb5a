package edge

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/cloudfront/sign"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/emulatortest"
	"github.com/cruddur/cruddur/dev/internal/provision"
)

const (
	pictureID   = "0190c1de-0000-7000-8000-000000000000"
	photoPath   = "/media/photos/" + pictureID + "/320.jpg"
	publicPath  = "/media/public/" + pictureID + "/64.webp"
	trustedKey  = "K0123456789ABC"
	pictureText = "a picture, as far as anybody can tell"
)

// gallery is an edge before the real bucket of a provisioned emulator.
type gallery struct {
	fixture

	t      *testing.T
	signer *sign.URLSigner
	now    time.Time
	stop   func()
}

type trusted struct{ key *rsa.PublicKey }

func (g trusted) Key(_ context.Context, id string) (*rsa.PublicKey, bool, error) {
	return g.key, id == trustedKey, nil
}

func newGallery(t *testing.T) *gallery {
	t.Helper()
	running := emulatortest.Start(t, emulatortest.NewConfig(t))
	code := filepath.Join(t.TempDir(), "program.zip")
	var empty bytes.Buffer
	if err := zip.NewWriter(&empty).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(code, empty.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	made, err := provision.Run(t.Context(), provision.Settings{
		AWS: emulator.Client(running.URL()), DatabaseURL: "postgres://", BackendAddress: "127.0.0.1:1",
		SiteURL: "http://localhost:8080", SiteOrigins: []string{"http://localhost:8080"},
		Programs: map[string]string{"presign": code, "resize": code, "stream": code, "live": code, "push": code},
	})
	if err != nil {
		t.Fatal(err)
	}
	fill(t, running.URL(), made.MediaBucket)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	g := &gallery{
		fixture: newFixture(t, nil), t: t, signer: sign.NewURLSigner(trustedKey, key), now: time.Now(),
		stop: func() { _ = running.Stop(context.Background()) },
	}
	g.SetMedia(Media{
		Objects: s3.NewFromConfig(emulator.ClientAs(running.URL(), made.Edge.ID, made.Edge.Secret), func(o *s3.Options) { o.UsePathStyle = true }),
		Bucket:  made.MediaBucket,
		Keys:    trusted{&key.PublicKey},
		Now:     func() time.Time { return g.now },
	})
	return g
}

func fill(t *testing.T, emulatorURL, bucket string) {
	t.Helper()
	client := s3.NewFromConfig(emulator.Client(emulatorURL), func(o *s3.Options) { o.UsePathStyle = true })
	for key, kind := range map[string]string{
		photoPath: "image/jpeg", publicPath: "image/webp", "/media/photos/" + pictureID + "/320.html": "text/html",
		"/manifests/" + pictureID + ".json": "application/json", "/media/" + pictureID + ".jpg": "image/jpeg", "/secret.jpg": "image/jpeg",
	} {
		_, err := client.PutObject(t.Context(), &s3.PutObjectInput{
			Bucket: aws.String(bucket), Key: aws.String(strings.TrimPrefix(key, "/")), ContentType: aws.String(kind),
			Body: strings.NewReader(pictureText), CacheControl: aws.String("public, max-age=99999"),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// signed is the address of a path, with leave for its folder that lasts so long.
func (g *gallery) signed(path string, life time.Duration) string {
	g.t.Helper()
	return g.signedFor("http://localhost:8080/media/photos/"+pictureID+"/*", path, life)
}

func (g *gallery) signedFor(resource, path string, life time.Duration) string {
	g.t.Helper()
	end := sign.NewAWSEpochTime(g.now.Add(life))
	address, err := g.signer.SignWithPolicy("http://localhost:8080"+path, &sign.Policy{Statements: []sign.Statement{
		{Resource: resource, Condition: sign.Condition{DateLessThan: end}},
	}})
	if err != nil {
		g.t.Fatal(err)
	}
	return address
}

// refused fails the test unless the answer is CloudFront's refusal.
func (g *gallery) refused(about string, got *httptest.ResponseRecorder, code string) {
	g.t.Helper()
	header := got.Header()
	if got.Code != http.StatusForbidden || !strings.Contains(got.Body.String(), "<Code>"+code+"</Code>") ||
		header.Get("Cache-Control") != "no-store" || header.Get("X-Content-Type-Options") != "nosniff" || header.Get("ETag") != "" {
		g.t.Errorf("%s: %d, %v, %s", about, got.Code, header, got.Body)
	}
}

func TestPhotosAreShownToThoseWithLeave(t *testing.T) {
	t.Parallel()
	g := newGallery(t)
	g.refused("unsigned", g.ask("GET", photoPath), "MissingKey")
	address := g.signed(photoPath, time.Hour)
	got := g.ask("GET", address)
	want := map[string]string{
		"Cache-Control": "private, max-age=300", "Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff",
		"Cross-Origin-Resource-Policy": "same-origin", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
	}
	for name, value := range want {
		if got.Header().Get(name) != value {
			t.Errorf("%s is %q, want %q", name, got.Header().Get(name), value)
		}
	}
	tag := got.Header().Get("ETag")
	if got.Code != 200 || got.Body.String() != pictureText || tag == "" {
		t.Fatalf("%d, ETag %q: %s", got.Code, tag, got.Body)
	}
	if head := g.ask("HEAD", address); head.Code != 200 || head.Body.Len() != 0 || head.Header().Get("Content-Length") == "" {
		t.Errorf("HEAD: %d, %v", head.Code, head.Header())
	}
	if part := g.ask("GET", address, "Range", "bytes=2-8"); part.Code != 206 || part.Body.String() != "picture" || part.Header().Get("Cache-Control") != "private, max-age=300" {
		t.Errorf("a range: %d %s, %v", part.Code, part.Body, part.Header())
	}
	if beyond := g.ask("GET", address, "Range", "bytes=900-"); beyond.Code != 416 || beyond.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("a range beyond: %d, %v", beyond.Code, beyond.Header())
	}
	if same := g.ask("GET", address, "If-None-Match", tag); same.Code != 304 || same.Header().Get("Cache-Control") != "private, max-age=300" {
		t.Errorf("what is known: %d, %v", same.Code, same.Header())
	}
	if put := g.ask("PUT", address); put.Code != 405 {
		t.Errorf("PUT: %d", put.Code)
	}
	g.endsOnTime(tag)
}

// endsOnTime sees a photo end: no copy may outlive it, and nothing of it is
// answered afterwards, however it is asked for.
func (g *gallery) endsOnTime(tag string) {
	address := g.signed(photoPath, time.Minute)
	g.now = g.now.Add(55 * time.Second)
	left := g.ask("GET", address).Header().Get("Cache-Control")
	if left != "private, max-age=5" && left != "private, max-age=4" {
		g.t.Errorf("shortly before the end: %q", left)
	}
	g.now = g.now.Add(5 * time.Second)
	for name, headers := range map[string][]string{
		"after the end": nil, "known after the end": {"If-None-Match", tag}, "anything known": {"If-None-Match", "*"},
		"a range after the end": {"Range", "bytes=0-1"}, "not changed since": {"If-Modified-Since", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)},
	} {
		g.refused(name, g.ask("GET", address, headers...), "AccessDenied")
	}
}

// A page may be opened by each name of this machine; other names are other
// sites.
func TestNamesOfTheEdge(t *testing.T) {
	t.Parallel()
	g := newGallery(t)
	address := g.signed(photoPath, time.Hour)
	for host, want := range map[string]int{
		"localhost:8080": 200, "127.0.0.1:8080": 200, "[::1]:8080": 200,
		"localhost:8081": 403, "localhost": 403, "evil.example:8080": 403, "localhost.evil.example:8080": 403, "": 403,
	} {
		request := httptest.NewRequest(http.MethodGet, address, nil)
		request.Host = host
		got := httptest.NewRecorder()
		g.ServeHTTP(got, request)
		if got.Code != want {
			t.Errorf("%q: %d, want %d", host, got.Code, want)
		}
	}
}

func TestPublicPictures(t *testing.T) {
	t.Parallel()
	g := newGallery(t)
	got := g.ask("GET", publicPath+"?anything")
	if got.Code != 200 || got.Body.String() != pictureText || got.Header().Get("Content-Type") != "image/webp" ||
		got.Header().Get("Cache-Control") != cacheForever || got.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%d, %v", got.Code, got.Header())
	}
	if same := g.ask("GET", publicPath, "If-None-Match", got.Header().Get("ETag")); same.Code != 304 || same.Header().Get("Cache-Control") != cacheForever {
		t.Errorf("what is known: %d, %v", same.Code, same.Header())
	}
	g.refused("one that isn't there", g.ask("GET", strings.Replace(publicPath, "64.", "128.", 1)), "AccessDenied")
	if beyond := g.ask("GET", publicPath, "Range", "bytes=900-"); beyond.Code != 416 || beyond.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("a range beyond: %d, %v", beyond.Code, beyond.Header())
	}
	g.stop()
	if down := g.ask("GET", publicPath); down.Code != 503 || down.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("without the bucket: %d, %v", down.Code, down.Header())
	}
}

// No other key of the bucket can be reached, whatever path leads there; a
// signature for everything changes nothing.
func TestNoOtherKeyIsReached(t *testing.T) {
	t.Parallel()
	g := newGallery(t)
	manifest := "manifests/" + pictureID + ".json"
	for _, path := range []string{
		"/manifests/" + pictureID + ".json", "/secret.jpg", "/media/" + pictureID + ".jpg",
		"/media/photos/", "/media/public/", "/media/photos/" + pictureID, "/media/photos/" + pictureID + "/", "/media/photos/" + pictureID + "/320.html",
		"/media/public/../../" + manifest, "/media/photos/../../" + manifest, "/media/public/%2e%2e/%2e%2e/" + manifest,
		"/media/public/..%2f..%2f" + manifest, "/media/photos/..%2F..%2F" + manifest, "/media/photos/%2E%2E%2F%2E%2E%2Fsecret.jpg",
		"/media/public/%252e%252e/" + manifest, "/media/public/../photos/" + pictureID + "/320.jpg", "/media/public/%2e%2e/photos/" + pictureID + "/320.jpg",
		"/media/public//" + pictureID + "/64.webp", "/media//public/" + pictureID + "/64.webp", "//media/public/" + pictureID + "/64.webp",
		"/media/public/./" + pictureID + "/64.webp", "/media/public\\" + pictureID + "/64.webp", "/media/public/" + pictureID + "/64%2ewebp",
		"/media/public/" + pictureID + "%2f64.webp", "/media/public/" + pictureID + "/64.webp/", "/media/public/" + pictureID + "/64.webp%00", "/media/public/" + pictureID + "/64.webp%20",
		"/%6dedia/photos/" + pictureID + "/320.jpg", "/MEDIA/public/" + pictureID + "/64.webp", "/media/public/" + strings.ToUpper(pictureID) + "/64.webp",
		"/media/public/?prefix=manifests", "/media/public/?list-type=2", "/uploads/../" + manifest,
	} {
		address := g.signedFor("*", "/", time.Hour)
		_, query, _ := strings.Cut(address, "?")
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		request.Host = "localhost:8080"
		raw, rest, found := strings.Cut(path, "?")
		decoded, err := url.PathUnescape(raw)
		if err != nil {
			t.Fatal(err)
		}
		request.URL = &url.URL{Path: decoded, RawPath: raw, RawQuery: query}
		if found {
			request.URL.RawQuery = rest + "&" + query
		}
		got := httptest.NewRecorder()
		g.ServeHTTP(got, request)
		body := got.Body.String()
		if strings.Contains(body, pictureText) || strings.Contains(body, "<Contents>") || strings.Contains(body, "<Key>") {
			t.Errorf("%s is answered: %d %s", path, got.Code, body)
		}
		if strings.HasPrefix(decoded, "/media/photos/") || strings.HasPrefix(decoded, "/media/public/") {
			g.refused(path, got, "AccessDenied")
		}
	}
}

func TestMediaBeforeTheStackIsUp(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	for _, path := range []string{photoPath, publicPath, "/uploads"} {
		if got := f.ask("GET", path); got.Code != 503 || got.Header().Get("Retry-After") == "" {
			t.Errorf("%s: %d, %v", path, got.Code, got.Header())
		}
	}
}
