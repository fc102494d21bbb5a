package conversations

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/logging"
)

// EditTime is how long a message can be edited.
const EditTime = 15 * time.Minute

// pushTime is how long a request waits for open windows to be told.
const pushTime = 2 * time.Second

// Service is everything that people do in conversations. Whoever acts has been
// through Caller; each method checks that they are a member.
type Service struct {
	Groups    Groups
	Messages  Messages
	Inboxes   Inboxes
	Directory Directory
	Photos    Photos
	Pusher    Pusher
	Writes    Limiter // of what is stored
	Signals   Limiter // of what is only told
	IDs       *IDs
	Now       func() time.Time
}

// Caller is the person behind an account. It returns ErrProfileMissing for an
// account without one, and ErrAccountSuspended for who may not act.
func (s *Service) Caller(ctx context.Context, sub uuid.UUID) (Person, error) {
	profiles, err := s.Directory.BySub(ctx, []uuid.UUID{sub})
	if err != nil {
		return Person{}, err
	}
	profile, known := profiles[sub]
	switch {
	case !known:
		return Person{}, ErrProfileMissing
	case profile.Suspended:
		return Person{}, ErrAccountSuspended
	}
	return profile.Person, nil
}

// membership is the check that stands before everything else.
func (s *Service) membership(ctx context.Context, me Person, id uuid.UUID) (Group, Member, error) {
	group, err := s.Groups.Group(ctx, id)
	if err != nil {
		return Group{}, Member{}, err
	}
	member, in := group.Member(me.Sub)
	if !in {
		return Group{}, Member{}, ErrGroupNotFound
	}
	return group, member, nil
}

func allow(limiter Limiter, me Person, now time.Time) error {
	if wait := limiter.Allow(me.Sub, now); wait > 0 {
		return ErrTooFast.WithRetryAfter(max(wait, time.Second))
	}
	return nil
}

// newEvent is an event of a conversation. Events end like texts, so that they
// don't outlive what they are about.
func (s *Service) newEvent(group Group, kind MessageKind, by Person) (Message, error) {
	now := s.Now()
	id, err := s.IDs.New(now)
	if err != nil {
		return Message{}, err
	}
	return Message{ID: id, Group: group.ID, Kind: kind, Sender: by, Receiver: group.receiver(by.Sub), ExpiresAt: group.Timer.End(now)}, nil
}

// tell pushes a signal. It takes no part in whether the request succeeds.
func (s *Service) tell(ctx context.Context, to []uuid.UUID, signal Signal) {
	if len(to) == 0 {
		return
	}
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), pushTime)
	defer cancel()
	if err := s.Pusher.Push(limited, to, signal); err != nil {
		logging.From(ctx).WarnContext(ctx, "open windows were not told",
			slog.String("signal", string(signal.Kind)), slog.Any("error", err))
	}
}

// invalid is the fault of one field.
func invalid(name, code, message string) error {
	return fault.InvalidFields(fault.Field{Name: name, Code: code, Message: message})
}

func handleField(i int) string { return fmt.Sprintf("handles.%d", i) }
