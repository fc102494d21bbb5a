package conversations

import (
	"context"
	"log/slog"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/cruddur/cruddur/platform/logging"
)

// MaxUnread is where counting stops.
const MaxUnread = 99

// unreadScope is how many conversations a badge looks at.
const unreadScope = 100

// askers is how many conversations of a page are looked into at once.
const askers = 8

// Conversation is a group as one of its members sees it.
type Conversation struct {
	Group

	Me     uuid.UUID
	Side   Inbox
	Unread int
	// Latest is the preview of the newest living message; nil for none.
	Latest *Preview
	// People are the members as the directory knows them now. It may lack
	// some, or all when the directory is away.
	People map[uuid.UUID]Profile
	// ReadUpTo is each member's read mark, of a conversation that was asked
	// for alone.
	ReadUpTo map[uuid.UUID]uuid.UUID
}

// Show is one conversation.
func (s *Service) Show(ctx context.Context, me Person, id uuid.UUID) (Conversation, error) {
	group, _, err := s.membership(ctx, me, id)
	if err != nil {
		return Conversation{}, err
	}
	sides, err := s.Inboxes.Sides(ctx, id, append(group.Others(me.Sub), me.Sub))
	if err != nil {
		return Conversation{}, err
	}
	shown := Conversation{Group: group, Me: me.Sub, Side: sides[me.Sub], ReadUpTo: map[uuid.UUID]uuid.UUID{}}
	for sub, side := range sides {
		shown.ReadUpTo[sub] = side.ReadUpTo()
	}
	if err := s.lookInto(ctx, &shown); err != nil {
		return Conversation{}, err
	}
	shown.People = s.profiles(ctx, []Conversation{shown})
	return shown, nil
}

// List is a page of a person's conversations, newest first; next is nil on the
// last one.
func (s *Service) List(ctx context.Context, me Person, after *InboxPosition, limit int) ([]Conversation, *InboxPosition, error) {
	page, err := s.joined(ctx, me, after, limit+1)
	if err != nil {
		return nil, nil, err
	}
	var next *InboxPosition
	if len(page) > limit {
		page = page[:limit]
		position := page[limit-1].Side.Position()
		next = &position
	}
	work, working := errgroup.WithContext(ctx)
	work.SetLimit(askers)
	for i := range page {
		work.Go(func() error { return s.lookInto(working, &page[i]) })
	}
	if err := work.Wait(); err != nil {
		return nil, nil, err
	}
	people := s.profiles(ctx, page)
	for i := range page {
		page[i].People = people
	}
	return page, next, nil
}

// joined reads inbox rows until limit of them are of conversations that the
// person still is in: a row may come back behind who has just left.
func (s *Service) joined(ctx context.Context, me Person, after *InboxPosition, limit int) ([]Conversation, error) {
	var page []Conversation
	for {
		want := limit - len(page)
		rows, err := s.Inboxes.Inboxes(ctx, me.Sub, after, want)
		if err != nil {
			return nil, err
		}
		ids := make([]uuid.UUID, len(rows))
		for i, row := range rows {
			ids[i] = row.Group
		}
		groups, err := s.Groups.Groups(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if group, there := groups[row.Group]; there {
				if _, in := group.Member(me.Sub); in {
					page = append(page, Conversation{Group: group, Me: me.Sub, Side: row})
				}
			}
		}
		if len(page) >= limit || len(rows) < want {
			return page, nil
		}
		position := rows[len(rows)-1].Position()
		after = &position
	}
}

// lookInto finds what is new in a conversation, and what to show of it.
func (s *Service) lookInto(ctx context.Context, c *Conversation) (err error) {
	member, _ := c.Member(c.Me)
	if c.Side.LastMessageID != uuid.Nil {
		c.Unread, err = s.unread(ctx, *c, member, MaxUnread)
		if err != nil {
			return err
		}
	}
	if c.Latest = s.living(c.Side.Preview); c.Latest != nil {
		return nil
	}
	// The newest went, but an older one may live longer.
	newest, err := s.Messages.Messages(ctx, c.ID, Query{From: member.Since, To: lastID, Limit: 1})
	if err != nil || len(newest) == 0 {
		return err
	}
	preview := PreviewOf(newest[0])
	c.Latest = &preview
	return nil
}

func (s *Service) living(p *Preview) *Preview {
	if p == nil || !Alive(p.ExpiresAt, s.Now()) {
		return nil
	}
	return p
}

func (s *Service) unread(ctx context.Context, c Conversation, member Member, limit int) (int, error) {
	read := c.Side.ReadUpTo()
	if later(c.Side.LastMessageID, read) == read {
		return 0, nil
	}
	return s.Messages.CountUnread(ctx, c.ID, c.Me, later(successor(read), member.Since), limit)
}

// UnreadGroups counts the conversations that hold something new.
func (s *Service) UnreadGroups(ctx context.Context, me Person) (int, error) {
	page, err := s.joined(ctx, me, nil, unreadScope)
	if err != nil {
		return 0, err
	}
	news := make([]int, len(page))
	work, working := errgroup.WithContext(ctx)
	work.SetLimit(askers)
	for i, c := range page {
		if c.Side.Muted || c.Side.LastMessageID == uuid.Nil {
			continue
		}
		work.Go(func() error {
			member, _ := c.Member(me.Sub)
			n, err := s.unread(working, c, member, 1)
			news[i] = n
			return err
		})
	}
	if err := work.Wait(); err != nil {
		return 0, err
	}
	total := 0
	for _, n := range news {
		total += n
	}
	return total, nil
}

// profiles asks the directory for everybody in these conversations. Without it
// they are shown as they were called on joining.
func (s *Service) profiles(ctx context.Context, page []Conversation) map[uuid.UUID]Profile {
	seen := map[uuid.UUID]bool{}
	var subs []uuid.UUID
	for _, c := range page {
		for _, member := range c.Members {
			if !seen[member.Sub] {
				seen[member.Sub] = true
				subs = append(subs, member.Sub)
			}
		}
	}
	people, err := s.Directory.BySub(ctx, subs)
	if err != nil {
		logging.From(ctx).WarnContext(ctx, "conversations are shown without the directory", slog.Any("error", err))
		return nil
	}
	return people
}
