package sitetelemetry

import (
	"regexp"
	"strings"

	semconv "go.opentelemetry.io/otel/semconv/v1.40.0"
	commonpb "go.opentelemetry.io/proto/otlp/common/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
)

// errorType is a status, or the class of an error.
var errorType = regexp.MustCompile(`^[A-Za-z0-9_.]{1,60}$`)

// tame leaves of a span what the site itself writes there. Its name is the
// contract's to check.
func tame(span *tracepb.Span) {
	span.TraceState, span.Links = "", nil
	span.Status = &tracepb.Status{Code: span.GetStatus().GetCode()}
	attributes := span.GetAttributes()
	span.Attributes = nil
	for _, attribute := range attributes {
		if harmless(span.GetName(), attribute) {
			span.Attributes = append(span.Attributes, attribute)
		}
	}
	for _, event := range span.GetEvents() {
		event.Attributes = nil
	}
}

// harmless tells whether an attribute is one of OpenTelemetry's for requests,
// and says no more than the span's name does, or a number.
func harmless(name string, attribute *commonpb.KeyValue) bool {
	method, route, isRequest := strings.Cut(name, " /")
	text, number := attribute.GetValue().GetStringValue(), attribute.GetValue().GetIntValue()
	switch attribute.GetKey() {
	case string(semconv.HTTPRequestMethodKey):
		return isRequest && text == method
	case string(semconv.HTTPRouteKey), string(semconv.URLTemplateKey):
		return isRequest && text == "/"+route
	case string(semconv.HTTPResponseStatusCodeKey):
		return isRequest && number >= 100 && number < 600
	case string(semconv.ErrorTypeKey):
		return errorType.MatchString(text)
	}
	return false
}
