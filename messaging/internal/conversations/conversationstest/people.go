package conversationstest

import (
	"context"
	"strings"
	"sync"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
)

// Directory is a directory in memory.
type Directory struct {
	mu      sync.Mutex
	people  map[uuid.UUID]conversations.Profile
	blocked map[[2]uuid.UUID]bool
	down    error
}

var _ conversations.Directory = (*Directory)(nil)

// NewDirectory returns one that knows nobody.
func NewDirectory() *Directory {
	return &Directory{people: map[uuid.UUID]conversations.Profile{}, blocked: map[[2]uuid.UUID]bool{}}
}

// Add makes somebody known.
func (d *Directory) Add(handle string) conversations.Person {
	person := NewPerson(handle)
	d.Change(conversations.Profile{Person: person})
	return person
}

// Change changes somebody.
func (d *Directory) Change(p conversations.Profile) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.people[p.Sub] = p
}

// Suspend suspends somebody.
func (d *Directory) Suspend(p conversations.Person) {
	d.Change(conversations.Profile{Person: p, Suspended: true})
}

// Block lets one of two block the other.
func (d *Directory) Block(by, whom conversations.Person) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.blocked[[2]uuid.UUID{by.Sub, whom.Sub}] = true
}

// Down makes every question fail; nil ends that.
func (d *Directory) Down(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.down = err
}

// Subs lists everybody's sub.
func (d *Directory) Subs() []uuid.UUID {
	d.mu.Lock()
	defer d.mu.Unlock()
	subs := make([]uuid.UUID, 0, len(d.people))
	for sub := range d.people {
		subs = append(subs, sub)
	}
	return subs
}

// ByHandle implements conversations.Directory.
func (d *Directory) ByHandle(_ context.Context, handle string) (conversations.Profile, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range d.people {
		if strings.EqualFold(p.Handle, handle) {
			return p, d.down
		}
	}
	if d.down != nil {
		return conversations.Profile{}, d.down
	}
	return conversations.Profile{}, conversations.ErrPersonUnknown
}

// BySub implements conversations.Directory.
func (d *Directory) BySub(_ context.Context, subs []uuid.UUID) (map[uuid.UUID]conversations.Profile, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	found := map[uuid.UUID]conversations.Profile{}
	for _, sub := range subs {
		if p, known := d.people[sub]; known {
			found[sub] = p
		}
	}
	return found, d.down
}

// MayWrite implements conversations.Directory.
func (d *Directory) MayWrite(_ context.Context, from uuid.UUID, to []uuid.UUID) (map[uuid.UUID]conversations.Refusal, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	refused := map[uuid.UUID]conversations.Refusal{}
	for _, sub := range to {
		p, known := d.people[sub]
		switch {
		case !known:
			refused[sub] = conversations.Unknown
		case p.Suspended:
			refused[sub] = conversations.Suspended
		case d.blocked[[2]uuid.UUID{sub, from}], d.blocked[[2]uuid.UUID{from, sub}]:
			refused[sub] = conversations.Blocked
		}
	}
	return refused, d.down
}

// Pushed is a signal and whom it was for.
type Pushed struct {
	To     []uuid.UUID
	Signal conversations.Signal
}

// Pusher keeps what it is told to push.
type Pusher struct {
	mu     sync.Mutex
	pushed []Pushed
	broken error
}

var _ conversations.Pusher = (*Pusher)(nil)

// Break makes every push fail.
func (p *Pusher) Break(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.broken = err
}

// Take returns what was pushed since the last time.
func (p *Pusher) Take() []Pushed {
	p.mu.Lock()
	defer p.mu.Unlock()
	taken := p.pushed
	p.pushed = nil
	return taken
}

// Push implements conversations.Pusher.
func (p *Pusher) Push(_ context.Context, to []uuid.UUID, signal conversations.Signal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pushed = append(p.pushed, Pushed{to, signal})
	return p.broken
}
