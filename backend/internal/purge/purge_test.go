package purge_test

import (
	"bytes"
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/objects"
	"github.com/cruddur/cruddur/backend/internal/objects/objectstest"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
	"github.com/cruddur/cruddur/backend/internal/purge"
)

// patience is how long a test waits for the queue before it fails.
const patience = 30 * time.Second

func TestScheduleDeletesWhatHasExpired(t *testing.T) {
	t.Parallel()
	database := postgrestest.New(t)
	now := postgres.NewStore(database.Pool(t))
	author, err := now.AddPerson(t.Context(), cruddur.Account{Sub: uuid.New(), Handle: "nova", DisplayName: "Nova"})
	if err != nil {
		t.Fatal(err)
	}
	for _, ttl := range []cruddur.TTL{cruddur.TTL1Hour, cruddur.TTL1Day} {
		draft := cruddur.NewActivity{ID: uuid.Must(uuid.NewV7()), Author: author.Sub, Message: string(ttl), TTL: ttl}
		if _, _, err := now.CreateActivity(t.Context(), draft); err != nil {
			t.Fatal(err)
		}
	}
	later := database.PoolAt(t, 2*time.Hour)
	runs := watch(postgres.NewStore(later))
	logs := &lockedBuffer{}
	schedule, err := purge.NewSchedule(purge.Config{Pool: later, Store: runs, Every: time.Second, Logger: slog.New(slog.NewJSONHandler(logs, nil))})
	if err != nil {
		t.Fatal(err)
	}
	stop := start(t, schedule)
	if run := runs.next(t); run.ActivitiesDeleted != 1 || run.Cause != postgres.PurgeBySchedule {
		t.Errorf("the first run: %+v", run)
	}
	if run := runs.next(t); run.ActivitiesDeleted != 0 {
		t.Errorf("the second run: %+v", run)
	}
	stop()
	if !bytes.Contains(logs.Bytes(), []byte(`"msg":"purged"`)) {
		t.Errorf("the purge was not logged: %s", logs.Bytes())
	}
}

// The database may come up after the backend.
func TestScheduleWaitsForTheDatabase(t *testing.T) {
	t.Parallel()
	database := postgrestest.New(t)
	pool := database.Pool(t)
	if _, err := pool.Exec(t.Context(), "ALTER TABLE river_queue RENAME TO river_queue_away"); err != nil {
		t.Fatal(err)
	}
	logs := &lockedBuffer{}
	runs := watch(postgres.NewStore(pool))
	schedule, err := purge.NewSchedule(purge.Config{Pool: pool, Store: runs, Every: time.Second, Logger: slog.New(slog.NewJSONHandler(logs, nil))})
	if err != nil {
		t.Fatal(err)
	}
	stop := start(t, schedule)
	deadline := time.Now().Add(patience)
	for !bytes.Contains(logs.Bytes(), []byte("can't start yet")) {
		if time.Now().After(deadline) {
			t.Fatalf("no word of the delay: %s", logs.Bytes())
		}
		time.Sleep(20 * time.Millisecond)
	}
	if _, err := pool.Exec(t.Context(), "ALTER TABLE river_queue_away RENAME TO river_queue"); err != nil {
		t.Fatal(err)
	}
	runs.next(t)
	stop()
}

// start runs a schedule; the returned function stops it and checks that it
// ended in peace.
func start(t *testing.T, schedule *purge.Schedule) func() {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- schedule.Run(ctx) }()
	return func() {
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("stop: %v", err)
			}
		case <-time.After(patience):
			t.Error("the schedule does not stop")
		}
	}
}

// watched passes purges on and tells of them.
type watched struct {
	purge.Store
	runs chan postgres.PurgeRun
}

func watch(store purge.Store) *watched {
	return &watched{Store: store, runs: make(chan postgres.PurgeRun, 64)}
}

// Purge implements purge.Store.
func (w *watched) Purge(ctx context.Context, cause postgres.PurgeCause, batch int) (postgres.PurgeRun, error) {
	run, err := w.Store.Purge(ctx, cause, batch)
	if err == nil {
		w.runs <- run
	}
	return run, err
}

func (w *watched) next(t *testing.T) postgres.PurgeRun {
	t.Helper()
	select {
	case run := <-w.runs:
		return run
	case <-time.After(patience):
		t.Fatal("no purge ran")
		return postgres.PurgeRun{}
	}
}

type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

// Write implements io.Writer.
func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

// Bytes is a copy of what was written so far.
func (b *lockedBuffer) Bytes() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	return bytes.Clone(b.buffer.Bytes())
}

// From the end of a crud to the last of its files, with the real queue: and the
// signatures of a thread whose life was changed.
func TestScheduleDeletesAndSignsPhotos(t *testing.T) {
	t.Parallel()
	database := postgrestest.New(t)
	pool := database.Pool(t)
	store := postgres.NewStore(pool, postgres.WithSigner(endSigner{}))
	memory := objectstest.NewMemory()
	author, err := store.AddPerson(t.Context(), cruddur.Account{Sub: uuid.New(), Handle: "nova", DisplayName: "Nova"})
	if err != nil {
		t.Fatal(err)
	}
	post := func() cruddur.Activity {
		photo := objectstest.Upload{ID: uuid.New(), Owner: author.Sub, Purpose: "photo", At: time.Now()}
		photo.Store(memory.Put)
		made, _, err := store.CreateActivity(t.Context(), cruddur.NewActivity{
			ID: uuid.Must(uuid.NewV7()), Author: author.Sub, TTL: cruddur.TTL1Hour,
			Photos: []cruddur.Photo{{Picture: cruddur.Picture{ID: photo.ID, Width: 4, Height: 3, Widths: []int{4}, Formats: []string{"jpeg"}}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	kept, deleted := post(), post()
	logs := &lockedBuffer{}
	schedule, err := purge.NewSchedule(purge.Config{
		Pool: pool, Store: store, Objects: objects.NewBucket(memory, "media"), Every: time.Second,
		Logger: slog.New(slog.NewJSONHandler(logs, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	stop := start(t, schedule)
	if err := store.DeleteActivity(t.Context(), author.Sub, deleted.ID); err != nil {
		t.Fatal(err)
	}
	await(t, logs, func() bool { return len(memory.Keys()) == 5 })
	changed, err := store.ChangeLife(t.Context(), author.Sub, kept.ID, cruddur.TTL1Day)
	if err != nil {
		t.Fatal(err)
	}
	await(t, logs, func() bool {
		var until time.Time
		err := pool.QueryRow(t.Context(), "SELECT signed_until FROM media WHERE id = $1", kept.Photos[0].ID).Scan(&until)
		return err == nil && until.Equal(changed.Life.ExpiresAt.Truncate(time.Second))
	})
	await(t, logs, func() bool {
		var rows int
		err := pool.QueryRow(t.Context(), "SELECT count(*) FROM media").Scan(&rows)
		return err == nil && rows == 1
	})
	stop()
}

// endSigner signs with the end alone.
type endSigner struct{}

func (endSigner) Sign(_ string, until time.Time) (string, error) { return until.String(), nil }
func (endSigner) Counts(string) bool                             { return true }

// await waits for something that the queue brings about.
func await(t *testing.T, logs *lockedBuffer, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it never came: %s", logs.Bytes())
		}
	}
}
