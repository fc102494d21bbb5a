package reconcile

import (
	"bytes"
	"cmp"
	"context"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/objects"
	"github.com/cruddur/cruddur/backend/internal/postgres"
)

// found is all that there is of one picture. Zero times stand for what isn't
// there.
type found struct {
	id       uuid.UUID
	manifest time.Time // when it was written
	files    time.Time // when the last of them was written
	row      *postgres.StoredPicture
}

// lists are all that there is, each in the order of ids.
type lists struct {
	manifests, photos, public *list[objects.Stored]
	rows                      *list[postgres.StoredPicture]
}

// merge goes through all that there is, picture by picture. Of each list it
// holds one entry, and the list itself one page.
func merge(ctx context.Context, cfg Config) iter.Seq2[found, error] {
	return func(yield func(found, error) bool) {
		l := lists{
			manifests: pull(cfg.Objects.Manifests(ctx), storedID),
			photos:    pull(cfg.Objects.Photos(ctx), storedID),
			public:    pull(cfg.Objects.Public(ctx), storedID),
			rows:      pull(cfg.Store.StoredPictures(ctx), func(p postgres.StoredPicture) uuid.UUID { return p.ID }),
		}
		defer l.stop()
		for {
			if err := cmp.Or(l.manifests.err, l.photos.err, l.public.err, l.rows.err); err != nil {
				yield(found{}, err)
				return
			}
			next, more := least(l.manifests.id(), l.photos.id(), l.public.id(), l.rows.id())
			if !more || !yield(l.take(next), nil) {
				return
			}
		}
	}
}

func (l lists) stop() {
	l.manifests.stop()
	l.photos.stop()
	l.public.stop()
	l.rows.stop()
}

// take takes what there is of one picture off the lists.
func (l lists) take(id uuid.UUID) found {
	f := found{id: id}
	if manifest, ok := l.manifests.take(id); ok {
		f.manifest = manifest.Modified
	}
	for _, files := range []*list[objects.Stored]{l.photos, l.public} {
		if stored, ok := files.take(id); ok && stored.Modified.After(f.files) {
			f.files = stored.Modified
		}
	}
	if row, ok := l.rows.take(id); ok {
		f.row = &row
	}
	return f
}

func storedID(s objects.Stored) uuid.UUID { return s.ID }

// least is the first id in order; more is false when all lists have ended.
func least(ids ...*uuid.UUID) (first uuid.UUID, more bool) {
	for _, id := range ids {
		if id != nil && (!more || bytes.Compare(id[:], first[:]) < 0) {
			first, more = *id, true
		}
	}
	return first, more
}

// list is a list of which the first entry is looked at before it is taken.
type list[Item any] struct {
	next  func() (Item, error, bool)
	stop  func()
	idOf  func(Item) uuid.UUID
	first Item
	some  bool
	err   error
}

func pull[Item any](items iter.Seq2[Item, error], idOf func(Item) uuid.UUID) *list[Item] {
	l := &list[Item]{idOf: idOf}
	l.next, l.stop = iter.Pull2(items)
	l.advance()
	return l
}

func (l *list[Item]) advance() { l.first, l.err, l.some = l.next() }

// id is the first entry's; nil when the list has ended.
func (l *list[Item]) id() *uuid.UUID {
	if !l.some {
		return nil
	}
	id := l.idOf(l.first)
	return &id
}

// take takes the first entry if it is of that picture.
func (l *list[Item]) take(id uuid.UUID) (item Item, ok bool) {
	if !l.some || l.idOf(l.first) != id {
		return item, false
	}
	item = l.first
	l.advance()
	return item, true
}
