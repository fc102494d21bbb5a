package httpapi

import (
	"context"
	"encoding/hex"
	"regexp"
	"strconv"

	commonpb "go.opentelemetry.io/proto/otlp/common/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"

	"github.com/cruddur/cruddur/backend/internal/httpapi/contract"
	"github.com/cruddur/cruddur/platform/rollbar"
)

// ReportSiteError takes an error of the site's own code.
func (s *server) ReportSiteError(_ context.Context, request contract.ReportSiteErrorRequestObject) (contract.ReportSiteErrorResponseObject, error) {
	told := rollbar.BrowserError{
		Name: request.Body.Name, Message: request.Body.Message, Route: request.Body.Route, Release: request.Body.Release,
	}
	for _, frame := range request.Body.Frames {
		told.Frames = append(told.Frames, rollbar.Frame{
			File: frame.File, Line: int(frame.Line), Column: int(given(frame.Column)), Function: given(frame.Function),
		})
	}
	if err := s.Site.TakeError(told); err != nil {
		return nil, err
	}
	return contract.ReportSiteError202Response{}, nil
}

// ExportSiteTraces takes spans of the site.
func (s *server) ExportSiteTraces(_ context.Context, request contract.ExportSiteTracesRequestObject) (contract.ExportSiteTracesResponseObject, error) {
	for _, from := range request.Body.ResourceSpans {
		var spans []*tracepb.Span
		for _, scope := range from.ScopeSpans {
			for _, span := range scope.Spans {
				spans = append(spans, siteSpan(span))
			}
		}
		if err := s.Site.TakeSpans(releaseOf(from.Resource), spans); err != nil {
			return nil, err
		}
	}
	return contract.ExportSiteTraces202Response{}, nil
}

const unknownRelease = "unknown"

// siteRelease is the contract's SiteRelease.
var siteRelease = regexp.MustCompile(`^[A-Za-z0-9._+-]{1,64}$`)

// releaseOf is the build of the site, if that is what the resource says.
func releaseOf(resource *contract.TracedResource) string {
	if resource == nil {
		return unknownRelease
	}
	for _, attribute := range given(resource.Attributes) {
		if release := given(attribute.Value.StringValue); attribute.Key == "service.version" && siteRelease.MatchString(release) {
			return release
		}
	}
	return unknownRelease
}

func siteSpan(span contract.SiteSpan) *tracepb.Span {
	out := &tracepb.Span{
		TraceId: unhex(span.TraceID), SpanId: unhex(span.SpanID), ParentSpanId: unhex(given(span.ParentSpanID)),
		Name: span.Name, Kind: tracepb.Span_SpanKind(span.Kind),
		StartTimeUnixNano: nanoseconds(span.StartTimeUnixNano), EndTimeUnixNano: nanoseconds(span.EndTimeUnixNano),
		Flags: uint32(given(span.Flags)), //nolint:gosec // the contract bounds it
	}
	if span.Status != nil {
		out.Status = &tracepb.Status{Code: tracepb.Status_StatusCode(given(span.Status.Code))}
	}
	for _, attribute := range given(span.Attributes) {
		out.Attributes = append(out.Attributes, spanAttribute(attribute))
	}
	for _, event := range given(span.Events) {
		out.Events = append(out.Events, &tracepb.Span_Event{Name: event.Name, TimeUnixNano: nanoseconds(event.TimeUnixNano)})
	}
	return out
}

// spanAttribute knows texts and whole numbers: others are on no list.
func spanAttribute(attribute contract.SpanAttribute) *commonpb.KeyValue {
	value := &commonpb.AnyValue{}
	switch {
	case attribute.Value.StringValue != nil:
		value.Value = &commonpb.AnyValue_StringValue{StringValue: *attribute.Value.StringValue}
	case attribute.Value.IntValue != nil:
		value.Value = &commonpb.AnyValue_IntValue{IntValue: *attribute.Value.IntValue}
	}
	return &commonpb.KeyValue{Key: attribute.Key, Value: value}
}

// given is what an optional value holds, or nothing of its kind.
func given[T any](value *T) (out T) {
	if value != nil {
		return *value
	}
	return out
}

// unhex reads what the contract has checked.
func unhex(text string) []byte {
	out, _ := hex.DecodeString(text)
	return out
}

// nanoseconds reads what the contract has checked, which fits.
func nanoseconds(text string) uint64 {
	out, _ := strconv.ParseUint(text, 10, 64)
	return out
}
