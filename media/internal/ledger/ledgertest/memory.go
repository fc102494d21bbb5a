// Package ledgertest has a ledger in memory whose calls can be made to fail, and
// the behaviour that it and the real one have in common, as a test.
package ledgertest

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/media/internal/presign"
	"github.com/cruddur/cruddur/media/internal/upload"
)

// Memory is a ledger in memory.
type Memory struct {
	// Before and After are asked around every call; what they return is its
	// error. After an error of After the call has taken effect all the same.
	Before, After func(call string) error

	mu     sync.Mutex
	grants map[uuid.UUID]upload.Grant
	used   map[string]upload.Quota
}

var _ presign.Ledger = (*Memory)(nil)

// New returns an empty ledger.
func New() *Memory {
	return &Memory{grants: map[uuid.UUID]upload.Grant{}, used: map[string]upload.Quota{}}
}

func ask(f func(string) error, call string) error {
	if f == nil {
		return nil
	}
	return f(call)
}

// Grant implements presign.Ledger.
func (m *Memory) Grant(_ context.Context, g upload.Grant, quota upload.Quota) error {
	if err := ask(m.Before, "grant"); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, repeated := m.grants[g.ID]; repeated {
		return ask(m.After, "grant")
	}
	day := g.Owner.String() + g.Day()
	used := m.used[day]
	if used.Uploads+1 > quota.Uploads || used.Bytes+g.Bytes > quota.Bytes {
		return upload.ErrQuotaExceeded
	}
	m.used[day] = upload.Quota{Uploads: used.Uploads + 1, Bytes: used.Bytes + g.Bytes}
	m.grants[g.ID] = g
	return ask(m.After, "grant")
}

// Find implements presign.Ledger.
func (m *Memory) Find(_ context.Context, id uuid.UUID, now time.Time) (upload.Grant, error) {
	if err := ask(m.Before, "find"); err != nil {
		return upload.Grant{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	g, found := m.grants[id]
	if !found || !now.Before(g.GivenAt.Add(upload.GrantLife)) {
		return upload.Grant{}, upload.ErrNotFound
	}
	return g, nil
}
