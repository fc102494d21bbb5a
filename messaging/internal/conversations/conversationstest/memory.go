// Package conversationstest has a store in memory whose calls can be made to
// fail, and the behaviour that it and the real one have in common, as a test.
package conversationstest

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
)

// Store is a store of conversations, with the stream's side of inboxes.
type Store interface {
	conversations.Groups
	conversations.Messages
	conversations.Inboxes
	AdvanceInbox(ctx context.Context, member uuid.UUID, m conversations.Message) (moved bool, err error)
	WithdrawInbox(ctx context.Context, member, group, message uuid.UUID) (moved bool, err error)
}

// Memory is a store in memory.
type Memory struct {
	// Before and After are asked around every write; what they return is its
	// error. After an error of After the write has taken effect all the same.
	Before, After func(call string) error

	now  func() time.Time
	rows *rows
}

// rows is what is stored.
type rows struct {
	mu       sync.Mutex
	groups   map[uuid.UUID]conversations.Group
	messages map[uuid.UUID]map[uuid.UUID]conversations.Message // by group
	sent     map[sentKey]sentRow
	inboxes  map[side]inbox
}

type sentKey struct {
	group, sender uuid.UUID
	clientID      string
}

type sentRow struct {
	message     uuid.UUID
	fingerprint string
	end         time.Time
}

type side struct{ sub, group uuid.UUID }

// inbox is a row; one that is not listed has only been read in or muted.
type inbox struct {
	conversations.Inbox

	listed bool
	edited time.Time // of the preview
}

var _ Store = (*Memory)(nil)

// NewMemory returns an empty store.
func NewMemory(now func() time.Time) *Memory {
	return &Memory{now: now, rows: &rows{
		groups:   map[uuid.UUID]conversations.Group{},
		messages: map[uuid.UUID]map[uuid.UUID]conversations.Message{},
		sent:     map[sentKey]sentRow{},
		inboxes:  map[side]inbox{},
	}}
}

// At is the same store by another clock.
func (m *Memory) At(now func() time.Time) *Memory { return &Memory{now: now, rows: m.rows} }

// write runs one write as a whole.
func (m *Memory) write(call string, f func() error) error {
	if m.Before != nil {
		if err := m.Before(call); err != nil {
			return err
		}
	}
	m.rows.mu.Lock()
	err := f()
	m.rows.mu.Unlock()
	if err == nil && m.After != nil {
		return m.After(call)
	}
	return err
}

// Group implements conversations.Groups.
func (m *Memory) Group(_ context.Context, id uuid.UUID) (conversations.Group, error) {
	m.rows.mu.Lock()
	defer m.rows.mu.Unlock()
	group, found := m.rows.groups[id]
	if !found {
		return conversations.Group{}, conversations.ErrGroupNotFound
	}
	return ordered(group), nil
}

func ordered(g conversations.Group) conversations.Group {
	g.Members = slices.Clone(g.Members)
	slices.SortFunc(g.Members, func(a, b conversations.Member) int { return bytes.Compare(a.Sub[:], b.Sub[:]) })
	return g
}

// Groups implements conversations.Groups.
func (m *Memory) Groups(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]conversations.Group, error) {
	found := map[uuid.UUID]conversations.Group{}
	for _, id := range ids {
		if group, err := m.Group(ctx, id); err == nil {
			found[id] = group
		}
	}
	return found, nil
}

// CreateGroup implements conversations.Groups.
func (m *Memory) CreateGroup(_ context.Context, g conversations.Group, starter uuid.UUID, events ...conversations.Message) error {
	return m.write("create group", func() error {
		if _, exists := m.rows.groups[g.ID]; exists {
			return conversations.ErrGroupExists
		}
		m.rows.groups[g.ID] = g
		m.open(starter, g.ID, g.CreatedAt)
		m.put(events...)
		return nil
	})
}

func (m *Memory) put(messages ...conversations.Message) {
	for _, message := range messages {
		if m.rows.messages[message.Group] == nil {
			m.rows.messages[message.Group] = map[uuid.UUID]conversations.Message{}
		}
		m.rows.messages[message.Group][message.ID] = message
	}
}

// ChangeGroup implements conversations.Groups.
func (m *Memory) ChangeGroup(_ context.Context, change conversations.GroupChange) error {
	return m.write("change group", func() error {
		group := m.rows.groups[change.Group]
		if _, in := group.Member(change.By); !in {
			return conversations.ErrGroupNotFound
		}
		if change.Name != nil {
			group.Name = *change.Name
		}
		if change.Timer != nil {
			group.Timer = *change.Timer
		}
		group.Members = slices.Clone(group.Members)
		if change.Add != nil {
			if _, in := group.Member(change.Add.Sub); in {
				return conversations.ErrMemberAlready
			}
			if len(group.Members) >= conversations.MaxMembers {
				return conversations.ErrGroupFull
			}
			group.Members = append(group.Members, *change.Add)
		}
		if change.Leave {
			group.Members = slices.DeleteFunc(group.Members, func(one conversations.Member) bool { return one.Sub == change.By })
			delete(m.rows.inboxes, side{change.By, change.Group})
		}
		m.rows.groups[change.Group] = group
		m.put(change.Events...)
		return nil
	})
}

// Message implements conversations.Messages.
func (m *Memory) Message(_ context.Context, group, id uuid.UUID) (conversations.Message, error) {
	m.rows.mu.Lock()
	defer m.rows.mu.Unlock()
	return m.message(group, id)
}

func (m *Memory) message(group, id uuid.UUID) (conversations.Message, error) {
	message, found := m.rows.messages[group][id]
	if !found || !conversations.Alive(message.ExpiresAt, m.now()) {
		return conversations.Message{}, conversations.ErrMessageNotFound
	}
	return message, nil
}

// Messages implements conversations.Messages.
func (m *Memory) Messages(_ context.Context, group uuid.UUID, q conversations.Query) ([]conversations.Message, error) {
	m.rows.mu.Lock()
	defer m.rows.mu.Unlock()
	ids := slices.SortedFunc(maps.Keys(m.rows.messages[group]), func(a, b uuid.UUID) int {
		if q.Newer {
			return bytes.Compare(a[:], b[:])
		}
		return bytes.Compare(b[:], a[:])
	})
	var found []conversations.Message
	for _, id := range ids {
		message, err := m.message(group, id)
		if err == nil && bytes.Compare(id[:], q.From[:]) >= 0 && bytes.Compare(id[:], q.To[:]) <= 0 && len(found) < q.Limit {
			found = append(found, message)
		}
	}
	return found, nil
}

// CountUnread implements conversations.Messages.
func (m *Memory) CountUnread(ctx context.Context, group, reader, from uuid.UUID, limit int) (int, error) {
	all, err := m.Messages(ctx, group, conversations.Query{From: from, To: uuid.Max, Limit: 1 << 20})
	unread := 0
	for _, message := range all {
		if message.Kind == conversations.Text && message.Sender.Sub != reader {
			unread++
		}
	}
	return min(unread, limit), err
}

// Send implements conversations.Messages.
func (m *Memory) Send(_ context.Context, message conversations.Message, fingerprint string) (stored conversations.Message, sent bool, err error) {
	err = m.write("send", func() error {
		key := sentKey{message.Group, message.Sender.Sub, message.ClientID}
		if before, again := m.rows.sent[key]; again && m.now().Before(before.end) {
			if before.fingerprint != fingerprint {
				return conversations.ErrKeyReused
			}
			stored, err = m.message(message.Group, before.message)
			return err
		}
		m.rows.sent[key] = sentRow{message.ID, fingerprint, m.now().Add(24 * time.Hour)}
		m.put(message)
		stored, sent = message, true
		return nil
	})
	if err != nil {
		return conversations.Message{}, false, err
	}
	return stored, sent, nil
}

// Sent implements conversations.Messages.
func (m *Memory) Sent(_ context.Context, again conversations.Message, fingerprint string) (stored conversations.Message, before bool, err error) {
	m.rows.mu.Lock()
	defer m.rows.mu.Unlock()
	row, found := m.rows.sent[sentKey{again.Group, again.Sender.Sub, again.ClientID}]
	switch {
	case !found || !m.now().Before(row.end):
		return conversations.Message{}, false, nil
	case row.fingerprint != fingerprint:
		return conversations.Message{}, false, conversations.ErrKeyReused
	}
	stored, err = m.message(again.Group, row.message)
	return stored, true, err
}

// EditMessage implements conversations.Messages.
func (m *Memory) EditMessage(_ context.Context, edited conversations.Message, last *time.Time) error {
	return m.write("edit", func() error {
		stored, found := m.rows.messages[edited.Group][edited.ID]
		same := (stored.EditedAt == nil) == (last == nil) && (last == nil || stored.EditedAt.Equal(*last))
		if !found || stored.Sender.Sub != edited.Sender.Sub || !same {
			return conversations.ErrMessageNotFound
		}
		stored.Text, stored.EditedAt = edited.Text, edited.EditedAt
		m.put(stored)
		return nil
	})
}

// DeleteMessage implements conversations.Messages.
func (m *Memory) DeleteMessage(_ context.Context, group, id, sender uuid.UUID) error {
	return m.write("delete", func() error {
		if stored, found := m.rows.messages[group][id]; found && stored.Sender.Sub != sender {
			return conversations.ErrMessageNotFound
		}
		delete(m.rows.messages[group], id)
		return nil
	})
}
