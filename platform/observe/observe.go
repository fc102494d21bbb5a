// Package observe makes a process visible from outside: its log, its traces and
// metrics, and its errors, as its settings say.
//
//	observed, err := observe.StartService(ctx, "backend", cfg.Settings, os.Stdout)
//	return observed.Service(ctx, func(ctx context.Context) error { … })
//
// A command that does one thing and ends calls Start and Command; a Lambda calls
// Start and has its handler wrapped by Function.
//
// It comes first in main, because what is made later is traced by what Start
// sets up. Whatever is away of the collector and Rollbar, the process runs.
package observe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os/signal"
	"syscall"
	"time"

	"github.com/cruddur/cruddur/platform/config"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/rollbar"
	"github.com/cruddur/cruddur/platform/telemetry"
)

// What the end of a process, and of an invocation, waits for at most. What
// nobody could be told by then is lost.
const (
	endLimit        = 4 * time.Second
	logLimit        = time.Second // more, for what the log holds
	invocationLimit = time.Second
	commandLimit    = time.Second
	// spareTime is left of an invocation for answering.
	spareTime = 100 * time.Millisecond
	// impatience is for how long invocations deliver nothing themselves after
	// one that could not. What they observe stays in bounded queues.
	impatience = 30 * time.Second
)

// Settings are for embedding into those of a service.
type Settings struct {
	// Environment is what traces and errors are reported for: production, staging.
	Environment string `param:"environment,default=local"`
	// Release is the version that runs, such as a commit, for traces and errors.
	Release string `param:"release,default=unknown"`
	// LogLevel is debug, info, warn or error. Services read it again every
	// minute, and on SIGHUP; Lambdas with the first invocation after a minute.
	LogLevel string `param:"log_level,default=info"`
	// LogUserKey makes the pseudonyms that people have in logs and traces. With
	// one of its own in each environment, nobody is known in another by them;
	// without one they change with every start.
	LogUserKey config.Secret `param:"log_user_key"`

	// OTLPEndpoint is the collector's address, such as http://localhost:4318.
	// Without one, nothing is traced or measured.
	OTLPEndpoint string `param:"otlp_endpoint"`
	// OTLPHeaders are sent to the collector: name=value, with commas between.
	OTLPHeaders config.Secret `param:"otlp_headers"`
	// TraceSampleRatio is the part of traces that is kept, 0 to 1; the same in
	// all services, so that traces are whole.
	TraceSampleRatio float64 `param:"trace_sample_ratio,default=1"`

	// RollbarToken is the access token of a Rollbar project. Without one, errors
	// are only logged.
	RollbarToken config.Secret `param:"rollbar_token"`
	// RollbarEndpoint is where Rollbar takes items, if not at its own address.
	RollbarEndpoint string `param:"rollbar_endpoint"`
}

// Observation is how a process is seen.
type Observation struct {
	// Logger is the process's. Errors that it logs are reported.
	Logger *slog.Logger
	// Pseudonyms are what people are called in logs and traces.
	Pseudonyms logging.Pseudonyms
	// Errors is who tells Rollbar; nil without a token.
	Errors *rollbar.Reporter

	service     string
	traces      telemetry.Settings
	level       *slog.LevelVar
	patientFrom time.Time // of invocations, which come one after the other
	levelFrom   LevelSetting
	levelReadAt time.Time

	flushes []func(context.Context) error
	ends    []func(context.Context) error
	lines   *logging.Queue // nil when lines are written by whoever logs
}

// StartService begins to observe a process that serves many at a time. None of
// them waits for the log: its lines go through a bounded queue, which drops and
// counts what is not read fast enough. Whatever a library says by itself is part
// of the log too, and a log that nobody reads any more does not end the process.
func StartService(ctx context.Context, service string, settings Settings, stdout io.Writer) (*Observation, error) {
	lines := logging.NewQueue(stdout) //nolint:contextcheck // it writes on when ctx has ended
	o, err := Start(ctx, service, settings, lines)
	if err != nil {
		return nil, errors.Join(err, lines.Close(ctx))
	}
	o.lines = lines
	signal.Ignore(syscall.SIGPIPE)
	slog.SetDefault(o.Logger)
	telemetry.LogDropped.ObserveCounter(scope, lines.Dropped)
	return o, nil
}

// Start begins to observe a process that logs to stdout, and has written a line
// before it goes on, as Lambdas must. Settings that can't work are an error,
// which names them; systems that are away are none.
func Start(ctx context.Context, service string, settings Settings, stdout io.Writer) (*Observation, error) {
	level, err := logging.ParseLevel(settings.LogLevel)
	if err != nil {
		return nil, fmt.Errorf("read log_level: %w", err)
	}
	o := &Observation{service: service, level: &slog.LevelVar{}, Pseudonyms: logging.NewPseudonyms(settings.LogUserKey.Reveal())}
	o.level.Set(level)
	plain := logging.New(stdout, o.level)
	o.Logger = plain
	o.traces = telemetry.Settings{
		Service: service, Version: settings.Release, Environment: settings.Environment,
		Endpoint: settings.OTLPEndpoint, Headers: settings.OTLPHeaders.Reveal(), SampleRatio: settings.TraceSampleRatio,
		Logger: plain,
	}
	shutdown, err := telemetry.Start(ctx, o.traces)
	if err != nil {
		return nil, err
	}
	o.flushes, o.ends = append(o.flushes, telemetry.Flush), append(o.ends, shutdown)
	if settings.RollbarToken != "" {
		reporter := rollbar.NewReporter(rollbar.Settings{ //nolint:contextcheck // it sends on when ctx has ended
			Token: settings.RollbarToken.Reveal(), Service: service, Environment: settings.Environment, Release: settings.Release,
			Endpoint: settings.RollbarEndpoint, Logger: plain,
		})
		o.flushes, o.ends = append(o.flushes, reporter.Flush), append(o.ends, reporter.Close)
		o.Errors, o.Logger = reporter, slog.New(reporter.Handler(plain.Handler()))
	}
	return o, nil
}

// Nothing observes nothing: for a command that has to run all the same.
func Nothing() *Observation { return &Observation{Logger: slog.New(slog.DiscardHandler)} }

// Forwarder sends on spans that another service made, to where the process's own
// go; nil where those go nowhere. It ends with the process.
func (o *Observation) Forwarder(service string) (*telemetry.Forwarder, error) {
	settings := o.traces
	settings.Service = service
	forwarder, err := telemetry.NewForwarder(settings)
	if err != nil || forwarder == nil {
		return nil, err
	}
	o.ends = append(o.ends, forwarder.Close)
	return forwarder, nil
}

// End delivers what is left, as far as that goes soon.
func (o *Observation) End(ctx context.Context) { o.end(ctx, endLimit) }

func (o *Observation) end(ctx context.Context, limit time.Duration) {
	o.deliver(ctx, o.ends, limit)
	if o.lines == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), logLimit)
	defer cancel()
	_ = o.lines.Close(ctx) // there is nowhere left to say it
}

// deliver runs all at once: one that hangs must not take the others' time. It
// says whether all went well.
func (o *Observation) deliver(ctx context.Context, ways []func(context.Context) error, limit time.Duration) bool {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	defer cancel()
	results := make(chan error, len(ways))
	for _, way := range ways {
		go func() { results <- way(ctx) }()
	}
	var failed error
	for range ways {
		failed = errors.Join(failed, <-results)
	}
	if failed != nil {
		o.Logger.WarnContext(ctx, "what was observed last is not delivered", slog.Any("error", failed))
	}
	return failed == nil
}
