package dynamo

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/conversations"
)

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

func encode(v any) (Item, error) {
	item, err := attributevalue.MarshalMap(v)
	if err != nil {
		return nil, fmt.Errorf("encode %T: %w", v, err)
	}
	return item, nil
}

// EncodeMessage makes the item of a message.
func EncodeMessage(m conversations.Message) (Item, error) {
	item := messageItem{
		PK: GroupKey(m.Group), SK: MessageKey(m.ID),
		Kind: string(m.Kind), Sender: m.Sender.Sub.String(), Handle: m.Sender.Handle, DisplayName: m.Sender.DisplayName,
		Text: m.Text, Name: m.Name, Timer: string(m.Timer), ClientID: m.ClientID, ExpiresAt: seconds(m.ExpiresAt),
	}
	if m.Receiver != uuid.Nil {
		item.Receiver = m.Receiver.String()
	}
	if m.EditedAt != nil {
		item.EditedAt = m.EditedAt.UnixMilli()
	}
	if m.Subject != nil {
		subject := personOf(*m.Subject)
		item.Subject = &subject
	}
	for _, p := range m.Photos {
		item.Photos = append(item.Photos, photoItem{
			ID: p.ID.String(), Alt: p.Alt, Width: p.Width, Height: p.Height, Animated: p.Animated,
			Placeholder: p.Placeholder, Widths: p.Widths, Formats: p.Formats,
		})
	}
	return encode(item)
}

// DecodeMessage reads the item of a message, expired or not: whoever shows it
// asks conversations.Alive first.
func DecodeMessage(item Item) (conversations.Message, error) {
	var stored messageItem
	if err := attributevalue.UnmarshalMap(item, &stored); err != nil {
		return conversations.Message{}, fmt.Errorf("decode a message: %w", err)
	}
	group, groupErr := idAfter(groupPrefix, stored.PK)
	id, idErr := idAfter(messagePrefix, stored.SK)
	sender, senderErr := personItem{Sub: stored.Sender, Handle: stored.Handle, DisplayName: stored.DisplayName}.decode()
	m := conversations.Message{
		ID: id, Group: group, Kind: conversations.MessageKind(stored.Kind), Sender: sender, Text: stored.Text,
		Name: stored.Name, Timer: conversations.Timer(stored.Timer), ClientID: stored.ClientID,
		ExpiresAt: fromSeconds(stored.ExpiresAt),
	}
	if stored.EditedAt != 0 {
		at := time.UnixMilli(stored.EditedAt).UTC()
		m.EditedAt = &at
	}
	receiver, receiverErr := decodeReceiver(stored.Receiver)
	m.Receiver = receiver
	subject, subjectErr := decodeSubject(stored.Subject)
	m.Subject = subject
	photos, photoErr := decodePhotos(stored.Photos)
	m.Photos = photos
	if err := errors.Join(groupErr, idErr, senderErr, receiverErr, subjectErr, photoErr); err != nil {
		return conversations.Message{}, fmt.Errorf("decode the message %s of %s: %w", stored.SK, stored.PK, err)
	}
	return m, nil
}

func decodeReceiver(stored string) (uuid.UUID, error) {
	if stored == "" {
		return uuid.Nil, nil
	}
	return uuid.Parse(stored)
}

func decodeSubject(stored *personItem) (*conversations.Person, error) {
	if stored == nil {
		return nil, nil //nolint:nilnil // most messages are about nobody
	}
	subject, err := stored.decode()
	return &subject, err
}

func decodePhotos(stored []photoItem) ([]conversations.Photo, error) {
	var photos []conversations.Photo
	for _, p := range stored {
		id, err := uuid.Parse(p.ID)
		if err != nil {
			return nil, err
		}
		photos = append(photos, conversations.Photo{
			ID: id, Alt: p.Alt, Width: p.Width, Height: p.Height, Animated: p.Animated,
			Placeholder: p.Placeholder, Widths: p.Widths, Formats: p.Formats,
		})
	}
	return photos, nil
}

func encodeGroup(g conversations.Group) (Item, error) {
	members := make(map[string]memberItem, len(g.Members))
	for _, m := range g.Members {
		members[m.Sub.String()] = memberOf(m)
	}
	return encode(groupItem{
		PK: GroupKey(g.ID), SK: metaSK, Kind: string(g.Kind), Name: g.Name, Timer: string(g.Timer),
		Members: members, CreatedAt: g.CreatedAt.UnixMilli(), Fingerprint: g.Fingerprint,
	})
}

func memberOf(m conversations.Member) memberItem {
	return memberItem{Handle: m.Handle, DisplayName: m.DisplayName, Since: m.Since.String()}
}

func decodeGroup(item Item) (conversations.Group, error) {
	var stored groupItem
	if err := attributevalue.UnmarshalMap(item, &stored); err != nil {
		return conversations.Group{}, fmt.Errorf("decode a group: %w", err)
	}
	id, err := idAfter(groupPrefix, stored.PK)
	if err != nil {
		return conversations.Group{}, fmt.Errorf("decode the group %s: %w", stored.PK, err)
	}
	g := conversations.Group{
		ID: id, Kind: conversations.GroupKind(stored.Kind), Name: stored.Name, Timer: conversations.Timer(stored.Timer),
		CreatedAt: time.UnixMilli(stored.CreatedAt).UTC(), Fingerprint: stored.Fingerprint,
	}
	for sub, m := range stored.Members {
		person, err := personItem{Sub: sub, Handle: m.Handle, DisplayName: m.DisplayName}.decode()
		since, sinceErr := uuid.Parse(m.Since)
		if err := errors.Join(err, sinceErr); err != nil {
			return conversations.Group{}, fmt.Errorf("decode a member of %s: %w", stored.PK, err)
		}
		g.Members = append(g.Members, conversations.Member{Person: person, Since: since})
	}
	slices.SortFunc(g.Members, func(a, b conversations.Member) int {
		return strings.Compare(a.Sub.String(), b.Sub.String())
	})
	return g, nil
}

func previewOf(m conversations.Message) previewItem {
	p := conversations.PreviewOf(m)
	item := previewItem{
		Kind: string(p.Kind), Sender: personOf(p.Sender), Excerpt: p.Excerpt, Photos: p.Photos, ExpiresAt: seconds(p.ExpiresAt),
	}
	if p.Subject != nil {
		subject := personOf(*p.Subject)
		item.Subject = &subject
	}
	if m.EditedAt != nil {
		item.EditedAt = m.EditedAt.UnixMilli()
	}
	return item
}
