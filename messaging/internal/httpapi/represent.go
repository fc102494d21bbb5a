package httpapi

import (
	"cmp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
	"github.com/cruddur/cruddur/messaging/internal/httpapi/contract"
)

// What the domain has, as the contract shows it. No sub leaves the service.

func person(p conversations.Person) contract.Person {
	return contract.Person{Handle: p.Handle, DisplayName: p.DisplayName}
}

func subject(p *conversations.Person) *contract.Person {
	if p == nil {
		return nil
	}
	shown := person(*p)
	return &shown
}

func messageGroup(c conversations.Conversation) contract.MessageGroup {
	group := contract.MessageGroup{
		ID:            c.ID,
		Kind:          contract.MessageGroupKind(c.Kind),
		Name:          optional(c.Name),
		Members:       make([]contract.Member, len(c.Members)),
		Timer:         contract.Timer(c.Timer),
		Muted:         c.Side.Muted,
		UnreadCount:   c.Unread,
		LastReadID:    optionalID(c.Side.ReadUpTo()),
		LastMessageAt: c.Side.LastMessageAt,
		CreatedAt:     c.CreatedAt,
	}
	if group.LastMessageAt.Before(c.CreatedAt) { // the stream has not come here yet
		group.LastMessageAt = c.CreatedAt
	}
	for i, one := range c.Members {
		group.Members[i] = member(c, one)
	}
	slices.SortFunc(group.Members, func(a, b contract.Member) int {
		return cmp.Compare(strings.ToLower(a.Handle), strings.ToLower(b.Handle))
	})
	if c.Latest != nil {
		latest := preview(*c.Latest)
		group.LastMessage = &latest
	}
	return group
}

// member shows a member as the directory knows them now, or as they were called
// on joining.
func member(c conversations.Conversation, one conversations.Member) contract.Member {
	shown := contract.Member{Handle: one.Handle, DisplayName: one.DisplayName, LastReadID: optionalID(c.ReadUpTo[one.Sub])}
	now, known := c.People[one.Sub]
	if !known {
		return shown
	}
	shown.Handle, shown.DisplayName, shown.Suspended = now.Handle, now.DisplayName, now.Suspended
	if now.Avatar != nil {
		shown.Avatar = &contract.PublicPicture{
			BaseURL: now.Avatar.BaseURL, Widths: now.Avatar.Widths, Formats: now.Avatar.Formats, Placeholder: now.Avatar.Placeholder,
		}
	}
	return shown
}

func preview(p conversations.Preview) contract.MessagePreview {
	return contract.MessagePreview{
		ID: p.ID, Kind: contract.MessageKind(p.Kind), Sender: person(p.Sender), Subject: subject(p.Subject),
		Excerpt: p.Excerpt, PhotosCount: p.Photos, CreatedAt: conversations.TimeOf(p.ID), ExpiresAt: p.ExpiresAt,
	}
}

func (s *server) message(me conversations.Person, m conversations.Message) (contract.Message, error) {
	return Message(s.Signatures, me.Sub, m)
}

// Message is a message as the API shows it to one person; uuid.Nil stands for
// anybody but its sender.
func Message(signatures Signatures, viewer uuid.UUID, m conversations.Message) (contract.Message, error) {
	shown := contract.Message{
		ID: m.ID, Kind: contract.MessageKind(m.Kind), Sender: person(m.Sender), Subject: subject(m.Subject),
		Message: m.Text, Name: optional(m.Name), CreatedAt: m.CreatedAt(), EditedAt: m.EditedAt, ExpiresAt: m.ExpiresAt,
	}
	if m.Timer != "" {
		timer := contract.Timer(m.Timer)
		shown.Timer = &timer
	}
	if m.Sender.Sub == viewer {
		shown.ClientID = optional(m.ClientID)
	}
	if len(m.Photos) == 0 {
		return shown, nil
	}
	photos := make([]contract.Photo, len(m.Photos))
	for i, photo := range m.Photos {
		base, signature, err := signatures.Sign(photo.ID, m.ExpiresAt)
		if err != nil {
			return contract.Message{}, err
		}
		photos[i] = contract.Photo{
			ID: photo.ID, Alt: photo.Alt, Width: photo.Width, Height: photo.Height, Animated: photo.Animated,
			Placeholder: photo.Placeholder, Widths: photo.Widths, Formats: photo.Formats, BaseURL: base, Signature: signature,
		}
	}
	shown.Photos = &photos
	return shown, nil
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func optionalID(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}
