package conversationstest

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
)

// Inboxes implements conversations.Inboxes.
func (m *Memory) Inboxes(_ context.Context, sub uuid.UUID, after *conversations.InboxPosition, limit int) ([]conversations.Inbox, error) {
	m.rows.mu.Lock()
	defer m.rows.mu.Unlock()
	var found []conversations.Inbox
	for key, row := range m.rows.inboxes {
		if key.sub == sub && row.listed && (after == nil || compare(row.Position(), *after) < 0) {
			found = append(found, row.Inbox)
		}
	}
	slices.SortFunc(found, func(a, b conversations.Inbox) int { return compare(b.Position(), a.Position()) })
	return found[:min(limit, len(found))], nil
}

func compare(a, b conversations.InboxPosition) int {
	if c := a.At.Compare(b.At); c != 0 {
		return c
	}
	return bytes.Compare(a.Group[:], b.Group[:])
}

// Sides implements conversations.Inboxes.
func (m *Memory) Sides(_ context.Context, group uuid.UUID, subs []uuid.UUID) (map[uuid.UUID]conversations.Inbox, error) {
	m.rows.mu.Lock()
	defer m.rows.mu.Unlock()
	found := map[uuid.UUID]conversations.Inbox{}
	for _, sub := range subs {
		if row, there := m.rows.inboxes[side{sub, group}]; there {
			found[sub] = row.Inbox
		}
	}
	return found, nil
}

// change reads, changes and writes one row.
func (m *Memory) change(sub, group uuid.UUID, f func(row *inbox)) {
	row := m.rows.inboxes[side{sub, group}]
	row.Group = group
	f(&row)
	m.rows.inboxes[side{sub, group}] = row
}

func (m *Memory) open(sub, group uuid.UUID, at time.Time) {
	m.change(sub, group, func(row *inbox) {
		if !row.listed {
			row.listed, row.LastMessageAt = true, at.Truncate(time.Millisecond).UTC()
		}
	})
}

// OpenInbox implements conversations.Inboxes.
func (m *Memory) OpenInbox(_ context.Context, sub, group uuid.UUID, at time.Time) error {
	return m.write("open inbox", func() error {
		m.open(sub, group, at)
		return nil
	})
}

// MarkRead implements conversations.Inboxes.
func (m *Memory) MarkRead(_ context.Context, sub, group, message uuid.UUID) (moved bool, err error) {
	err = m.write("mark read", func() error {
		m.change(sub, group, func(row *inbox) {
			if moved = bytes.Compare(row.LastReadID[:], message[:]) < 0; moved {
				row.LastReadID = message
			}
		})
		return nil
	})
	return moved && err == nil, err
}

// Mute implements conversations.Inboxes.
func (m *Memory) Mute(_ context.Context, sub, group uuid.UUID, muted bool) error {
	return m.write("mute", func() error {
		m.change(sub, group, func(row *inbox) { row.Muted = muted })
		return nil
	})
}

// AdvanceInbox is the stream's: a message came or was edited.
func (m *Memory) AdvanceInbox(_ context.Context, member uuid.UUID, message conversations.Message) (moved bool, err error) {
	err = m.write("advance", func() error {
		moved = m.move(member, message.Group, message.ID, func(row *inbox, same bool) bool {
			if message.Sender.Sub == member && bytes.Compare(row.LastSentID[:], message.ID[:]) < 0 {
				row.LastSentID = message.ID
			}
			if same && (row.Preview == nil || !row.edited.Before(editedAt(message))) {
				return false
			}
			preview := conversations.PreviewOf(message)
			row.Preview, row.edited = &preview, editedAt(message)
			return true
		})
		return nil
	})
	return moved && err == nil, err
}

// WithdrawInbox is the stream's: a message went.
func (m *Memory) WithdrawInbox(_ context.Context, member, group, message uuid.UUID) (moved bool, err error) {
	err = m.write("withdraw", func() error {
		moved = m.move(member, group, message, func(row *inbox, same bool) bool {
			was := row.Preview != nil
			row.Preview, row.edited = nil, time.Time{}
			return was || !same
		})
		return nil
	})
	return moved && err == nil, err
}

// move changes a row that is not further on, and makes one for a member who may
// see the message. f is told whether the row is at this message already.
func (m *Memory) move(member, group, message uuid.UUID, f func(row *inbox, same bool) bool) bool {
	key := side{member, group}
	row, there := m.rows.inboxes[key]
	if !there && !m.maySee(member, group, message) {
		return false
	}
	row.Group = group
	switch order := bytes.Compare(row.LastMessageID[:], message[:]); {
	case order > 0:
		ahead := row
		f(&ahead, false)
		row.LastSentID = ahead.LastSentID
		m.rows.inboxes[key] = row
		return false
	case order == 0:
		moved := f(&row, true)
		m.rows.inboxes[key] = row
		return moved
	}
	f(&row, false)
	row.listed, row.LastMessageID, row.LastMessageAt = true, message, conversations.TimeOf(message)
	m.rows.inboxes[key] = row
	return true
}

func (m *Memory) maySee(member, group, message uuid.UUID) bool {
	found, in := m.rows.groups[group].Member(member)
	return in && bytes.Compare(found.Since[:], message[:]) <= 0
}

func editedAt(m conversations.Message) time.Time {
	if m.EditedAt == nil {
		return time.Time{}
	}
	return *m.EditedAt
}
