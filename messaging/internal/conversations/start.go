package conversations

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/cruddur/cruddur/platform/fault"
)

// lookups is how many handles are looked up at once.
const lookups = 4

// Beginning is what somebody wants to start: a conversation with one person, or
// a group with a name.
type Beginning struct {
	Handles []string
	Name    *string // normalized
	Key     string  // the client's name for this attempt; empty for none
}

// Start finds or makes a conversation; made is false when it was there.
func (s *Service) Start(ctx context.Context, me Person, b Beginning) (found Conversation, made bool, err error) {
	if err := allow(s.Writes, me, s.Now()); err != nil {
		return Conversation{}, false, err
	}
	if err := b.check(); err != nil {
		return Conversation{}, false, err
	}
	people, err := s.people(ctx, me, b.Handles)
	if err != nil {
		return Conversation{}, false, err
	}
	var id uuid.UUID
	if b.Name == nil {
		id, made, err = s.startPair(ctx, me, people[0])
	} else {
		id, made, err = s.startGroup(ctx, me, people, b)
	}
	if err != nil {
		return Conversation{}, false, err
	}
	found, err = s.Show(ctx, me, id)
	return found, made, err
}

func (b Beginning) check() error {
	switch {
	case b.Name == nil && len(b.Handles) > 1:
		return invalid("name", "missing", "a group needs a name")
	case b.Name != nil && len(b.Handles) < MinMembers-1:
		return invalid("handles", "too_few", "a group has at least three members")
	}
	return nil
}

// people looks all handles up and names every one that is nobody's, oneself, or
// there twice.
func (s *Service) people(ctx context.Context, me Person, handles []string) ([]Profile, error) {
	people := make([]Profile, len(handles))
	group, grouped := errgroup.WithContext(ctx)
	group.SetLimit(lookups)
	for i, handle := range handles {
		group.Go(func() error {
			profile, err := s.Directory.ByHandle(grouped, handle)
			if errors.Is(err, ErrPersonUnknown) {
				return nil
			}
			people[i] = profile
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var fields []fault.Field
	for i, person := range people {
		if code, message := refusal(me, people[:i], person); code != "" {
			fields = append(fields, fault.Field{Name: handleField(i), Code: code, Message: message})
		}
	}
	if len(fields) > 0 {
		return nil, fault.InvalidFields(fields...)
	}
	return people, nil
}

func refusal(me Person, before []Profile, person Profile) (code, message string) {
	switch {
	case person.Sub == uuid.Nil:
		return "unknown", "is nobody's handle"
	case person.Sub == me.Sub:
		return "oneself", "is your own"
	case slices.ContainsFunc(before, func(p Profile) bool { return p.Sub == person.Sub }):
		return "repeated", "is named twice"
	}
	return "", ""
}

// mayWrite names every one of these people who doesn't take messages from me.
func (s *Service) mayWrite(ctx context.Context, me Person, people []Profile, field func(int) string) error {
	subs := make([]uuid.UUID, len(people))
	for i, person := range people {
		subs[i] = person.Sub
	}
	refused, err := s.Directory.MayWrite(ctx, me.Sub, subs)
	if err != nil {
		return err
	}
	var fields []fault.Field
	for i, person := range people {
		switch reason := refused[person.Sub]; {
		case reason == Suspended || person.Suspended:
			fields = append(fields, fault.Field{Name: field(i), Code: "suspended", Message: "is suspended"})
		case reason == Unknown:
			fields = append(fields, fault.Field{Name: field(i), Code: "unknown", Message: "is nobody's handle"})
		case reason != "":
			fields = append(fields, fault.Field{Name: field(i), Code: "not_allowed", Message: "doesn't take messages from you"})
		}
	}
	if len(fields) > 0 {
		return fault.InvalidFields(fields...)
	}
	return nil
}

// startPair finds the one conversation of two people, whoever may write to whom
// by now, or makes it.
func (s *Service) startPair(ctx context.Context, me Person, other Profile) (uuid.UUID, bool, error) {
	id, now := PairID(me.Sub, other.Sub), s.Now()
	_, err := s.Groups.Group(ctx, id)
	if err == nil {
		return id, false, s.Inboxes.OpenInbox(ctx, me.Sub, id, now)
	}
	if !errors.Is(err, ErrGroupNotFound) {
		return uuid.Nil, false, err
	}
	if err := s.mayWrite(ctx, me, []Profile{other}, handleField); err != nil {
		return uuid.Nil, false, err
	}
	group := Group{
		ID: id, Kind: OneToOne, Timer: Off, CreatedAt: now, Members: []Member{{Person: me}, {Person: other.Person}},
	}
	err = s.Groups.CreateGroup(ctx, group, me.Sub)
	if errors.Is(err, ErrGroupExists) { // the other one began at the same time
		return id, false, s.Inboxes.OpenInbox(ctx, me.Sub, id, now)
	}
	return id, err == nil, err
}

func (s *Service) startGroup(ctx context.Context, me Person, others []Profile, b Beginning) (uuid.UUID, bool, error) {
	if err := s.mayWrite(ctx, me, others, handleField); err != nil {
		return uuid.Nil, false, err
	}
	group := Group{ID: uuid.New(), Kind: Several, Name: *b.Name, Timer: Off, CreatedAt: s.Now()}
	if b.Key != "" {
		group.ID = KeyedID(me.Sub, b.Key)
		group.Fingerprint = fingerprint(append([]string{*b.Name}, lower(b.Handles)...)...)
	}
	event, err := s.newEvent(group, Created, me)
	if err != nil {
		return uuid.Nil, false, err
	}
	event.Name = group.Name
	group.Members = []Member{{Person: me, Since: event.ID}}
	for _, other := range others {
		group.Members = append(group.Members, Member{Person: other.Person, Since: event.ID})
	}
	err = s.Groups.CreateGroup(ctx, group, me.Sub, event)
	if errors.Is(err, ErrGroupExists) {
		return s.startedBefore(ctx, group)
	}
	return group.ID, err == nil, err
}

func (s *Service) startedBefore(ctx context.Context, again Group) (uuid.UUID, bool, error) {
	first, err := s.Groups.Group(ctx, again.ID)
	if err != nil {
		return uuid.Nil, false, err
	}
	if first.Fingerprint != again.Fingerprint {
		return uuid.Nil, false, ErrKeyReused
	}
	return first.ID, false, nil
}

func lower(handles []string) []string {
	all := make([]string, len(handles))
	for i, handle := range handles {
		all[i] = strings.ToLower(handle)
	}
	slices.Sort(all)
	return all
}

// fingerprint tells requests apart that come with the same key.
func fingerprint(parts ...string) string {
	digest := sha256.New()
	for _, part := range parts {
		digest.Write([]byte(part))
		digest.Write([]byte{0})
	}
	return base64.RawStdEncoding.EncodeToString(digest.Sum(nil)[:16])
}
