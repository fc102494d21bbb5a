package httpapi_test

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"

	"github.com/cruddur/cruddur/backend/internal/httpapi"
	"github.com/cruddur/cruddur/backend/internal/sitetelemetry"
	"github.com/cruddur/cruddur/platform/httpserver"
	"github.com/cruddur/cruddur/platform/rollbar"
)

// operators are whom the site tells.
type operators struct {
	mu     sync.Mutex
	spans  []*tracepb.Span
	from   []string
	errors []rollbar.BrowserError
}

func (o *operators) Forward(version string, spans []*tracepb.Span) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.from, o.spans = append(o.from, version), append(o.spans, spans...)
}

func (o *operators) ReportBrowser(e rollbar.BrowserError) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.errors = append(o.errors, e)
}

// siteAPI is the API for a site that tells, at a time that stands still.
func siteAPI(t *testing.T) (*bundle, *operators) {
	t.Helper()
	told, now := &operators{}, time.Now()
	handler, err := httpapi.NewHandler(httpapi.Dependencies{
		Site: sitetelemetry.New(sitetelemetry.Config{
			Spans: told, Errors: told, Origin: "https://cruddur.test", Now: func() time.Time { return now },
		}),
		Readiness: &httpserver.Readiness{}, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return &bundle{handler: handler}, told
}

const (
	siteErrors = "/api/telemetry/errors"
	siteTraces = "/api/telemetry/traces"
)

func siteError(change string) string {
	body := `{"name":"TypeError","message":"x is undefined","route":"/@{$handle}/cruds/$id","release":"1a2b3c",` +
		`"frames":[{"file":"/assets/first-1a2b3c4d.js","line":1,"column":2,"function":"new Foo.<anonymous>"}]}`
	old, replaced, found := strings.Cut(change, " => ")
	if found {
		return strings.Replace(body, old, replaced, 1)
	}
	return body
}

// spanBody is what the site's exporter writes, with one span.
func spanBody(name, more string) string {
	return `{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"evil"}},` +
		`{"key":"service.version","value":{"stringValue":"1a2b3c"}}],"droppedAttributesCount":0},` +
		`"scopeSpans":[{"scope":{"name":"site","version":""},"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331",` +
		`"name":"` + name + `","kind":3,"startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000000000001"` + more + `}]}]}]}`
}

func TestSiteErrorsAreTaken(t *testing.T) {
	t.Parallel()
	b, told := siteAPI(t)
	b.call(t, "", "POST", siteErrors, siteError("")).want(t, 202)
	b.call(t, "", "POST", siteErrors, siteError("")).want(t, 202) // the same again is no news
	b.call(t, "", "POST", siteErrors, siteError("/@{$handle}/cruds/$id => /")).want(t, 202)
	b.call(t, "", "POST", siteErrors, siteError("x is => y was")).want(t, 202)
	if len(told.errors) != 2 {
		t.Fatalf("told of %+v", told.errors)
	}
	want := rollbar.BrowserError{
		Name: "TypeError", Message: "x is undefined", Route: "/@{$handle}/cruds/$id", Release: "1a2b3c", Origin: "https://cruddur.test",
		Frames: []rollbar.Frame{{File: "/assets/first-1a2b3c4d.js", Line: 1, Column: 2, Function: "new Foo.<anonymous>"}},
	}
	if fmt.Sprint(told.errors[0]) != fmt.Sprint(want) {
		t.Errorf("told of %+v", told.errors[0])
	}
}

func TestSiteErrorsAreChecked(t *testing.T) {
	t.Parallel()
	b, told := siteAPI(t)
	for change, fault := range map[string]string{
		`"name":"TypeError", => `:                        "name missing",
		`"TypeError" => "Type Error"`:                    "name bad_characters",
		`/@{$handle}/cruds/$id => /@nova?x=1`:            "route bad_characters",
		`/@{$handle}/cruds/$id => @nova`:                 "route bad_characters",
		`"release":"1a2b3c" => "release":"a b"`:          "release bad_characters",
		`/assets/first => https://evil/first`:            "frames.0.file bad_characters",
		`"line":1 => "line":-1`:                          "frames.0.line out_of_range",
		`"line":1 => "line":"1"`:                         "frames.0.line wrong_type",
		`"release" => "url":"/@nova","release"`:          "url unknown_field",
		`x is undefined => ` + strings.Repeat("x", 1001): "message too_long",
	} {
		b.call(t, "", "POST", siteErrors, siteError(change)).wantProblem(t, 422, "validation_failed", fault)
	}
	checkBodies(t, b, siteErrors)
	if len(told.errors) != 0 {
		t.Errorf("told of %+v", told.errors)
	}
}

// checkBodies tries what is no body of an operation at all.
func checkBodies(t *testing.T, b *bundle, target string) {
	t.Helper()
	b.call(t, "", "POST", target, `{`).wantProblem(t, 400, "malformed_json")
	b.call(t, "", "POST", target, `{"message":"`+strings.Repeat("x", 64<<10)+`"}`).wantProblem(t, 413, "body_too_large")
	protobuf := newRequest("POST", target, "\x0a\x00")
	protobuf.Header.Set("Content-Type", "application/x-protobuf")
	b.do(t, protobuf).wantProblem(t, 415, "unsupported_media_type")
}

// What passes of a span is what the site says by itself, whatever else is there.
func TestSiteTracesAreTamed(t *testing.T) {
	t.Parallel()
	b, told := siteAPI(t)
	b.call(t, "", "POST", siteTraces, spanBody("POST /api/users/{handle}/follow", `,"parentSpanId":"00f067aa0ba902b7","traceState":"hunter2=1","flags":257,`+
		`"attributes":[{"key":"http.request.method","value":{"stringValue":"POST"}},{"key":"url.template","value":{"stringValue":"/api/users/{handle}/follow"}},`+
		`{"key":"http.response.status_code","value":{"intValue":404}},{"key":"error.type","value":{"stringValue":"404"}},`+
		`{"key":"url.full","value":{"stringValue":"https://hunter2"}},{"key":"http.route","value":{"stringValue":"/hunter2"}},{"key":"error.type","value":{"stringValue":"hunter2 failed"}},`+
		`{"key":"x","value":{"boolValue":true}}],"events":[{"name":"responseEnd","timeUnixNano":"1","attributes":[{"key":"k","value":{"stringValue":"hunter2"}}]}],`+
		`"links":[],"status":{"code":2,"message":"hunter2"},"droppedAttributesCount":0,"droppedEventsCount":0,"droppedLinksCount":0`)).want(t, 202)
	if len(told.spans) != 1 || told.from[0] != "1a2b3c" {
		t.Fatalf("told of %v from %v", told.spans, told.from)
	}
	span := told.spans[0]
	if text := span.String(); strings.Contains(text, "hunter2") || len(span.GetAttributes()) != 4 || len(span.GetEvents()) != 1 {
		t.Errorf("told of %s", text)
	}
	if fmt.Sprintf("%x %x", span.GetTraceId(), span.GetParentSpanId()) != "0af7651916cd43dd8448eb211c80319c 00f067aa0ba902b7" ||
		span.GetKind() != tracepb.Span_SPAN_KIND_CLIENT || span.GetStatus().GetCode() != tracepb.Status_STATUS_CODE_ERROR || span.GetEndTimeUnixNano() != 1700000000000000001 {
		t.Errorf("told of %s", span)
	}
}

func TestSiteTracesAreChecked(t *testing.T) {
	t.Parallel()
	b, told := siteAPI(t)
	const place = "resourceSpans.0.scopeSpans.0.spans.0."
	for body, fault := range map[string]string{
		`{}`:                                               "resourceSpans missing",
		`{"resourceSpans":[{"scopeSpans":1}]}`:             "resourceSpans.0.scopeSpans wrong_type",
		spanBody("GET /api/users/nova42", ""):              place + "name bad_characters",
		spanBody("GET https://cruddur.test/", ""):          place + "name bad_characters",
		spanBody("click nova", ""):                         place + "name bad_characters",
		spanBody("documentLoad", `,"parentSpanId":"nova"`): place + "parentSpanId bad_characters",
		spanBody("documentLoad", `,"user":"nova"`):         place + "user unknown_field",
		spanBody("documentLoad", `,"links":["x"]`):         place + "links too_many",
		spanBody("documentLoad", `,"attributes":[{"key":"a","value":{"stringValue":"`+strings.Repeat("x", 201)+`"}}]`): place + "attributes.0.value.stringValue too_long",
	} {
		b.call(t, "", "POST", siteTraces, body).wantProblem(t, 422, "validation_failed", fault)
	}
	checkBodies(t, b, siteTraces)
	if len(told.spans) != 0 {
		t.Errorf("told of %v", told.spans)
	}
}

// A flood is refused; when is for Retry-After to say.
func TestSiteFloods(t *testing.T) {
	t.Parallel()
	for target, body := range map[string]string{siteErrors: siteError(""), siteTraces: spanBody("documentLoad", "")} {
		b, told := siteAPI(t)
		taken := 0
		for range 300 {
			got := b.call(t, "", "POST", target, body)
			if got.Status == 429 {
				got.wantProblem(t, 429, "too_many_reports")
				if got.Header.Get("Retry-After") != "1" {
					t.Errorf("try again after %q", got.Header.Get("Retry-After"))
				}
				break
			}
			got.want(t, 202)
			taken++
		}
		if taken < 20 || taken > 250 || len(told.errors)+len(told.spans) == 0 {
			t.Errorf("%s: %d were taken", target, taken)
		}
	}
}
