// Package rollbar tells Rollbar of errors that are logged.
//
// It stands behind log/slog: whoever logs at the level of errors has reported.
// A goroutine of its own sends what a bounded queue holds; what does not fit,
// or can't be delivered, is dropped, because the log has it anyway. Nothing is
// sent twice, so each error is there once at most.
package rollbar

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/cruddur/cruddur/platform/logging"
)

// DefaultEndpoint is where Rollbar takes items.
const DefaultEndpoint = "https://api.rollbar.com/api/1/item/"

const (
	queueLength    = 100
	sendTimeout    = 5 * time.Second
	complaintEvery = time.Minute
)

var errQueueFull = errors.New("the queue is full")

// Settings say who reports, and where to.
type Settings struct {
	// Token is the project's access token for servers.
	Token string
	// Service, Environment and Release name the reporter: "backend",
	// "production", a commit.
	Service, Environment, Release string
	// Endpoint is DefaultEndpoint when empty.
	Endpoint string
	// Logger is told, once a minute at most, that something was dropped. It must
	// not lead here.
	Logger *slog.Logger
}

// Reporter sends items to Rollbar. Make one with NewReporter.
type Reporter struct {
	settings Settings
	client   *http.Client
	dropped  *logging.Rarely

	queue   chan item
	flushes chan chan<- struct{} // each is closed when what was queued before is gone
	stop    func()
	stopped <-chan struct{}
	done    chan struct{}
}

// NewReporter starts a reporter.
func NewReporter(settings Settings) *Reporter {
	settings.Endpoint = cmp.Or(settings.Endpoint, DefaultEndpoint)
	running, stop := context.WithCancel(context.Background())
	r := &Reporter{
		settings: settings,
		client:   &http.Client{Timeout: sendTimeout},
		dropped:  logging.NewRarely(cmp.Or(settings.Logger, slog.Default()), "an error is not reported to Rollbar", complaintEvery, time.Now),
		queue:    make(chan item, queueLength),
		flushes:  make(chan chan<- struct{}),
		stop:     stop,
		stopped:  running.Done(),
		done:     make(chan struct{}),
	}
	go r.run()
	return r
}

// report queues an item, or drops it. It never waits.
func (r *Reporter) report(i item) {
	select {
	case r.queue <- i:
	default:
		r.dropped.Handle(errQueueFull)
	}
}

func (r *Reporter) run() {
	defer close(r.done)
	for {
		select {
		case i := <-r.queue:
			r.deliver(i)
		case gone := <-r.flushes:
			r.empty()
			close(gone)
		case <-r.stopped:
			r.empty()
			return
		}
	}
}

// empty delivers what is queued now, and not what comes meanwhile.
func (r *Reporter) empty() {
	for range len(r.queue) {
		r.deliver(<-r.queue)
	}
}

func (r *Reporter) deliver(i item) {
	if err := r.send(i); err != nil {
		r.dropped.Handle(err)
	}
}

func (r *Reporter) send(i item) error {
	body, err := json.Marshal(map[string]any{"data": i})
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	// The client's timeout bounds it: whoever logged is not waiting.
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, r.settings.Endpoint, bytes.NewReader(body))
	if err != nil {
		return errors.New("the endpoint is not an address")
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Rollbar-Access-Token", r.settings.Token)
	answer, err := r.client.Do(request)
	if err != nil {
		return fmt.Errorf("send: %w", err)
	}
	defer answer.Body.Close() //nolint:errcheck // nothing is read from it
	_, _ = io.CopyN(io.Discard, answer.Body, 64<<10)
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the answer is %d", answer.StatusCode)
	}
	return nil
}

// Flush waits until all that was queued is sent or dropped, or ctx ends.
// Lambdas call it at the end of each invocation.
func (r *Reporter) Flush(ctx context.Context) error {
	gone := make(chan struct{})
	select {
	case r.flushes <- gone:
	case <-r.done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("deliver errors to Rollbar: %w", ctx.Err())
	}
	select {
	case <-gone:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("deliver errors to Rollbar: %w", ctx.Err())
	}
}

// Close sends what is queued and ends, or gives up when ctx does. It may be
// called again.
func (r *Reporter) Close(ctx context.Context) error {
	r.stop()
	select {
	case <-r.done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("deliver errors to Rollbar: %w", ctx.Err())
	}
}
