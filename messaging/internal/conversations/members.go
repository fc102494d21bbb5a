package conversations

import (
	"context"
	"errors"

	"github.com/google/uuid"
)

// Settings are what a member may change of a conversation; nil leaves it.
type Settings struct {
	Name  *string // normalized
	Timer *Timer
}

// Update renames a group and sets a conversation's timer. What is so already
// makes no event.
func (s *Service) Update(ctx context.Context, me Person, id uuid.UUID, to Settings) (Conversation, error) {
	if err := allow(s.Writes, me, s.Now()); err != nil {
		return Conversation{}, err
	}
	group, _, err := s.membership(ctx, me, id)
	if err != nil {
		return Conversation{}, err
	}
	if to.Name != nil && group.Kind == OneToOne {
		return Conversation{}, ErrOneToOne
	}
	change := GroupChange{Group: id, By: me.Sub}
	if to.Timer != nil && *to.Timer != group.Timer {
		group.Timer = *to.Timer // the event itself ends by the new one
		event, err := s.newEvent(group, TimerSet, me)
		if err != nil {
			return Conversation{}, err
		}
		event.Timer = *to.Timer
		change.Timer, change.Events = to.Timer, append(change.Events, event)
	}
	if to.Name != nil && *to.Name != group.Name {
		event, err := s.newEvent(group, Renamed, me)
		if err != nil {
			return Conversation{}, err
		}
		event.Name = *to.Name
		change.Name, change.Events = to.Name, append(change.Events, event)
	}
	if len(change.Events) > 0 {
		if err := s.Groups.ChangeGroup(ctx, change); err != nil {
			return Conversation{}, err
		}
	}
	return s.Show(ctx, me, id)
}

// Add makes a person a member of a group, from now on.
func (s *Service) Add(ctx context.Context, me Person, id uuid.UUID, handle string) (Conversation, error) {
	if err := allow(s.Writes, me, s.Now()); err != nil {
		return Conversation{}, err
	}
	group, _, err := s.membership(ctx, me, id)
	if err != nil {
		return Conversation{}, err
	}
	if group.Kind == OneToOne {
		return Conversation{}, ErrOneToOne
	}
	person, err := s.Directory.ByHandle(ctx, handle)
	if errors.Is(err, ErrPersonUnknown) {
		return Conversation{}, invalid("handle", "unknown", "is nobody's handle")
	}
	if err != nil {
		return Conversation{}, err
	}
	if _, in := group.Member(person.Sub); in {
		return s.Show(ctx, me, id)
	}
	if err := s.mayWrite(ctx, me, []Profile{person}, func(int) string { return "handle" }); err != nil {
		return Conversation{}, err
	}
	event, err := s.newEvent(group, Added, me)
	if err != nil {
		return Conversation{}, err
	}
	event.Subject = &person.Person
	err = s.Groups.ChangeGroup(ctx, GroupChange{
		Group: id, By: me.Sub, Add: &Member{Person: person.Person, Since: event.ID}, Events: []Message{event},
	})
	if err != nil && !errors.Is(err, ErrMemberAlready) {
		return Conversation{}, err
	}
	return s.Show(ctx, me, id)
}

// Leave ends a membership.
func (s *Service) Leave(ctx context.Context, me Person, id uuid.UUID) error {
	group, _, err := s.membership(ctx, me, id)
	if err != nil {
		return err
	}
	if group.Kind == OneToOne {
		return ErrOneToOne
	}
	event, err := s.newEvent(group, Left, me)
	if err != nil {
		return err
	}
	return s.Groups.ChangeGroup(ctx, GroupChange{Group: id, By: me.Sub, Leave: true, Events: []Message{event}})
}

// Mute says whether a conversation makes noise.
func (s *Service) Mute(ctx context.Context, me Person, id uuid.UUID, muted bool) error {
	if _, _, err := s.membership(ctx, me, id); err != nil {
		return err
	}
	return s.Inboxes.Mute(ctx, me.Sub, id, muted)
}
