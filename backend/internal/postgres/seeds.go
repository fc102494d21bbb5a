package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
	"github.com/cruddur/cruddur/platform/text"
)

// SeededPerson is a person made for demonstration, who joined some time ago.
type SeededPerson struct {
	cruddur.Person

	Joined  time.Duration // before now
	Follows []string      // handles
	Cruds   []SeededActivity
}

// SeededActivity is a crud posted some time ago, with its thread.
type SeededActivity struct {
	Message string
	Age     time.Duration
	TTL     cruddur.TTL
	Replies []SeededReply
}

// SeededReply is a reply posted some time ago, with what was replied to it.
type SeededReply struct {
	By      string // handle
	Message string
	Age     time.Duration
	Deleted bool // since: a stone, where others hang on it
	Replies []SeededReply
}

// SeedPerson adds a demonstration person, without what they do; seeded is false
// for one who is there.
func (s *Store) SeedPerson(ctx context.Context, p SeededPerson) (seeded bool, err error) {
	rows, err := s.queries.SeedPerson(ctx, queries.SeedPersonParams{
		Sub: p.Sub, Handle: p.Handle, DisplayName: p.DisplayName, Bio: p.Bio,
		Location: p.Location, Website: p.Website, DefaultTTL: string(p.DefaultTTL), Age: p.Joined,
	})
	return rows > 0, translate("seed a person", err)
}

// SeedFollows makes a demonstration person follow others of their kind, all at
// once; seeded is false when nothing was to be done. Who follows somebody has
// chosen whom, and is left alone.
func (s *Store) SeedFollows(ctx context.Context, p SeededPerson) (seeded bool, err error) {
	err = s.inTx(ctx, func(q *queries.Queries) error {
		cast, err := lockCast(ctx, q, append(slices.Clone(p.Follows), p.Handle))
		if err != nil {
			return err
		}
		follower, found := cast[p.Handle]
		if !found || follower.FollowingCount > 0 {
			return nil
		}
		for _, handle := range p.Follows {
			followee, found := cast[handle]
			if !found {
				continue
			}
			if err := seedFollow(ctx, q, follower.Sub, followee.Sub); err != nil {
				return err
			}
			seeded = true
		}
		return nil
	})
	return seeded, translate("seed follows", err)
}

// SeedCruds gives a demonstration person their cruds with all threads, at once,
// unless one of theirs is alive; seeded is false when nothing was to be done.
// Replies of those who are not of their kind, or suspended, are left out, with
// what hangs on them.
func (s *Store) SeedCruds(ctx context.Context, p SeededPerson) (seeded bool, err error) {
	err = s.inTx(ctx, func(q *queries.Queries) error {
		cast, err := lockCast(ctx, q, append(repliers(p.Cruds), p.Handle))
		if err != nil {
			return err
		}
		author, found := cast[p.Handle]
		if !found {
			return nil
		}
		alive, err := q.CountCruds(ctx, author.Sub)
		if err != nil || alive > 0 {
			return err
		}
		seeded = len(p.Cruds) > 0
		return seedActivities(ctx, q, cast, author.Sub, p.Cruds)
	})
	return seeded, translate("seed cruds", err)
}

// cast is the demonstration people that a transaction holds, by handle.
type cast map[string]queries.LockSeededPeopleRow

func lockCast(ctx context.Context, q *queries.Queries, handles []string) (cast, error) {
	rows, err := q.LockSeededPeople(ctx, handles)
	if err != nil {
		return nil, err
	}
	people := cast{}
	for _, row := range rows {
		people[row.Handle] = row
	}
	return people, nil
}

func repliers(cruds []SeededActivity) (handles []string) {
	var add func(replies []SeededReply)
	add = func(replies []SeededReply) {
		for _, reply := range replies {
			handles = append(handles, reply.By)
			add(reply.Replies)
		}
	}
	for _, crud := range cruds {
		add(crud.Replies)
	}
	return handles
}

func seedFollow(ctx context.Context, q *queries.Queries, follower, followee uuid.UUID) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	rows, err := q.AddFollow(ctx, queries.AddFollowParams{Follower: follower, Followee: followee, ID: id})
	if err != nil || rows == 0 {
		return err
	}
	return countFollow(ctx, q, follower, followee, 1)
}

func seedActivities(ctx context.Context, q *queries.Queries, people cast, author uuid.UUID, cruds []SeededActivity) error {
	for _, crud := range cruds {
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		err = q.SeedActivity(ctx, queries.SeedActivityParams{
			ID: id, Author: author, Message: text.Normalize(crud.Message), Age: crud.Age, TTL: crud.TTL.Duration(),
		})
		if err != nil {
			return err
		}
		if crud.Age >= crud.TTL.Duration() {
			continue // nobody would see the replies
		}
		if err := seedReplies(ctx, q, people, id, id, crud.Replies); err != nil {
			return err
		}
	}
	return nil
}

func seedReplies(ctx context.Context, q *queries.Queries, people cast, root, to uuid.UUID, replies []SeededReply) error {
	for _, reply := range replies {
		author, found := people[reply.By]
		if !found {
			continue
		}
		if err := seedReply(ctx, q, people, author.Sub, root, to, reply); err != nil {
			return err
		}
	}
	return nil
}

// seedReply adds a reply with what hangs on it, and only then deletes it if it
// was: so it leaves a stone.
func seedReply(ctx context.Context, q *queries.Queries, people cast, author, root, to uuid.UUID, reply SeededReply) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	err = q.SeedReply(ctx, queries.SeedReplyParams{
		ID: id, Author: author, Message: text.Normalize(reply.Message), Age: reply.Age, Root: root, ReplyTo: to,
	})
	if err != nil {
		return err
	}
	if err := q.CountReply(ctx, queries.CountReplyParams{ID: to, Change: 1}); err != nil {
		return err
	}
	if err := seedReplies(ctx, q, people, root, id, reply.Replies); err != nil {
		return err
	}
	if !reply.Deleted {
		return nil
	}
	_, err = deleteReply(ctx, q, id, to)
	return err
}
