package telemetry

import (
	"context"
	"slices"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/metric/noop"
)

// Kind is how a metric behaves.
type Kind string

// Kinds of metrics.
const (
	Counter       Kind = "counter"       // only grows
	UpDownCounter Kind = "updowncounter" // grows and shrinks
	Gauge         Kind = "gauge"         // is what it is now
	Histogram     Kind = "histogram"     // how often how much
)

// Metric is one that a process reports.
type Metric struct {
	Name, Unit string
	Kind       Kind
	Meaning    string
}

// Counter is the instrument of a counter, of the global provider.
func (m Metric) Counter(scope string) metric.Int64Counter {
	counter, err := otel.GetMeterProvider().Meter(scope).Int64Counter(m.Name, metric.WithUnit(m.Unit), metric.WithDescription(m.Meaning))
	if err != nil { // only for names that are none
		otel.Handle(err)
		return noop.Int64Counter{}
	}
	return counter
}

// Histogram is the instrument of a histogram of seconds, of the global provider.
func (m Metric) Histogram(scope string) metric.Float64Histogram {
	histogram, err := otel.GetMeterProvider().Meter(scope).Float64Histogram(m.Name,
		metric.WithUnit(m.Unit), metric.WithDescription(m.Meaning), metric.WithExplicitBucketBoundaries(seconds()...))
	if err != nil {
		otel.Handle(err)
		return noop.Float64Histogram{}
	}
	return histogram
}

// ObserveCounter has a counter report what total says, of the global provider.
func (m Metric) ObserveCounter(scope string, total func() int64) {
	_, err := otel.GetMeterProvider().Meter(scope).Int64ObservableCounter(m.Name, metric.WithUnit(m.Unit), metric.WithDescription(m.Meaning),
		metric.WithInt64Callback(func(_ context.Context, o metric.Int64Observer) error {
			o.Observe(total())
			return nil
		}))
	if err != nil { // only for names that are none
		otel.Handle(err)
	}
}

// seconds are the bounds of durations: those of OpenTelemetry for HTTP, and
// what takes minutes.
func seconds() []float64 {
	return []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21600}
}

// FindMetric looks a metric up by its name.
func FindMetric(name string) (Metric, bool) {
	for _, metric := range Metrics() {
		if metric.Name == name {
			return metric, true
		}
	}
	return Metric{}, false
}

// What the product measures of itself; the other names are the
// instrumentations'.
var (
	PurgeLag     = Metric{"cruddur.purge.lag", "s", Gauge, "For how long what the last purge deleted had been expired, at most; 0 when it found nothing."}
	PurgeDeleted = Metric{"cruddur.purge.deleted", "{row}", Counter, "What the purge has deleted, by kind."}

	StreamAge  = Metric{"cruddur.stream.age", "s", Histogram, "How old changes of messages were when inboxes had moved, by kind of change."}
	LiveOpened = Metric{"cruddur.live.opened", "{connection}", Counter, "Windows that were connected."}
	LiveClosed = Metric{"cruddur.live.closed", "{connection}", Counter, "Windows that were forgotten. Opened less closed is how many are connected, but for those whose end nobody told."}
	LivePushed = Metric{"cruddur.live.pushed", "{frame}", Counter, "Frames for windows, by outcome: delivered, gone, expired, failed."}

	LogDropped = Metric{"cruddur.log.dropped", "{line}", Counter, "Lines of the log that were lost, because nobody read them fast enough."}

	ResizeDuration = Metric{"cruddur.resize.duration", "s", Histogram, "How long an upload took to become a picture, by purpose and outcome."}
	ResizeRefused  = Metric{"cruddur.resize.refused", "{upload}", Counter, "Uploads that are no picture we can show, by purpose and reason."}
)

// Metrics lists all that any process of the product reports. Dashboards and
// alarms are tested against it, and so is what the processes report.
func Metrics() []Metric {
	own := []Metric{PurgeLag, PurgeDeleted, StreamAge, LiveOpened, LiveClosed, LivePushed, LogDropped, ResizeDuration, ResizeRefused}
	return slices.Concat(own, httpMetrics(), functionMetrics(), databaseMetrics(), jobMetrics(), runtimeMetrics())
}

// FunctionDuration is reported by every Lambda.
var FunctionDuration = Metric{"faas.invoke_duration", "s", Histogram, "How long invocations took, by trigger and type of error."}

// functionMetrics are of Lambdas. Rate, errors and duration are all in the
// duration.
func functionMetrics() []Metric { return []Metric{FunctionDuration} }

// httpMetrics are by route (http.route), method and status; those of clients by
// the server's address. Rate, errors and duration are all in the duration.
func httpMetrics() []Metric {
	return []Metric{
		{"http.server.request.duration", "s", Histogram, "How long requests took to be answered."},
		{"http.server.request.body.size", "By", Histogram, "How long the bodies of requests were."},
		{"http.server.response.body.size", "By", Histogram, "How long answers were."},
		{"http.client.request.duration", "s", Histogram, "How long other services took to answer us."},
		{"http.client.request.body.size", "By", Histogram, "How long the bodies of requests to them were."},
	}
}

// databaseMetrics are by statement (db.operation.name), and by pool
// (db.client.connection.pool.name).
func databaseMetrics() []Metric {
	return []Metric{
		{"db.client.operation.duration", "s", Histogram, "How long statements took, and getting a connection for them."},
		{"db.client.operation.errors", "", Counter, "Statements that failed."},
		{"pgxpool.acquired_connections", "", UpDownCounter, "Connections in use."},
		{"pgxpool.idle_connections", "", UpDownCounter, "Connections that nobody uses."},
		{"pgxpool.constructing_connections", "", UpDownCounter, "Connections that are being opened."},
		{"pgxpool.total_connections", "", UpDownCounter, "Connections, in whatever state."},
		{"pgxpool.max_connections", "", Gauge, "The most connections that the pool may have."},
		{"pgxpool.acquires", "", Counter, "How often a connection was got."},
		{"pgxpool.acquire_duration", "ns", Counter, "Time spent on getting connections."},
		{"pgxpool.canceled_acquires", "", Counter, "How often somebody gave up waiting for one."},
		{"pgxpool.empty_acquire", "", Counter, "How often somebody had to wait for one."},
		{"pgxpool.empty_acquire_wait_time", "ns", Counter, "Time spent waiting because all were in use."},
		{"pgxpool.new_connections", "", Counter, "Connections that were opened."},
		{"pgxpool.max_lifetime_destroys", "", Counter, "Connections that were closed because of their age."},
		{"pgxpool.max_idle_destroys", "", Counter, "Connections that were closed because nobody used them."},
	}
}

// jobMetrics are by kind, queue and status.
func jobMetrics() []Metric {
	const jobs = "{job}"
	return []Metric{
		{"river.insert_count", jobs, Counter, "Jobs that were put into queues."},
		{"river.insert_many_count", "{job_batch}", Counter, "Batches in which they were."},
		{"river.insert_many_duration", "s", Gauge, "How long the last batch took."},
		{"river.insert_many_duration_histogram", "s", Histogram, "How long batches took."},
		{"river.job_get_available_count", jobs, Histogram, "How many jobs were taken from a queue at once."},
		{"river.job_get_available_duration", "s", Histogram, "How long taking them took."},
		{"river.work_count", jobs, Counter, "Jobs that were worked on, by how that ended."},
		{"river.work_duration", "s", Gauge, "How long the last job took."},
		{"river.work_duration_histogram", "s", Histogram, "How long jobs took."},
	}
}

// runtimeMetrics are of the process, and of the machine it is on.
func runtimeMetrics() []Metric {
	return []Metric{
		{"go.memory.used", "By", UpDownCounter, "Memory that the Go runtime has in use."},
		{"go.memory.limit", "By", UpDownCounter, "GOMEMLIMIT, if one is set."},
		{"go.memory.allocated", "By", Counter, "Memory that was allocated on the heap."},
		{"go.memory.allocations", "{allocation}", Counter, "How often that was."},
		{"go.memory.gc.goal", "By", UpDownCounter, "The heap's size at which garbage is collected next."},
		{"go.goroutine.count", "{goroutine}", UpDownCounter, "Goroutines."},
		{"go.processor.limit", "{thread}", UpDownCounter, "GOMAXPROCS."},
		{"go.config.gogc", "%", UpDownCounter, "GOGC."},
		{"process.cpu.time", "s", Counter, "Processor time that the process took."},
		{"system.cpu.time", "s", Counter, "Processor time of the machine, by state."},
		{"system.memory.usage", "By", UpDownCounter, "Memory of the machine, by state."},
		{"system.memory.utilization", "1", Gauge, "The same, as a part of all."},
		{"system.network.io", "By", Counter, "What the machine sent and received."},
	}
}
