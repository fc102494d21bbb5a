package accesstoken

import (
	"crypto/rsa"
	"crypto/sha256"
	"sync"
)

// maxCached is how many verified tokens are remembered: about 2 MB.
const maxCached = 8192

// tokenID stands for a token, so that the cache holds no token.
type tokenID [sha256.Size]byte

func idOf(raw string) tokenID { return sha256.Sum256([]byte(raw)) }

// entry is a verified token: what it says, and the key that proved it.
type entry struct {
	claims Claims
	kid    string
	key    *rsa.PublicKey
}

// cache remembers verified tokens, at most limit. Only good tokens get in, so
// nobody can flood it, and any entry is good enough to make room.
type cache struct {
	limit int

	mu      sync.RWMutex
	entries map[tokenID]entry
}

func newCache(limit int) *cache {
	return &cache{limit: limit, entries: make(map[tokenID]entry)}
}

func (c *cache) get(id tokenID) (entry, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	e, ok := c.entries[id]
	return e, ok
}

func (c *cache) put(id tokenID, e entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for old := range c.entries {
		if len(c.entries) < c.limit {
			break
		}
		delete(c.entries, old)
	}
	c.entries[id] = e
}

func (c *cache) remove(id tokenID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.entries, id)
}
