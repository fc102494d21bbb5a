// Package objectstest has a bucket in memory whose calls can be made to fail,
// and the behaviour that it and the real one have in common, as a test.
package objectstest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"sync"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/media/internal/resize"
	"github.com/cruddur/cruddur/media/internal/upload"
)

// ErrInjected is what a call that is made to fail fails with.
var ErrInjected = errors.New("injected")

// Fault says how a call goes wrong.
type Fault int

// The ways to go wrong. TookEffect is the one that retries are about: the
// answer was lost, the deed was done.
const (
	None Fault = iota
	Failed
	TookEffect
)

// Memory is a bucket in memory.
type Memory struct {
	// Inject is asked before every call; nil lets all succeed.
	Inject func(call, key string) Fault

	mu      sync.Mutex
	objects map[string]resize.Object
}

var _ resize.Bucket = (*Memory)(nil)

// New returns an empty bucket.
func New() *Memory { return &Memory{objects: map[string]resize.Object{}} }

// Objects returns a copy of all that the bucket holds.
func (m *Memory) Objects() map[string]resize.Object {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.objects)
}

// do runs a call with the fault that Inject wants.
func (m *Memory) do(call, key string, act func() error) error {
	fault := None
	if m.Inject != nil {
		fault = m.Inject(call, key)
	}
	if fault == Failed {
		return fmt.Errorf("%s %s: %w", call, key, ErrInjected)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	err := act()
	if fault == TookEffect {
		return fmt.Errorf("%s %s, after it took effect: %w", call, key, ErrInjected)
	}
	return err
}

// Head implements resize.Bucket.
func (m *Memory) Head(_ context.Context, key string) (info resize.Info, err error) {
	err = m.do("head", key, func() error {
		object, found := m.objects[key]
		if !found {
			return resize.ErrNoObject
		}
		info = resize.Info{Bytes: int64(len(object.Data)), ETag: etag(object.Data)}
		return nil
	})
	return info, err
}

// Get implements resize.Bucket.
func (m *Memory) Get(_ context.Context, key, want string, limit int64) (data []byte, err error) {
	err = m.do("get", key, func() error {
		object, found := m.objects[key]
		switch {
		case !found:
			return resize.ErrNoObject
		case want != "" && want != etag(object.Data):
			return resize.ErrChanged
		case int64(len(object.Data)) > limit:
			return errors.New("too long")
		}
		data = bytes.Clone(object.Data)
		return nil
	})
	return data, err
}

// Put implements resize.Bucket.
func (m *Memory) Put(_ context.Context, key string, object resize.Object) error {
	return m.do("put", key, func() error {
		if _, found := m.objects[key]; found && object.OnlyNew {
			return resize.ErrChanged
		}
		object.Data = bytes.Clone(object.Data)
		m.objects[key] = object
		return nil
	})
}

// Delete implements resize.Bucket.
func (m *Memory) Delete(_ context.Context, key string) error {
	return m.do("delete", key, func() error {
		delete(m.objects, key)
		return nil
	})
}

// Manifest reads a manifest, as the real bucket does.
func (m *Memory) Manifest(ctx context.Context, id uuid.UUID) (upload.Manifest, error) {
	data, err := m.Get(ctx, upload.ManifestKey(id), "", 1<<20)
	if errors.Is(err, resize.ErrNoObject) {
		return upload.Manifest{}, upload.ErrNotFound
	}
	if err != nil {
		return upload.Manifest{}, err
	}
	return upload.DecodeManifest(data)
}

func etag(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}
