// Package telemetrytest is a collector for tests: a real OTLP receiver, which
// takes protobuf over HTTP and remembers what it was sent.
package telemetrytest

import (
	"compress/gzip"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"

	collectormetrics "go.opentelemetry.io/proto/otlp/collector/metrics/v1"
	collectortrace "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	metrics "go.opentelemetry.io/proto/otlp/metrics/v1"
	trace "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// Receiver is a collector on loopback.
type Receiver struct {
	// URL is its address, for settings.
	URL string

	mu      sync.Mutex
	headers []http.Header
	spans   []Span
	metrics map[string]Metric
	raw     []byte
}

// Span is one as it was received.
type Span struct {
	Name           string
	TraceID, ID    string // in hex
	Parent         string // empty for a root
	Kind           trace.Span_SpanKind
	Error          bool
	Attributes     map[string]string
	Events         []string
	Resource       map[string]string
	Links          []string // ids of spans
	StatusMessages string
}

// Metric is one as it was received last.
type Metric struct {
	Name, Unit string
	Kind       string // counter, updowncounter, gauge or histogram
	Points     []map[string]string
	Sum        float64 // of the last report's points; of histograms, of what was measured
}

// NewReceiver starts a collector for the time of the test.
func NewReceiver(tb testing.TB) *Receiver {
	tb.Helper()
	r := &Receiver{metrics: map[string]Metric{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if err := r.take(request); err != nil {
			tb.Errorf("%s %s is no OTLP: %v", request.Method, request.URL, err)
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/x-protobuf") // an empty message says that all was taken
	}))
	tb.Cleanup(server.Close)
	r.URL = server.URL
	return r
}

func (r *Receiver) take(request *http.Request) error {
	if kind := request.Header.Get("Content-Type"); kind != "application/x-protobuf" {
		return fmt.Errorf("content type %q", kind)
	}
	var reader io.Reader = request.Body
	if request.Header.Get("Content-Encoding") == "gzip" {
		unzipped, err := gzip.NewReader(request.Body)
		if err != nil {
			return fmt.Errorf("unzip: %w", err)
		}
		reader = unzipped
	}
	body, err := io.ReadAll(reader)
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.headers = append(r.headers, request.Header)
	r.raw = append(r.raw, body...)
	switch request.URL.Path {
	case "/v1/traces":
		return r.takeSpans(body)
	case "/v1/metrics":
		return r.takeMetrics(body)
	}
	return errors.New("no such path")
}

func (r *Receiver) takeSpans(body []byte) error {
	var message collectortrace.ExportTraceServiceRequest
	if err := proto.Unmarshal(body, &message); err != nil {
		return fmt.Errorf("decode traces: %w", err)
	}
	for _, from := range message.GetResourceSpans() {
		resource := attributes(from.GetResource().GetAttributes())
		for _, scope := range from.GetScopeSpans() {
			for _, span := range scope.GetSpans() {
				r.spans = append(r.spans, received(span, resource))
			}
		}
	}
	return nil
}

func received(span *trace.Span, resource map[string]string) Span {
	s := Span{
		Name:           span.GetName(),
		TraceID:        hexOf(span.GetTraceId()),
		ID:             hexOf(span.GetSpanId()),
		Parent:         hexOf(span.GetParentSpanId()),
		Kind:           span.GetKind(),
		Error:          span.GetStatus().GetCode() == trace.Status_STATUS_CODE_ERROR,
		StatusMessages: span.GetStatus().GetMessage(),
		Attributes:     attributes(span.GetAttributes()),
		Resource:       resource,
	}
	for _, event := range span.GetEvents() {
		s.Events = append(s.Events, fmt.Sprint(event.GetName(), attributes(event.GetAttributes())))
	}
	for _, link := range span.GetLinks() {
		s.Links = append(s.Links, hexOf(link.GetSpanId()))
	}
	return s
}

func (r *Receiver) takeMetrics(body []byte) error {
	var message collectormetrics.ExportMetricsServiceRequest
	if err := proto.Unmarshal(body, &message); err != nil {
		return fmt.Errorf("decode metrics: %w", err)
	}
	for _, from := range message.GetResourceMetrics() {
		for _, scope := range from.GetScopeMetrics() {
			for _, metric := range scope.GetMetrics() {
				r.metrics[metric.GetName()] = measured(metric)
			}
		}
	}
	return nil
}

func measured(metric *metrics.Metric) Metric {
	m := Metric{Name: metric.GetName(), Unit: metric.GetUnit()}
	numbers := func(points []*metrics.NumberDataPoint) {
		for _, point := range points {
			m.Points = append(m.Points, attributes(point.GetAttributes()))
			m.Sum += point.GetAsDouble() + float64(point.GetAsInt())
		}
	}
	switch data := metric.GetData().(type) {
	case *metrics.Metric_Sum:
		m.Kind = "updowncounter"
		if data.Sum.GetIsMonotonic() {
			m.Kind = "counter"
		}
		numbers(data.Sum.GetDataPoints())
	case *metrics.Metric_Gauge:
		m.Kind = "gauge"
		numbers(data.Gauge.GetDataPoints())
	case *metrics.Metric_Histogram:
		m.Kind = "histogram"
		for _, point := range data.Histogram.GetDataPoints() {
			m.Points = append(m.Points, attributes(point.GetAttributes()))
			m.Sum += point.GetSum()
		}
	}
	return m
}

func attributes(pairs []*common.KeyValue) map[string]string {
	found := map[string]string{}
	for _, pair := range pairs {
		found[pair.GetKey()] = valueOf(pair.GetValue())
	}
	return found
}

func valueOf(value *common.AnyValue) string {
	switch v := value.GetValue().(type) {
	case *common.AnyValue_StringValue:
		return v.StringValue
	case *common.AnyValue_IntValue:
		return strconv.FormatInt(v.IntValue, 10)
	case *common.AnyValue_DoubleValue:
		return fmt.Sprint(v.DoubleValue)
	case *common.AnyValue_BoolValue:
		return strconv.FormatBool(v.BoolValue)
	}
	return value.String()
}

func hexOf(id []byte) string { return hex.EncodeToString(id) }

// Spans are all that were received, in no particular order.
func (r *Receiver) Spans() []Span {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Span(nil), r.spans...)
}

// Metrics are all that were received, by name.
func (r *Receiver) Metrics() map[string]Metric {
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.metrics)
}

// Headers are those of all requests.
func (r *Receiver) Headers() []http.Header {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]http.Header(nil), r.headers...)
}

// Raw is everything that was received, unzipped, to look for what must not be
// there.
func (r *Receiver) Raw() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return string(r.raw)
}
