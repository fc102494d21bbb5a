package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
)

// Replies returns what was replied to a crud or a stone, oldest first, or
// cruddur.ErrActivityNotFound.
func (s *Store) Replies(ctx context.Context, to uuid.UUID, page cruddur.PageRequest) (cruddur.ThreadPage, error) {
	if err := s.inLivingThread(ctx, to); err != nil {
		return cruddur.ThreadPage{}, err
	}
	after := cruddur.Position{CreatedAt: time.Unix(0, 0).UTC()} // before every crud
	if page.After != nil {
		after = *page.After
	}
	rows, err := s.queries.Replies(ctx, queries.RepliesParams{
		ReplyTo: to, AfterCreatedAt: after.CreatedAt, AfterID: after.ID, MaxItems: maxItems(page),
	})
	if err != nil {
		return cruddur.ThreadPage{}, translate("read replies", err)
	}
	return threadPage(ctx, s, rows, page)
}

// Ancestors returns what a crud replies to, the nearest first and the thread's
// root last, or cruddur.ErrActivityNotFound. A position that is not in the
// crud's thread is at the end of the list.
func (s *Store) Ancestors(ctx context.Context, of uuid.UUID, page cruddur.PageRequest) (cruddur.ThreadPage, error) {
	if err := s.inLivingThread(ctx, of); err != nil {
		return cruddur.ThreadPage{}, err
	}
	from := of
	if page.After != nil {
		from = page.After.ID
		same, err := s.queries.SameThread(ctx, queries.SameThreadParams{One: of, Other: from})
		if err != nil || !same {
			return cruddur.ThreadPage{}, translate("look for a position in a thread", err)
		}
	}
	rows, err := s.queries.Ancestors(ctx, queries.AncestorsParams{ID: from, MaxItems: maxItems(page)})
	if err != nil {
		return cruddur.ThreadPage{}, translate("read ancestors", err)
	}
	return threadPage(ctx, s, rows, page)
}

func (s *Store) inLivingThread(ctx context.Context, id uuid.UUID) error {
	exists, err := s.queries.ThreadItemExists(ctx, id)
	if err != nil {
		return translate("look for a place in a thread", err)
	}
	if !exists {
		return cruddur.ErrActivityNotFound
	}
	return nil
}

// addReply hangs a reply on a living crud and counts it there.
func addReply(ctx context.Context, q *queries.Queries, n cruddur.NewActivity) error {
	parent, err := lockActivity(ctx, q, n.ReplyTo)
	if err != nil {
		return err
	}
	root := n.ReplyTo
	if parent.Root != nil {
		root = *parent.Root
	}
	err = q.AddReply(ctx, queries.AddReplyParams{
		ID: n.ID, Author: n.Author, Message: n.Message, PhotosCount: photosCount(n), Root: root, ReplyTo: n.ReplyTo,
	})
	if err != nil {
		return err
	}
	return q.CountReply(ctx, queries.CountReplyParams{ID: n.ReplyTo, Change: 1})
}

// endThread is the end of a thread, for use under its lock. The photos of its
// root are let go at once; those of replies, of which there may be any number, go
// with their rows.
func endThread(ctx context.Context, q *queries.Queries, root uuid.UUID) (cruddur.Removal, error) {
	replies, err := q.CountThreadReplies(ctx, root)
	if err != nil {
		return cruddur.Removal{}, err
	}
	if err := q.DetachPhotos(ctx, root); err != nil {
		return cruddur.Removal{}, err
	}
	return cruddur.Removal{Thread: true, Replies: replies}, q.EndThread(ctx, root)
}

// deleteReply takes a reply away, for use under the thread's lock. stone says
// that others hang on it, so that its place stays. Stones that nothing hangs on
// any more go with it.
func deleteReply(ctx context.Context, q *queries.Queries, id, replyTo uuid.UUID) (stone bool, err error) {
	if err := q.CountReply(ctx, queries.CountReplyParams{ID: replyTo, Change: -1}); err != nil {
		return false, err
	}
	repliedTo, err := q.HasReplies(ctx, id)
	if err != nil {
		return false, err
	}
	if repliedTo {
		if err := q.DetachPhotos(ctx, id); err != nil {
			return false, err
		}
		return true, q.TurnToStone(ctx, id)
	}
	if err := q.DeleteReply(ctx, id); err != nil {
		return false, err
	}
	return false, deleteBareStones(ctx, q, replyTo)
}

// deleteBareStones walks up from a place in a thread.
func deleteBareStones(ctx context.Context, q *queries.Queries, id uuid.UUID) error {
	for {
		above, err := q.DeletedStone(ctx, id)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := q.DeleteReply(ctx, id); err != nil {
			return err
		}
		id = *above
	}
}

// threadRow lists the rows that sqlc names apart although they are the same.
type threadRow interface {
	queries.RepliesRow | queries.AncestorsRow
}

func threadPage[Row threadRow](ctx context.Context, s *Store, rows []Row, page cruddur.PageRequest) (cruddur.ThreadPage, error) {
	items := make([]cruddur.ThreadItem, len(rows))
	var withPhotos []*cruddur.Activity
	for i, row := range rows {
		r := queries.RepliesRow(row)
		items[i] = threadItem(r)
		if items[i].Activity != nil && r.PhotosCount > 0 && i < page.Limit {
			withPhotos = append(withPhotos, items[i].Activity)
		}
	}
	if err := s.withPhotos(ctx, s.queries, withPhotos); err != nil {
		return cruddur.ThreadPage{}, translate("read the photos of a thread", err)
	}
	items, next := cruddur.CutPage(items, page.Limit, func(i cruddur.ThreadItem) cruddur.Position {
		return cruddur.Position{CreatedAt: i.CreatedAt, ID: i.ID}
	})
	return cruddur.ThreadPage{Items: items, Next: next}, nil
}

func threadItem(row queries.RepliesRow) cruddur.ThreadItem {
	item := cruddur.ThreadItem{ID: row.ID, CreatedAt: row.CreatedAt, RepliesCount: int(row.RepliesCount)}
	if row.Stone {
		return item
	}
	shown := activity(queries.ActivityByIDRow{
		ID: row.ID, Handle: row.Handle, DisplayName: row.DisplayName, Message: row.Message, CreatedAt: row.CreatedAt,
		LifeStartsAt: row.LifeStartsAt, ExpiresAt: row.ExpiresAt, RepliesCount: row.RepliesCount,
		Avatar: row.Avatar, AvatarPlaceholder: row.AvatarPlaceholder, AvatarWidths: row.AvatarWidths, AvatarFormats: row.AvatarFormats,
		Root: row.Root, ReplyTo: row.ReplyTo,
	})
	item.Activity = &shown
	return item
}
