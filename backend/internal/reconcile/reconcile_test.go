package reconcile_test

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/objects"
	"github.com/cruddur/cruddur/backend/internal/objects/objectstest"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
	"github.com/cruddur/cruddur/backend/internal/reconcile"
)

// plainSigner stands for the edge's keys, of which nothing depends here.
type plainSigner struct{}

func (plainSigner) Sign(folder string, _ time.Time) (string, error) { return folder, nil }
func (plainSigner) Counts(string) bool                              { return true }

// bundle is rows in PostgreSQL and objects in memory.
type bundle struct {
	*postgres.Store
	pool   *pgxpool.Pool
	memory *objectstest.Memory
	bucket *objects.Bucket
	author cruddur.Person
}

func setup(t *testing.T) *bundle {
	t.Helper()
	pool := postgrestest.New(t).Pool(t)
	memory := objectstest.NewMemory()
	memory.PageSize = 7
	b := &bundle{
		Store: postgres.NewStore(pool, postgres.WithSigner(plainSigner{})), pool: pool,
		memory: memory, bucket: objects.NewBucket(memory, "media"),
	}
	var err error
	b.author, err = b.AddPerson(t.Context(), cruddur.Account{Sub: uuid.New(), Handle: "nova", DisplayName: "Nova"})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bundle) upload(purpose string, age time.Duration) uuid.UUID {
	id := uuid.New()
	objectstest.Upload{ID: id, Owner: b.author.Sub, Purpose: purpose, At: time.Now().Add(-age)}.Store(b.memory.Put)
	return id
}

// post attaches a photo to a crud of its own and returns the crud.
func (b *bundle) post(t *testing.T, photo uuid.UUID) uuid.UUID {
	t.Helper()
	made, _, err := b.CreateActivity(t.Context(), cruddur.NewActivity{
		ID: uuid.Must(uuid.NewV7()), Author: b.author.Sub, TTL: cruddur.TTL1Hour,
		Photos: []cruddur.Photo{{Picture: picture(photo)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return made.ID
}

func picture(id uuid.UUID) cruddur.Picture {
	return cruddur.Picture{ID: id, Width: 4, Height: 3, Widths: []int{4}, Formats: []string{"jpeg"}}
}

func (b *bundle) run(t *testing.T, dry bool) reconcile.Report {
	t.Helper()
	report, err := reconcile.Run(t.Context(), reconcile.Config{Store: b.Store, Objects: b.bucket, Now: time.Now, DryRun: dry})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func (b *bundle) has(id uuid.UUID) bool {
	return slices.ContainsFunc(b.memory.Keys(), func(key string) bool { return strings.Contains(key, id.String()) })
}

// rows lists the ids of all rows.
func (b *bundle) rows(t *testing.T) (ids []uuid.UUID) {
	t.Helper()
	for stored, err := range b.StoredPictures(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, stored.ID)
	}
	return ids
}

// strip deletes the files of a picture but not its manifest.
func (b *bundle) strip(t *testing.T, id uuid.UUID) {
	t.Helper()
	if err := b.bucket.Delete(t.Context(), []uuid.UUID{id}); err != nil {
		t.Fatal(err)
	}
}

const (
	young = 23 * time.Hour
	old   = 25 * time.Hour
)

func TestBothWays(t *testing.T) {
	t.Parallel()
	b := setup(t)
	kept := map[string]uuid.UUID{
		"used":              b.upload("photo", old),
		"unused, young":     b.upload("photo", young),
		"in a message":      b.upload("message", old),
		"an avatar in use":  b.upload("avatar", old),
		"unreadable":        b.upload("photo", old),
		"young and lonely":  uuid.New(),
		"of another writer": uuid.New(),
	}
	b.post(t, kept["used"])
	avatar := picture(kept["an avatar in use"])
	if _, err := b.UpdateProfile(t.Context(), b.author.Sub, cruddur.ProfileChange{Avatar: &cruddur.PictureChange{Picture: &avatar}}); err != nil {
		t.Fatal(err)
	}
	b.memory.Put("manifests/"+kept["unreadable"].String()+".json", []byte(`{"version":2}`), time.Now().Add(-old))
	b.memory.Put("media/photos/"+kept["young and lonely"].String()+"/320.jpg", nil, time.Now().Add(-young))
	b.memory.Put("media/other/"+kept["of another writer"].String()+"/320.jpg", nil, time.Now().Add(-old))

	gone := map[string]uuid.UUID{
		"unused":         b.upload("photo", old),
		"unused avatar":  b.upload("avatar", old),
		"unused banner":  b.upload("banner", old),
		"refused":        uuid.New(),
		"stray":          uuid.New(),
		"stray, public":  uuid.New(),
		"loose":          b.upload("photo", time.Hour),
		"loose and bare": b.upload("photo", time.Hour),
	}
	objectstest.Upload{ID: gone["refused"], Owner: b.author.Sub, Purpose: "photo", At: time.Now().Add(-old), Refused: true}.Store(b.memory.Put)
	b.memory.Put("media/photos/"+gone["stray"].String()+"/320.jpg", nil, time.Now().Add(-old))
	b.memory.Put("media/public/"+gone["stray, public"].String()+"/64.jpg", nil, time.Now().Add(-old))
	for _, name := range []string{"loose", "loose and bare"} {
		crud := b.post(t, gone[name])
		if _, err := b.pool.Exec(t.Context(), "DELETE FROM activities WHERE id = $1", crud); err != nil {
			t.Fatal(err)
		}
	}
	b.strip(t, gone["loose and bare"])
	lost := b.upload("photo", old)
	b.post(t, lost)
	b.strip(t, lost)

	before := b.memory.Keys()
	want := reconcile.Report{
		DryRun: true, Pictures: 16 - 1, UnusedDeleted: 4, StrayDeleted: 2, LooseDeleted: 2,
		LostCount: 1, Lost: []uuid.UUID{lost}, UnreadableCount: 1, Unreadable: []uuid.UUID{kept["unreadable"]},
	}
	same := func(got reconcile.Report) bool {
		return got.DryRun == want.DryRun && got.Pictures == want.Pictures && got.UnusedDeleted == want.UnusedDeleted &&
			got.StrayDeleted == want.StrayDeleted && got.LooseDeleted == want.LooseDeleted && got.LostCount == want.LostCount &&
			slices.Equal(got.Lost, want.Lost) && got.UnreadableCount == want.UnreadableCount && slices.Equal(got.Unreadable, want.Unreadable)
	}
	if got := b.run(t, true); !same(got) || !slices.Equal(b.memory.Keys(), before) || len(b.rows(t)) != 5 {
		t.Errorf("a dry run: %+v, want %+v; %d rows", got, want, len(b.rows(t)))
	}
	want.DryRun = false
	if got := b.run(t, false); !same(got) {
		t.Errorf("%+v, want %+v", got, want)
	}
	for name, id := range kept {
		if !b.has(id) {
			t.Errorf("%s is gone", name)
		}
	}
	for name, id := range gone {
		if b.has(id) {
			t.Errorf("%s is still there", name)
		}
	}
	if rows := b.rows(t); len(rows) != 3 { // used, avatar, lost
		t.Errorf("%d rows", len(rows))
	}
	want.UnusedDeleted, want.StrayDeleted, want.LooseDeleted, want.Pictures = 0, 0, 0, 7
	if got := b.run(t, false); !same(got) {
		t.Errorf("again: %+v, want %+v", got, want)
	}
}

// What is attached while a run is going on is kept, whichever list was read
// before.
func TestAPostDuringARun(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ids := make([]uuid.UUID, 20)
	for i := range ids {
		ids[i] = b.upload("photo", old)
	}
	store := &interrupted{Store: b.Store, before: func(id uuid.UUID) {
		if id == ids[3] { // however it came to be used after a day
			b.post(t, id)
		}
	}}
	report, err := reconcile.Run(t.Context(), reconcile.Config{Store: store, Objects: b.bucket, Now: time.Now})
	if err != nil || report.UnusedDeleted != 19 || !b.has(ids[3]) {
		t.Errorf("%+v, %v, kept %v", report, err, b.has(ids[3]))
	}
}

// interrupted does something before a picture is looked for once more.
type interrupted struct {
	reconcile.Store
	before func(uuid.UUID)
}

func (i *interrupted) StoredPicture(ctx context.Context, id uuid.UUID) (postgres.StoredPicture, bool, error) {
	i.before(id)
	return i.Store.StoredPicture(ctx, id)
}

// Cut off at any call, with or without effect, and repeated, a run leaves what
// an undisturbed one does.
func TestARunMayBeCutOffAnywhere(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.memory.PageSize = 1000
	litter := func() {
		b.upload("photo", old)
		crud := b.post(t, b.upload("photo", young))
		if _, err := b.pool.Exec(t.Context(), "DELETE FROM activities WHERE id = $1", crud); err != nil {
			t.Fatal(err)
		}
		b.memory.Put("media/photos/"+uuid.NewString()+"/320.jpg", nil, time.Now().Add(-old))
	}
	kept := b.upload("photo", young)
	b.post(t, kept)
	faults := []objectstest.Fault{objectstest.Failed, objectstest.TookEffect, objectstest.Half}
	cutOff := 0
	for nth := 1; ; nth++ {
		b.memory.Inject = nil
		litter()
		calls := 0
		b.memory.Inject = func(string) objectstest.Fault {
			calls++
			if calls == nth {
				return faults[nth%len(faults)]
			}
			return objectstest.None
		}
		_, err := reconcile.Run(t.Context(), reconcile.Config{Store: b.Store, Objects: b.bucket, Now: time.Now})
		if err != nil {
			cutOff++
			continue
		}
		if calls < nth {
			break
		}
	}
	b.memory.Inject = nil
	b.run(t, false)
	if cutOff < 8 {
		t.Errorf("cut off %d times: the test proves nothing", cutOff)
	}
	for _, key := range b.memory.Keys() {
		if !strings.Contains(key, kept.String()) {
			t.Errorf("%s is left", key)
		}
	}
	if rows := b.rows(t); len(rows) != 1 || rows[0] != kept {
		t.Errorf("rows %v", rows)
	}
}

// An avatar of somebody who was deleted belongs to nobody.
func TestPicturesOfTheGone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	avatar := b.upload("avatar", young)
	change := picture(avatar)
	if _, err := b.UpdateProfile(t.Context(), b.author.Sub, cruddur.ProfileChange{Avatar: &cruddur.PictureChange{Picture: &change}}); err != nil {
		t.Fatal(err)
	}
	b.post(t, b.upload("photo", young))
	if _, err := b.pool.Exec(t.Context(), "DELETE FROM users"); err != nil {
		t.Fatal(err)
	}
	if report := b.run(t, false); report.LooseDeleted != 2 || len(b.memory.Keys()) != 0 || len(b.rows(t)) != 0 {
		t.Errorf("%+v, left %v", report, b.memory.Keys())
	}
}

// A list that fails ends the run: half a list would make orphans of the rest.
func TestAListThatFails(t *testing.T) {
	t.Parallel()
	b := setup(t)
	used := b.upload("photo", old)
	b.post(t, used)
	broken := errors.New("broken")
	_, err := reconcile.Run(t.Context(), reconcile.Config{Store: &forgetful{b.Store, broken}, Objects: b.bucket, Now: time.Now})
	if !errors.Is(err, broken) || !b.has(used) {
		t.Errorf("%v, kept %v", err, b.has(used))
	}
}

// forgetful lists no rows and fails then.
type forgetful struct {
	reconcile.Store
	err error
}

func (f *forgetful) StoredPictures(context.Context) iter.Seq2[postgres.StoredPicture, error] {
	return func(yield func(postgres.StoredPicture, error) bool) { yield(postgres.StoredPicture{}, f.err) }
}
