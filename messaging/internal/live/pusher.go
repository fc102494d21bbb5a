package live

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/platform/logging"
)

// Limits of a Pusher that nobody has a reason to change but tests.
const (
	patience    = 2 * time.Second // with one connection, tries and all
	firstPause  = 50 * time.Millisecond
	maxTries    = 4
	concurrency = 64
)

// Pusher pushes frames to people's connections.
type Pusher struct {
	registry Registry
	gateway  Gateway
	now      func() time.Time
	slots    chan struct{} // at most so many calls of the gateway at once
	observed observed

	// Patience is how long one connection may take for one frame.
	Patience time.Duration
}

// NewPusher returns a pusher; now is the clock that ends tokens.
func NewPusher(registry Registry, gateway Gateway, now func() time.Time) *Pusher {
	return &Pusher{
		registry: registry, gateway: gateway, now: now,
		slots: make(chan struct{}, concurrency), Patience: patience, observed: newObserved(),
	}
}

// Push sends a frame to every connection of the people, and returns when each
// has it or was given up. The error says that somebody's connections could not
// be looked up; what happens to a single connection is only logged.
func (p *Pusher) Push(ctx context.Context, to []uuid.UUID, frame Frame) error {
	batch := p.Batch()
	batch.Push(ctx, to, frame)
	return batch.Wait()
}

// Batch returns a batch of frames. Every connection gets its frames in the order
// in which they are given to Push, and none waits for another.
func (p *Pusher) Batch() *Batch {
	return &Batch{pusher: p, people: make(map[uuid.UUID]*person)}
}

// Batch is frames on their way. One goroutine gives it frames.
type Batch struct {
	pusher *Pusher
	people map[uuid.UUID]*person
	jobs   sync.WaitGroup

	mu     sync.Mutex
	failed []error
}

// person is somebody a batch has something for.
type person struct {
	lane
	sub     uuid.UUID
	windows []*window
	known   chan struct{} // closed when they are looked up, or that failed
}

// window is one of their connections.
type window struct {
	lane
	Connection

	lost bool // nothing more is sent to it
}

// Prepare looks up the connections of people who are about to be told something,
// and returns when that is done. What they are told then is on its way at once,
// ahead of whatever else the caller does next.
func (b *Batch) Prepare(ctx context.Context, people []uuid.UUID) {
	for _, sub := range people {
		b.person(ctx, sub)
	}
	for _, sub := range people {
		<-b.people[sub].known
	}
}

// person looks up a person's connections once in a batch; whoever connects
// meanwhile catches up by themselves.
func (b *Batch) person(ctx context.Context, sub uuid.UUID) *person {
	if known, ok := b.people[sub]; ok {
		return known
	}
	added := &person{sub: sub, known: make(chan struct{})}
	b.people[sub] = added
	b.in(&added.lane, func() {
		defer close(added.known)
		connections, err := b.pusher.registry.Of(ctx, sub)
		if err != nil {
			b.mu.Lock()
			b.failed = append(b.failed, err)
			b.mu.Unlock()
		}
		for _, connection := range connections {
			added.windows = append(added.windows, &window{Connection: connection})
		}
	})
	return added
}

// Push sends a frame in the background, as part of the trace of ctx. The channel is
// closed when everybody has it, or was given up.
func (b *Batch) Push(ctx context.Context, to []uuid.UUID, frame Frame) (told <-chan struct{}) {
	var sends sync.WaitGroup
	if data, err := frame.Encode(); err != nil {
		logging.From(ctx).ErrorContext(ctx, "frame not pushed", slog.String("error", err.Error()))
	} else {
		for _, sub := range to {
			b.push(ctx, b.person(ctx, sub), &sends, frame.Type, data)
		}
	}
	done := make(chan struct{})
	go func() {
		sends.Wait()
		close(done)
	}()
	return done
}

func (b *Batch) push(ctx context.Context, to *person, sends *sync.WaitGroup, kind Type, data []byte) {
	sends.Add(1)
	b.in(&to.lane, func() {
		defer sends.Done()
		for _, window := range to.windows {
			sends.Add(1)
			b.in(&window.lane, func() {
				defer sends.Done()
				b.pusher.send(ctx, window, kind, data)
			})
		}
	})
}

// in runs a job in a lane, and lets Wait wait for it.
func (b *Batch) in(where *lane, job func()) {
	b.jobs.Add(1)
	where.add(func() {
		defer b.jobs.Done()
		job()
	})
}

// Wait returns when every frame has arrived or was given up.
func (b *Batch) Wait() error {
	b.jobs.Wait()
	return errors.Join(b.failed...)
}

func (p *Pusher) send(ctx context.Context, to *window, kind Type, data []byte) {
	if to.lost {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, p.Patience)
	defer cancel()
	ctx, span := p.observed.begin(ctx, kind)
	outcome := p.deliver(ctx, to, data)
	to.lost = outcome != delivered // it has to catch up anyway
	p.observed.end(ctx, span, outcome)
}

func (p *Pusher) deliver(ctx context.Context, to *window, data []byte) outcome {
	if !p.now().Before(to.TokenExpires) {
		p.logged(ctx, "connection not ended", p.Expire(ctx, to.Connection))
		return expired
	}
	err := p.post(ctx, to.ID, data)
	switch {
	case err == nil:
		return delivered
	case errors.Is(err, ErrGone):
		_, err = p.registry.Remove(ctx, to.Person, to.ID)
		p.logged(ctx, "connection not forgotten", err)
		return gone
	}
	p.logged(ctx, "frame not pushed", err)
	return failed
}

func (p *Pusher) logged(ctx context.Context, what string, err error) {
	if err != nil {
		logging.From(ctx).WarnContext(ctx, what, slog.String("error", err.Error()))
	}
}

// Expire tells a connection that its token is over, and closes it. Of several
// calls at once one does it.
func (p *Pusher) Expire(ctx context.Context, c Connection) error {
	return p.Close(ctx, c, AuthExpired())
}

// Close forgets a connection, tells it why, and closes it. Of several calls at
// once one does it.
func (p *Pusher) Close(ctx context.Context, c Connection, why Frame) error {
	removed, err := p.registry.Remove(ctx, c.Person, c.ID)
	if err != nil || !removed {
		return err
	}
	return p.Drop(ctx, c.ID, why)
}

// Drop tells a connection why, and closes it, whether it is noted or not.
func (p *Pusher) Drop(ctx context.Context, id string, why Frame) error {
	data, err := why.Encode()
	if err != nil {
		return err
	}
	told := p.post(ctx, id, data)
	if errors.Is(told, ErrGone) {
		return nil
	}
	return errors.Join(told, p.gateway.Delete(ctx, id))
}

// post posts a frame, and again with growing pauses while the gateway is busy.
func (p *Pusher) post(ctx context.Context, id string, data []byte) error {
	pause := firstPause
	for try := 1; ; try++ {
		err := p.postOnce(ctx, id, data)
		if !errors.Is(err, ErrBusy) || try == maxTries {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause/2 + rand.N(pause)): //nolint:gosec // jitter is no secret
		}
		pause *= 2
	}
}

func (p *Pusher) postOnce(ctx context.Context, id string, data []byte) error {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return fmt.Errorf("wait for a turn: %w", ctx.Err())
	}
	return p.gateway.Post(ctx, id, data)
}
