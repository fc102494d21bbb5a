package directory

import (
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
)

// How long a person is taken as known: as a rule, and while the directory is
// away. A suspension bites after the first of them at the latest.
const (
	fresh = 30 * time.Second
	stale = 5 * time.Minute
)

// maxPeople bounds the cache; it begins anew when it is full.
const maxPeople = 20_000

// cache remembers people.
type cache struct {
	now func() time.Time

	mu      sync.Mutex
	people  map[uuid.UUID]entry
	handles map[string]uuid.UUID
}

type entry struct {
	profile conversations.Profile
	at      time.Time
}

func newCache(now func() time.Time) *cache {
	return &cache{now: now, people: map[uuid.UUID]entry{}, handles: map[string]uuid.UUID{}}
}

func (c *cache) keep(p conversations.Profile) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.people) >= maxPeople {
		clear(c.people)
		clear(c.handles)
	}
	c.people[p.Sub] = entry{p, c.now()}
	c.handles[strings.ToLower(p.Handle)] = p.Sub
}

func (c *cache) bySub(sub uuid.UUID, age time.Duration) (conversations.Profile, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known, found := c.people[sub]
	return known.profile, found && c.now().Sub(known.at) < age
}

func (c *cache) byHandle(handle string) (conversations.Profile, bool) {
	c.mu.Lock()
	sub, found := c.handles[strings.ToLower(handle)]
	c.mu.Unlock()
	if !found {
		return conversations.Profile{}, false
	}
	return c.bySub(sub, fresh)
}
