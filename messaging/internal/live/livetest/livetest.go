// Package livetest has connections in memory, whose calls can be made to fail.
package livetest

import (
	"context"
	"encoding/json"
	"slices"
	"sync"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/live"
)

// Registry is a registry in memory.
type Registry struct {
	// Before and After are asked around every call; what they return is its
	// error. After an error of After the call has taken effect all the same.
	Before, After func(call string) error

	mu     sync.Mutex
	open   []live.Connection
	frames map[string]int
}

var _ live.Registry = (*Registry)(nil)

func (r *Registry) call(name string, effect func() error) error {
	if r.Before != nil {
		if err := r.Before(name); err != nil {
			return err
		}
	}
	r.mu.Lock()
	err := effect()
	r.mu.Unlock()
	if err != nil || r.After == nil {
		return err
	}
	return r.After(name)
}

// Add notes a connection.
func (r *Registry) Add(_ context.Context, c live.Connection) error {
	return r.call("add", func() error {
		r.open = append(r.open, c)
		return nil
	})
}

// Of implements live.Registry.
func (r *Registry) Of(_ context.Context, person uuid.UUID) (found []live.Connection, err error) {
	err = r.call("of", func() error {
		for _, c := range r.open {
			if c.Person == person {
				found = append(found, c)
			}
		}
		return nil
	})
	slices.SortStableFunc(found, func(a, b live.Connection) int { return a.OpenedAt.Compare(b.OpenedAt) })
	return found, err
}

// Remove implements live.Registry.
func (r *Registry) Remove(_ context.Context, person uuid.UUID, id string) (removed bool, err error) {
	err = r.call("remove", func() error {
		before := len(r.open)
		r.open = slices.DeleteFunc(r.open, func(c live.Connection) bool { return c.Person == person && c.ID == id })
		removed = len(r.open) < before
		return nil
	})
	return removed && err == nil, err
}

// CountFrame counts a frame; here a minute never ends.
func (r *Registry) CountFrame(_ context.Context, person uuid.UUID, id string) error {
	return r.call("count", func() error {
		if !slices.ContainsFunc(r.open, func(c live.Connection) bool { return c.Person == person && c.ID == id }) {
			return live.ErrUnknown
		}
		if r.frames == nil {
			r.frames = make(map[string]int)
		}
		if r.frames[id] == live.MaxFramesPerMinute {
			return live.ErrTooManyFrames
		}
		r.frames[id]++
		return nil
	})
}

// IDs lists who is connected, in the order of connecting.
func (r *Registry) IDs() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	ids := make([]string, 0, len(r.open))
	for _, c := range r.open {
		ids = append(ids, c.ID)
	}
	return ids
}

// Gateway is a gateway in memory.
type Gateway struct {
	// Fault is asked before every post and delete; what it returns is the
	// call's error.
	Fault func(ctx context.Context, call, id string) error

	mu      sync.Mutex
	frames  map[string][]live.Frame
	deleted []string
}

var _ live.Gateway = (*Gateway)(nil)

// Post implements live.Gateway.
func (g *Gateway) Post(ctx context.Context, id string, data []byte) error {
	if g.Fault != nil {
		if err := g.Fault(ctx, "post", id); err != nil {
			return err
		}
	}
	var frame live.Frame
	if err := json.Unmarshal(data, &frame); err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if slices.Contains(g.deleted, id) {
		return live.ErrGone
	}
	if g.frames == nil {
		g.frames = make(map[string][]live.Frame)
	}
	g.frames[id] = append(g.frames[id], frame)
	return nil
}

// Delete implements live.Gateway.
func (g *Gateway) Delete(ctx context.Context, id string) error {
	if g.Fault != nil {
		if err := g.Fault(ctx, "delete", id); err != nil {
			return err
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.deleted = append(g.deleted, id)
	return nil
}

// Frames lists what a connection was sent.
func (g *Gateway) Frames(id string) []live.Frame {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.frames[id])
}

// Types lists the types of what a connection was sent.
func (g *Gateway) Types(id string) []live.Type {
	frames := g.Frames(id)
	types := make([]live.Type, 0, len(frames))
	for _, frame := range frames {
		types = append(types, frame.Type)
	}
	return types
}

// Deleted lists the connections that were closed.
func (g *Gateway) Deleted() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.deleted)
}
