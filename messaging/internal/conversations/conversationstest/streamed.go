package conversationstest

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
)

// Streamed is a store whose stream is handled at once: after each write the
// inboxes of all members are as the stream Lambda will make them.
type Streamed struct {
	Store
}

// CreateGroup implements conversations.Groups.
func (s Streamed) CreateGroup(ctx context.Context, g conversations.Group, starter uuid.UUID, events ...conversations.Message) error {
	if err := s.Store.CreateGroup(ctx, g, starter, events...); err != nil {
		return err
	}
	return s.advance(ctx, events...)
}

// ChangeGroup implements conversations.Groups.
func (s Streamed) ChangeGroup(ctx context.Context, change conversations.GroupChange) error {
	if err := s.Store.ChangeGroup(ctx, change); err != nil {
		return err
	}
	return s.advance(ctx, change.Events...)
}

// Send implements conversations.Messages.
func (s Streamed) Send(ctx context.Context, m conversations.Message, fingerprint string) (conversations.Message, bool, error) {
	stored, sent, err := s.Store.Send(ctx, m, fingerprint)
	if err == nil && sent {
		err = s.advance(ctx, stored)
	}
	return stored, sent, err
}

// EditMessage implements conversations.Messages.
func (s Streamed) EditMessage(ctx context.Context, edited conversations.Message, last *time.Time) error {
	if err := s.Store.EditMessage(ctx, edited, last); err != nil {
		return err
	}
	return s.each(ctx, edited.Group, func(member uuid.UUID) error {
		_, err := s.AdvanceInbox(ctx, member, edited)
		return err
	})
}

// DeleteMessage implements conversations.Messages.
func (s Streamed) DeleteMessage(ctx context.Context, group, id, sender uuid.UUID) error {
	if err := s.Store.DeleteMessage(ctx, group, id, sender); err != nil {
		return err
	}
	return s.each(ctx, group, func(member uuid.UUID) error {
		_, err := s.WithdrawInbox(ctx, member, group, id)
		return err
	})
}

func (s Streamed) advance(ctx context.Context, messages ...conversations.Message) error {
	for _, m := range messages {
		err := s.each(ctx, m.Group, func(member uuid.UUID) error {
			_, err := s.AdvanceInbox(ctx, member, m)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s Streamed) each(ctx context.Context, group uuid.UUID, f func(member uuid.UUID) error) error {
	g, err := s.Group(ctx, group)
	if err != nil {
		return err
	}
	for _, member := range g.Members {
		err = errors.Join(err, f(member.Sub))
	}
	return err
}
