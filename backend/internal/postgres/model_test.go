package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"pgregory.net/rapid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
)

// Whatever people do, in whatever order, and however time passes: the store
// shows what a model of a few lines says, and counts what is there.
func TestTheStoreDoesWhatTheModelSays(t *testing.T) {
	t.Parallel()
	database := postgrestest.New(t)
	pool := oneConnection(t, database)
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(rt, pool)
		rt.Repeat(map[string]func(*rapid.T){
			"":         w.check,
			"post":     w.post,
			"reply":    w.reply,
			"delete":   w.delete,
			"life":     w.changeLife,
			"burn":     w.burn,
			"spare":    w.spare,
			"follow":   w.follow,
			"unfollow": w.unfollow,
			"purge":    w.purge,
			"wait":     w.wait,
		})
	})
}

// oneConnection makes a pool whose only connection's clock the test moves.
func oneConnection(t *testing.T, database postgrestest.Database) *pgxpool.Pool {
	t.Helper()
	pool, err := postgres.OpenPool(t.Context(), postgres.PoolConfig{URL: database.URL, ApplicationName: "model", MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// world is the store, and what it should hold.
type world struct {
	ctx    context.Context
	store  *postgres.Store
	pool   *pgxpool.Pool
	offset time.Duration

	people  []cruddur.Person
	follows map[[2]int]bool
	cruds   []*modelCrud // in the order in which they were posted
	used    []uuid.UUID  // photos
}

// modelCrud is a crud as the model knows it.
type modelCrud struct {
	id      uuid.UUID
	author  int
	parent  *modelCrud
	end     time.Time  // of a root
	spared  *time.Time // the end before it was told to burn
	deleted bool
	photos  []uuid.UUID
}

func (c *modelCrud) root() *modelCrud {
	for c.parent != nil {
		c = c.parent
	}
	return c
}

func newWorld(rt *rapid.T, pool *pgxpool.Pool) *world {
	w := &world{ctx: context.Background(), store: postgres.NewStore(pool, postgres.WithSigner(endSigner{})), pool: pool, follows: map[[2]int]bool{}}
	w.must(rt, w.exec("TRUNCATE users, activities, media, follows, idempotency_keys, purge_runs CASCADE"))
	w.must(rt, w.setClock())
	for i := range 3 {
		person, err := w.store.AddPerson(w.ctx, cruddur.Account{Sub: uuid.New(), Handle: fmt.Sprint("person_", i), DisplayName: "x"})
		w.must(rt, err)
		w.people = append(w.people, person)
	}
	return w
}

func (w *world) exec(sql string, args ...any) error {
	_, err := w.pool.Exec(w.ctx, sql, args...)
	return err
}

func (w *world) setClock() error {
	return w.exec("SELECT set_config('cruddur.clock_offset', $1, false)", fmt.Sprintf("%fs", w.offset.Seconds()))
}

func (w *world) must(rt *rapid.T, err error) {
	if err != nil {
		rt.Fatal(err)
	}
}

func (w *world) now(rt *rapid.T) (now time.Time) {
	w.must(rt, w.pool.QueryRow(w.ctx, "SELECT cruddur_now()").Scan(&now))
	return now
}

func (w *world) alive(c *modelCrud, now time.Time) bool { return c.root().end.After(now) }

func (w *world) person(rt *rapid.T) int { return rapid.IntRange(0, len(w.people)-1).Draw(rt, "person") }

// anyCrud picks any crud there ever was; nil while there was none.
func (w *world) anyCrud(rt *rapid.T) *modelCrud {
	if len(w.cruds) == 0 {
		return nil
	}
	return rapid.SampledFrom(w.cruds).Draw(rt, "crud")
}

func (w *world) ttl(rt *rapid.T) cruddur.TTL {
	return rapid.SampledFrom(cruddur.TTLs()).Draw(rt, "ttl")
}

func (w *world) post(rt *rapid.T) {
	author := w.person(rt)
	d := draft(w.people[author], "crud", w.ttl(rt))
	free := w.addPhotos(rt, &d)
	made, _, err := w.store.CreateActivity(w.ctx, d)
	w.expect(rt, err, free, cruddur.PicturesUnusable())
	if err == nil {
		w.cruds = append(w.cruds, &modelCrud{id: made.ID, author: author, end: made.Life.ExpiresAt, photos: w.take(d)})
	}
}

func (w *world) reply(rt *rapid.T) {
	parent := w.anyCrud(rt)
	if parent == nil {
		return
	}
	author := w.person(rt)
	possible := !parent.deleted && w.alive(parent, w.now(rt))
	d := replyDraft(w.people[author], parent.id, "reply")
	free := w.addPhotos(rt, &d)
	made, _, err := w.store.CreateActivity(w.ctx, d)
	if possible {
		w.expect(rt, err, free, cruddur.PicturesUnusable())
	} else {
		w.expect(rt, err, false, cruddur.ErrActivityNotFound)
	}
	if err == nil {
		w.cruds = append(w.cruds, &modelCrud{id: made.ID, author: author, parent: parent, photos: w.take(d)})
	}
}

// addPhotos gives a draft photos, some of which have been used before; free says
// that none has. With photos it may do without words.
func (w *world) addPhotos(rt *rapid.T, d *cruddur.NewActivity) (free bool) {
	free = true
	for range rapid.SampledFrom([]int{0, 0, 1, 2, cruddur.MaxPhotos}).Draw(rt, "photos") {
		id := uuid.New()
		if len(w.used) > 0 && rapid.IntRange(0, 9).Draw(rt, "again") == 0 {
			id, free = rapid.SampledFrom(w.used).Draw(rt, "used"), false
		}
		d.Photos = append(d.Photos, cruddur.Photo{Picture: somePicture(id)})
	}
	if len(d.Photos) > 0 && rapid.Bool().Draw(rt, "no words") {
		d.Message = ""
	}
	return free
}

// take remembers the photos of a draft that was posted.
func (w *world) take(d cruddur.NewActivity) (ids []uuid.UUID) {
	for _, photo := range d.Photos {
		ids = append(ids, photo.ID)
	}
	w.used = append(w.used, ids...)
	return ids
}

// expect checks that an operation succeeded where it should, or failed so.
func (w *world) expect(rt *rapid.T, err error, possible bool, otherwise error) {
	if possible && err != nil {
		rt.Fatalf("refused: %v", err)
	}
	if !possible && !errors.Is(err, otherwise) {
		rt.Fatalf("got %v, want %v", err, otherwise)
	}
}

func (w *world) delete(rt *rapid.T) {
	crud := w.anyCrud(rt)
	if crud == nil {
		return
	}
	now := w.now(rt)
	possible := !crud.deleted && w.alive(crud, now)
	err := w.store.DeleteActivity(w.ctx, w.people[crud.author].Sub, crud.id)
	w.expect(rt, err, possible, cruddur.ErrActivityNotFound)
	if err != nil {
		return
	}
	crud.deleted = true
	if crud.parent == nil {
		crud.end = now
	}
}

// onLife does something to a crud's life and learns its new end.
func (w *world) onLife(rt *rapid.T, change func(by, id uuid.UUID) (cruddur.Activity, error), after func(*modelCrud, time.Time), refusal func(*modelCrud) error) {
	crud := w.anyCrud(rt)
	if crud == nil {
		return
	}
	var want error
	switch {
	case crud.deleted || !w.alive(crud, w.now(rt)):
		want = cruddur.ErrActivityNotFound
	case crud.parent != nil:
		want = cruddur.ErrLifeOfRoot
	default:
		want = refusal(crud)
	}
	changed, err := change(w.people[crud.author].Sub, crud.id)
	w.expect(rt, err, want == nil, want)
	if err == nil {
		after(crud, changed.Life.ExpiresAt)
	}
}

func never(*modelCrud) error { return nil }

func (w *world) changeLife(rt *rapid.T) {
	ttl := w.ttl(rt)
	w.onLife(rt, func(by, id uuid.UUID) (cruddur.Activity, error) { return w.store.ChangeLife(w.ctx, by, id, ttl) },
		func(c *modelCrud, end time.Time) {
			if left := end.Sub(w.now(rt)); left > ttl.Duration() || left < ttl.Duration()-time.Minute {
				rt.Fatalf("a life of %s chosen, %s left", ttl, left)
			}
			c.end, c.spared = end, nil
		}, never)
}

func (w *world) burn(rt *rapid.T) {
	w.onLife(rt, func(by, id uuid.UUID) (cruddur.Activity, error) { return w.store.BurnActivity(w.ctx, by, id) },
		func(c *modelCrud, end time.Time) {
			if end.After(c.end) || end.Sub(w.now(rt)) > cruddur.Fuse {
				rt.Fatalf("burns until %s, ended %s before", end, c.end)
			}
			if c.spared == nil {
				before := c.end
				c.spared = &before
			}
			c.end = end
		}, never)
}

func (w *world) spare(rt *rapid.T) {
	w.onLife(rt, func(by, id uuid.UUID) (cruddur.Activity, error) { return w.store.SpareActivity(w.ctx, by, id) },
		func(c *modelCrud, end time.Time) {
			if !end.Equal(*c.spared) {
				rt.Fatalf("ends %s, want %s", end, *c.spared)
			}
			c.end, c.spared = end, nil
		},
		func(c *modelCrud) error {
			if c.spared == nil {
				return cruddur.ErrNotBurning
			}
			return nil
		})
}

func (w *world) follow(rt *rapid.T) {
	one, other := w.person(rt), w.person(rt)
	w.expect(rt, w.store.Follow(w.ctx, w.people[one].Sub, w.people[other].Handle), one != other, cruddur.ErrFollowSelf)
	if one != other {
		w.follows[[2]int{one, other}] = true
	}
}

func (w *world) unfollow(rt *rapid.T) {
	one, other := w.person(rt), w.person(rt)
	w.expect(rt, w.store.Unfollow(w.ctx, w.people[one].Sub, w.people[other].Handle), one != other, cruddur.ErrFollowSelf)
	delete(w.follows, [2]int{one, other})
}

func (w *world) purge(rt *rapid.T) {
	_, err := w.store.Purge(w.ctx, postgres.PurgeByOperator, rapid.IntRange(1, 3).Draw(rt, "batch"))
	w.must(rt, err)
	if w.count(rt, "SELECT count(*) FROM activities WHERE root IS NULL AND expires_at <= cruddur_now()") > 0 {
		rt.Fatal("the purge left something")
	}
}

func (w *world) wait(rt *rapid.T) {
	steps := []time.Duration{time.Second, cruddur.Fuse + time.Second, time.Hour, 24 * time.Hour, 8 * 24 * time.Hour}
	w.offset += rapid.SampledFrom(steps).Draw(rt, "wait")
	w.must(rt, w.setClock())
}

func (w *world) count(rt *rapid.T, sql string) (n int) {
	w.must(rt, w.pool.QueryRow(w.ctx, sql).Scan(&n))
	return n
}

// check holds everything that can be read against the model.
func (w *world) check(rt *rapid.T) {
	now := w.now(rt)
	reader := w.person(rt)
	limit := rapid.IntRange(1, 4).Draw(rt, "limit")
	w.checkHome(rt, now, reader, limit)
	for _, crud := range w.cruds {
		w.checkCrud(rt, now, crud, limit)
	}
	w.checkMedia(rt, now)
	for i, p := range w.people {
		w.checkCounts(rt, now, i, p)
	}
	if stones := w.count(rt, `
		SELECT count(*) FROM activities s
		WHERE deleted_at IS NOT NULL AND root IS NOT NULL AND NOT EXISTS (SELECT FROM activities c WHERE c.reply_to = s.id)`); stones > 0 {
		rt.Fatalf("%d stones hold nothing", stones)
	}
}

func (w *world) checkHome(rt *rapid.T, now time.Time, reader, limit int) {
	var want []uuid.UUID
	for _, crud := range slices.Backward(w.cruds) {
		followed := crud.author == reader || w.follows[[2]int{reader, crud.author}]
		if crud.parent == nil && followed && w.alive(crud, now) {
			want = append(want, crud.id)
		}
	}
	var got []uuid.UUID
	page := cruddur.PageRequest{Limit: limit}
	for {
		found, err := w.store.HomeFeed(w.ctx, w.people[reader].Sub, page)
		w.must(rt, err)
		for _, item := range found.Items {
			got = append(got, item.ID)
			w.checkPhotos(rt, item)
		}
		if found.Next == nil {
			break
		}
		page.After = found.Next
	}
	if !slices.Equal(got, want) {
		rt.Fatalf("the home feed of %d is %v, want %v", reader, got, want)
	}
}

func (w *world) checkCrud(rt *rapid.T, now time.Time, crud *modelCrud, limit int) {
	found, err := w.store.Activity(w.ctx, crud.id)
	w.expect(rt, err, !crud.deleted && w.alive(crud, now), cruddur.ErrActivityNotFound)
	if err == nil && !found.Life.ExpiresAt.Equal(crud.root().end) {
		rt.Fatalf("%s ends %s, want %s", crud.id, found.Life.ExpiresAt, crud.root().end)
	}
	if err == nil {
		w.checkPhotos(rt, found)
	}
	if !w.alive(crud, now) {
		return
	}
	var want []uuid.UUID
	direct := 0
	for _, child := range w.cruds {
		if child.parent != crud {
			continue
		}
		if !child.deleted {
			direct++
		}
		if !child.deleted || w.holds(child) {
			want = append(want, child.id)
		}
	}
	if err == nil && found.RepliesCount != direct {
		rt.Fatalf("%s counts %d replies, want %d", crud.id, found.RepliesCount, direct)
	}
	if crud.deleted && !w.holds(crud) {
		return // not even a stone
	}
	var got []uuid.UUID
	page := cruddur.PageRequest{Limit: limit}
	for {
		replies, err := w.store.Replies(w.ctx, crud.id, page)
		w.must(rt, err)
		for _, item := range replies.Items {
			got = append(got, item.ID)
			if item.Activity != nil {
				w.checkPhotos(rt, *item.Activity)
			}
		}
		if replies.Next == nil {
			break
		}
		page.After = replies.Next
	}
	if !slices.Equal(got, want) {
		rt.Fatalf("the replies to %s are %v, want %v", crud.id, got, want)
	}
}

// checkPhotos holds the photos of a crud, and until when they are signed, against
// the model.
func (w *world) checkPhotos(rt *rapid.T, shown cruddur.Activity) {
	crud := w.cruds[slices.IndexFunc(w.cruds, func(c *modelCrud) bool { return c.id == shown.ID })]
	got := make([]uuid.UUID, 0, len(shown.Photos))
	for _, photo := range shown.Photos {
		got = append(got, photo.ID)
		want, _ := endSigner{}.Sign(cruddur.PhotoFolder(photo.ID), crud.root().end.Truncate(time.Second))
		if photo.Signature != want {
			rt.Fatalf("a photo of %s is signed %s, want %s", crud.id, photo.Signature, want)
		}
	}
	if !slices.Equal(got, crud.photos) {
		rt.Fatalf("%s shows the photos %v, want %v", crud.id, got, crud.photos)
	}
}

// checkMedia holds the rows of photos against the model: those of what is alive
// hang on it, and those of what was deleted or purged wait for their end.
func (w *world) checkMedia(rt *rapid.T, now time.Time) {
	attached := 0
	for _, crud := range w.cruds {
		if !crud.deleted && w.alive(crud, now) {
			attached += len(crud.photos)
		}
	}
	if n := w.count(rt, "SELECT count(*) FROM media m JOIN live_activities a ON a.id = m.activity"); n != attached {
		rt.Fatalf("%d photos hang on what is alive, want %d", n, attached)
	}
	if n := w.count(rt, "SELECT count(*) FROM media"); n != len(w.used) {
		rt.Fatalf("%d rows of photos, want %d: they outlive their cruds", n, len(w.used))
	}
	if n := w.count(rt, `
		SELECT count(*) FROM activities a
		WHERE photos_count <> (SELECT count(*) FROM media m WHERE m.activity = a.id)`); n > 0 {
		rt.Fatalf("%d cruds count other photos than they have", n)
	}
}

// holds reports whether something that is not deleted hangs on a crud.
func (w *world) holds(crud *modelCrud) bool {
	return slices.ContainsFunc(w.cruds, func(c *modelCrud) bool {
		return c.parent == crud && (!c.deleted || w.holds(c))
	})
}

func (w *world) checkCounts(rt *rapid.T, now time.Time, i int, p cruddur.Person) {
	profile, err := w.store.Profile(w.ctx, uuid.Nil, p.Handle)
	w.must(rt, err)
	var cruds, followers, following int64
	for _, crud := range w.cruds {
		if crud.parent == nil && crud.author == i && w.alive(crud, now) {
			cruds++
		}
	}
	for pair := range w.follows {
		if pair[0] == i {
			following++
		}
		if pair[1] == i {
			followers++
		}
	}
	if profile.CrudsCount != cruds || profile.FollowersCount != followers || profile.FollowingCount != following {
		rt.Fatalf("%s has %d cruds, %d followers, %d followed; want %d, %d, %d",
			p.Handle, profile.CrudsCount, profile.FollowersCount, profile.FollowingCount, cruds, followers, following)
	}
}
