package purge

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/objects"
	"github.com/cruddur/cruddur/backend/internal/objects/objectstest"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
	"github.com/cruddur/cruddur/backend/internal/reconcile"
)

type plainSigner struct{}

func (plainSigner) Sign(folder string, _ time.Time) (string, error) { return folder, nil }
func (plainSigner) Counts(string) bool                              { return true }

// town is a person's photos: rows in PostgreSQL, objects in memory.
type town struct {
	*postgres.Store
	pool   *pgxpool.Pool
	memory *objectstest.Memory
	bucket *objects.Bucket
	author cruddur.Person
}

func newTown(t *testing.T) *town {
	t.Helper()
	pool := postgrestest.New(t).Pool(t)
	memory := objectstest.NewMemory()
	w := &town{Store: postgres.NewStore(pool, postgres.WithSigner(plainSigner{})), pool: pool, memory: memory, bucket: objects.NewBucket(memory, "media")}
	var err error
	if w.author, err = w.AddPerson(t.Context(), cruddur.Account{Sub: uuid.New(), Handle: "nova", DisplayName: "Nova"}); err != nil {
		t.Fatal(err)
	}
	return w
}

// post posts a crud with two photos.
func (w *town) post(t *testing.T) cruddur.Activity {
	t.Helper()
	draft := cruddur.NewActivity{ID: uuid.Must(uuid.NewV7()), Author: w.author.Sub, TTL: cruddur.TTL1Hour}
	for range 2 {
		id := uuid.New()
		objectstest.Upload{ID: id, Owner: w.author.Sub, Purpose: "photo", At: time.Now()}.Store(w.memory.Put)
		draft.Photos = append(draft.Photos, cruddur.Photo{
			Picture: cruddur.Picture{ID: id, Width: 4, Height: 3, Widths: []int{4}, Formats: []string{"jpeg"}},
		})
	}
	made, _, err := w.CreateActivity(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// expire deletes a crud as the purge does when its life is over.
func (w *town) expire(t *testing.T, crud cruddur.Activity) {
	t.Helper()
	if _, err := w.pool.Exec(t.Context(), "UPDATE activities SET expires_at = now() WHERE id = $1", crud.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Purge(t.Context(), postgres.PurgeByOperator, 100); err != nil {
		t.Fatal(err)
	}
}

func (w *town) rows(t *testing.T) (n int) {
	t.Helper()
	if err := w.pool.QueryRow(t.Context(), "SELECT count(*) FROM media").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// killer fails at one step of a deletion.
type killer struct {
	*town
	before, after bool // of the deletion of rows
}

var errKilled = errors.New("killed")

func (k *killer) ForgetPictures(ctx context.Context, ids []uuid.UUID) error {
	if k.before {
		return errKilled
	}
	err := k.town.ForgetPictures(ctx, ids)
	if k.after {
		err = errKilled
	}
	return err
}

func deletion(crud cruddur.Activity) *river.Job[postgres.DeletePicturesJob] {
	job := &river.Job[postgres.DeletePicturesJob]{}
	for _, photo := range crud.Photos {
		job.Args.IDs = append(job.Args.IDs, photo.ID)
	}
	return job
}

// Killed ten times at each of its steps, a deletion leaves nothing that is not
// found again: by another job, and by reconciling if there is none.
func TestKilledDeletionsLeaveNoOrphan(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	kept := w.post(t)
	steps := []struct {
		name  string
		call  string // of S3; empty when it is the rows' turn
		fault objectstest.Fault
		rows  killer
	}{
		{name: "before listing", call: "list", fault: objectstest.Failed},
		{name: "before deleting objects", call: "delete", fault: objectstest.Failed},
		{name: "half-way through the objects", call: "delete", fault: objectstest.Half},
		{name: "after deleting objects", call: "delete", fault: objectstest.TookEffect},
		{name: "before deleting rows", rows: killer{before: true}},
		{name: "after deleting rows", rows: killer{after: true}},
	}
	for _, step := range steps {
		for range 10 {
			crud := w.post(t)
			w.expire(t, crud)
			w.memory.Inject = func(call string) objectstest.Fault {
				if call == step.call {
					return step.fault
				}
				return objectstest.None
			}
			store := &killer{town: w, before: step.rows.before, after: step.rows.after}
			if err := (&deleteWorker{store: store, objects: w.bucket}).Work(t.Context(), deletion(crud)); err == nil {
				t.Fatalf("%s: not killed", step.name)
			}
		}
	}
	w.memory.Inject = nil
	if _, err := reconcile.Run(t.Context(), reconcile.Config{Store: w.Store, Objects: w.bucket, Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	if n := w.rows(t); n != len(kept.Photos) {
		t.Errorf("%d rows are left, want %d", n, len(kept.Photos))
	}
	for _, key := range w.memory.Keys() {
		if !slices.ContainsFunc(kept.Photos, func(p cruddur.Photo) bool { return strings.Contains(key, p.ID.String()) }) {
			t.Errorf("%s is left", key)
		}
	}
	if n := len(w.memory.Keys()); n != 10 {
		t.Errorf("%d objects are left of what is alive, want 10", n)
	}
}

// The same job again, or another of the same pictures, does no harm; nor does
// one of a picture that is shown.
func TestDeletionsMayBeRepeated(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	shown, crud := w.post(t), w.post(t)
	w.expire(t, crud)
	worker := &deleteWorker{store: w.Store, objects: w.bucket}
	for range 2 {
		for _, c := range []cruddur.Activity{crud, shown} {
			if err := worker.Work(t.Context(), deletion(c)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := w.rows(t); n != 2 || len(w.memory.Keys()) != 10 {
		t.Errorf("%d rows and %v are left", n, w.memory.Keys())
	}
	f, err := w.Forgetting(t.Context())
	if err != nil || f.Deleted != 1 || f.Lags.Total() != 3 {
		t.Errorf("one crud and two photos: %+v, %v", f, err)
	}
}

func TestDaily(t *testing.T) {
	t.Parallel()
	at := daily(3 * time.Hour)
	for now, want := range map[string]string{
		"2026-11-25T02:59:59Z": "2026-11-25T03:00:00Z", "2026-11-25T03:00:00Z": "2026-11-26T03:00:00Z",
		"2026-11-25T23:30:00-05:00": "2026-11-27T03:00:00Z",
	} {
		from, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := at.Next(from).Format(time.RFC3339); got != want {
			t.Errorf("after %s comes %s, want %s", now, got, want)
		}
	}
}
