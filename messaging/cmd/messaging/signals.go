package main

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/live"
)

// signals pushes what the domain signals as frames.
type signals struct {
	pusher *live.Pusher
}

var _ conversations.Pusher = signals{}

// Push implements conversations.Pusher.
func (s signals) Push(ctx context.Context, to []uuid.UUID, signal conversations.Signal) error {
	switch signal.Kind {
	case conversations.Read:
		return s.pusher.Push(ctx, to, live.Read(signal.Group, signal.By.Handle, signal.Message))
	case conversations.Typing:
		return s.pusher.Push(ctx, to, live.Typing(signal.Group, signal.By.Handle))
	}
	return fmt.Errorf("there is no frame for the signal %q", signal.Kind)
}
