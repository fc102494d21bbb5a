package accesstoken

import (
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/cruddur/cruddur/platform/fault"
)

const (
	// refreshAfter is the age at which the keys are fetched again.
	refreshAfter = time.Hour
	// penalty is how long after a fetch another may follow, so that a flood of
	// tokens with made-up kids costs no requests. failurePenalty is the same
	// after a fetch that failed: shorter, so that we recover soon.
	penalty        = 30 * time.Second
	failurePenalty = 5 * time.Second
	// staleWait is how long a token of a known key waits for the refresh of an
	// old set before the old key is used. It keeps a slow issuer from slowing
	// everyone down, while a set that can be had is used at once.
	staleWait = 500 * time.Millisecond
)

// keySet is the issuer's keys by kid, fetched on demand.
type keySet struct {
	url    string
	client *http.Client
	now    func() time.Time

	flight singleflight.Group

	mu        sync.RWMutex
	keys      map[string]*rsa.PublicKey
	fetchedAt time.Time // of keys
	notBefore time.Time // the penalty's end: no fetch before it
	lastErr   error     // of the latest fetch
}

// find returns the key of kid. It fetches the set if kid isn't in it, or if it
// is old. A kid that isn't in a set we could fetch is token_invalid; one that
// we couldn't look for is keys_unavailable.
func (s *keySet) find(ctx context.Context, kid string) (*rsa.PublicKey, error) {
	if kid == "" {
		return nil, invalid(errors.New("the header has no kid"))
	}
	key, mayFetch := s.look(kid)
	if !mayFetch {
		return key, s.verdict(kid, key)
	}
	done := s.refresh(ctx)
	var giveUp <-chan time.Time
	if key != nil {
		timer := time.NewTimer(staleWait)
		defer timer.Stop()
		giveUp = timer.C
	}
	select {
	case <-done:
	case <-giveUp:
		return key, nil
	case <-ctx.Done():
		return nil, unavailable(ctx.Err())
	}
	key, _ = s.look(kid)
	return key, s.verdict(kid, key)
}

// look returns the key of kid, or nil, and whether the set should and may be
// fetched on its account.
func (s *keySet) look(kid string) (key *rsa.PublicKey, mayFetch bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	now := s.now()
	key = s.keys[kid]
	wanted := key == nil || now.Sub(s.fetchedAt) >= refreshAfter
	return key, wanted && !now.Before(s.notBefore)
}

// verdict is what to answer when kid has been looked for as far as allowed.
func (s *keySet) verdict(kid string, key *rsa.PublicKey) error {
	if key != nil {
		return nil
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.lastErr != nil {
		return unavailable(s.lastErr)
	}
	return invalid(fmt.Errorf("no key has the kid %.64q", kid))
}

// ready returns nil if there are keys, old ones too.
func (s *keySet) ready(ctx context.Context) error {
	if have, mayFetch := s.state(); have || !mayFetch {
		return s.readiness()
	}
	select {
	case <-s.refresh(ctx):
		return s.readiness()
	case <-ctx.Done():
		return unavailable(ctx.Err())
	}
}

func (s *keySet) state() (have, mayFetch bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.keys) > 0, !s.now().Before(s.notBefore)
}

func (s *keySet) readiness() error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if len(s.keys) > 0 {
		return nil
	}
	return unavailable(s.lastErr)
}

// refresh fetches the set, once for all who ask at the same time. The fetch
// outlives the caller: others wait for it too.
func (s *keySet) refresh(ctx context.Context) <-chan singleflight.Result {
	return s.flight.DoChan("", func() (any, error) {
		if _, mayFetch := s.state(); !mayFetch {
			return nil, nil // another flight landed since the caller looked
		}
		s.store(fetch(context.WithoutCancel(ctx), s.client, s.url))
		return nil, nil
	})
}

// store takes over a fetched set; after a failure the old one stays. A key
// that didn't change keeps its pointer, which is how cached tokens know it.
func (s *keySet) store(keys map[string]*rsa.PublicKey, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	s.lastErr = err
	if err != nil {
		s.notBefore = now.Add(failurePenalty)
		return
	}
	for kid, key := range keys {
		if old, ok := s.keys[kid]; ok && old.Equal(key) {
			keys[kid] = old
		}
	}
	s.keys, s.fetchedAt, s.notBefore = keys, now, now.Add(penalty)
}

func unavailable(cause error) error {
	return fault.New(fault.Unavailable, "keys_unavailable", "Access tokens can't be checked right now.").
		WithCause(cause).
		WithRetryAfter(failurePenalty)
}
