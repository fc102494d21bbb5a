// Package sitetelemetry takes what the site tells its operators, from browsers
// that are anybody's, and hands on what is harmless: to the collector and to
// Rollbar, if there are any.
//
// Nobody waits for either. What comes in floods is refused, for all browsers
// together: who floods from one address is stopped at the edge before.
package sitetelemetry

import (
	"math"
	"sync"
	"time"

	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"golang.org/x/time/rate"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/rollbar"
)

// What is taken in a second, and at once. Errors are rare unless the site is
// broken, and then the first few tell it.
const (
	tracesASecond, tracesAtOnce = 50, 200
	errorsASecond, errorsAtOnce = 2, 30
)

// An error is passed on once in sameErrorEvery, however many people meet it.
// Of so many errors it is known that they were; further ones are forgotten.
const (
	sameErrorEvery = time.Minute
	maxKnownErrors = 500
)

var errTooMany = fault.New(fault.RateLimited, "too_many_reports", "There are too many reports right now.")

// Spans takes spans that passed; *telemetry.Forwarder is one.
type Spans interface {
	Forward(version string, spans []*tracepb.Span)
}

// Errors takes errors of browsers; *rollbar.Reporter is one.
type Errors interface {
	ReportBrowser(e rollbar.BrowserError)
}

// Intake takes what browsers tell. Make one with New.
type Intake struct {
	spans  Spans
	errors Errors
	origin string
	now    func() time.Time

	traceLimit, errorLimit *rate.Limiter

	mu   sync.Mutex
	told map[string]time.Time // when an error was passed on, by fingerprint
}

// Config is what an intake is made of.
type Config struct {
	Spans  Spans
	Errors Errors
	// Origin is the site's address, without a slash at its end.
	Origin string
	Now    func() time.Time
}

// New makes an intake.
func New(config Config) *Intake {
	return &Intake{
		spans: config.Spans, errors: config.Errors, origin: config.Origin, now: config.Now,
		traceLimit: rate.NewLimiter(tracesASecond, tracesAtOnce),
		errorLimit: rate.NewLimiter(errorsASecond, errorsAtOnce),
		told:       map[string]time.Time{},
	}
}

// TakeSpans passes spans of a build of the site on. It returns RateLimited
// "too_many_reports" in a flood.
func (i *Intake) TakeSpans(release string, spans []*tracepb.Span) error {
	if err := i.admit(i.traceLimit); err != nil {
		return err
	}
	for _, span := range spans {
		tame(span)
	}
	i.spans.Forward(release, spans)
	return nil
}

// TakeError passes an error on, unless the same was a moment ago. It returns
// RateLimited "too_many_reports" in a flood.
func (i *Intake) TakeError(e rollbar.BrowserError) error {
	if err := i.admit(i.errorLimit); err != nil {
		return err
	}
	e.Origin = i.origin
	if i.isNews(e.Fingerprint()) {
		i.errors.ReportBrowser(e)
	}
	return nil
}

func (i *Intake) admit(limit *rate.Limiter) error {
	now := i.now()
	if limit.AllowN(now, 1) {
		return nil
	}
	missing := 1 - limit.TokensAt(now)
	wait := math.Ceil(missing / float64(limit.Limit()))
	return errTooMany.WithRetryAfter(time.Duration(wait) * time.Second)
}

func (i *Intake) isNews(fingerprint string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	now := i.now()
	if last, known := i.told[fingerprint]; known && now.Sub(last) < sameErrorEvery {
		return false
	}
	if len(i.told) >= maxKnownErrors {
		clear(i.told)
	}
	i.told[fingerprint] = now
	return true
}
