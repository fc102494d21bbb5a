package postgres_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
)

func TestPurgeDeletesWhatHasExpiredAndNothingElse(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	for range 7 {
		b.post(t, nova, "brief", cruddur.TTL1Hour)
	}
	kept := b.post(t, nova, "long", cruddur.TTL1Day)

	if run, err := b.Purge(t.Context(), postgres.PurgeByOperator, 3); err != nil || run.ActivitiesDeleted != 0 {
		t.Fatalf("nothing has expired: deleted %d, %v", run.ActivitiesDeleted, err)
	}
	later := b.later(t, 2*time.Hour)
	run, err := later.Purge(t.Context(), postgres.PurgeBySchedule, 3)
	if err != nil {
		t.Fatal(err)
	}
	if run.ActivitiesDeleted != 7 || run.FinishedAt == nil || run.Cause != postgres.PurgeBySchedule {
		t.Errorf("got %+v", run)
	}
	if run.MaxLag < 59*time.Minute || run.MaxLag > 61*time.Minute {
		t.Errorf("the longest lag is %s, want about an hour", run.MaxLag)
	}
	if _, err := later.Activity(t.Context(), kept.ID); err != nil {
		t.Errorf("a living crud: %v", err)
	}
	if run, err := later.Purge(t.Context(), postgres.PurgeBySchedule, 3); err != nil || run.ActivitiesDeleted != 0 || run.MaxLag != 0 {
		t.Errorf("a second purge: %+v, %v", run, err)
	}
}

func TestPurgeForgetsKeysAfterADay(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := draft(b.person(t, "nova"), "keyed", cruddur.TTL7Days)
	d.IdempotencyKey, d.Fingerprint = "key-0001", []byte("a")
	if _, _, err := b.CreateActivity(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	for offset, want := range map[time.Duration]int64{23 * time.Hour: 0, 25 * time.Hour: 1} {
		if run, err := b.later(t, offset).Purge(t.Context(), postgres.PurgeByOperator, 10); err != nil || run.KeysDeleted != want {
			t.Errorf("after %s: %d keys, %v; want %d", offset, run.KeysDeleted, err, want)
		}
	}
}

// A purge that dies loses neither rows nor numbers: what its batches committed
// is counted, the rest is the next run's.
func TestPurgeSurvivesBeingCutOff(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	for range 40 {
		b.post(t, nova, "brief", cruddur.TTL1Hour)
	}
	later := b.later(t, 2*time.Hour)
	finished := 0
	for cut := time.Millisecond; ; cut += 3 * time.Millisecond {
		ctx, cancel := context.WithTimeout(t.Context(), cut)
		_, err := later.Purge(ctx, postgres.PurgeBySchedule, 1)
		cancel()
		// In one statement, because what was cut off may still be committing.
		all := b.count(t, "SELECT (SELECT coalesce(sum(activities_deleted), 0) FROM purge_runs) + (SELECT count(*) FROM activities)")
		if all != 40 {
			t.Fatalf("%d counted or left, of 40", all)
		}
		if err != nil {
			continue
		}
		finished++
		// It may still hold a row, too, which is then another run's.
		if b.count(t, "SELECT count(*) FROM activities") == 0 {
			break
		}
	}
	if told := b.count(t, "SELECT count(*) FROM purge_runs WHERE finished_at IS NOT NULL"); told < finished {
		t.Errorf("%d runs say that they finished, at least %d did", told, finished)
	}
}

func TestPurgesPassOverEachOther(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	for range 60 {
		b.post(t, nova, "brief", cruddur.TTL1Hour)
	}
	later := b.later(t, 2*time.Hour)
	var deleted atomic.Int64
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			run, err := later.Purge(t.Context(), postgres.PurgeBySchedule, 4)
			if err != nil {
				t.Error(err)
			}
			deleted.Add(run.ActivitiesDeleted)
		})
	}
	wait.Wait()
	last, err := later.Purge(t.Context(), postgres.PurgeBySchedule, 4)
	if err != nil || deleted.Load()+last.ActivitiesDeleted != 60 {
		t.Errorf("deleted %d and %d, %v; want 60 in all", deleted.Load(), last.ActivitiesDeleted, err)
	}
}

func TestADeleteAndAPurgeAgree(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	var wait sync.WaitGroup
	for range 20 {
		made := b.post(t, nova, "contested", cruddur.TTL1Hour)
		wait.Go(func() {
			if err := b.DeleteActivity(t.Context(), nova.Sub, made.ID); err != nil && !errors.Is(err, cruddur.ErrActivityNotFound) {
				t.Error(err)
			}
		})
	}
	later := b.later(t, 2*time.Hour)
	wait.Go(func() {
		if _, err := later.Purge(t.Context(), postgres.PurgeBySchedule, 3); err != nil {
			t.Error(err)
		}
	})
	wait.Wait()
	if _, err := later.Purge(t.Context(), postgres.PurgeBySchedule, 3); err != nil {
		t.Fatal(err)
	}
	if n := b.count(t, "SELECT count(*) FROM activities"); n != 0 {
		t.Errorf("%d left", n)
	}
}

// A thread of any size goes in batches, the root last, so that its end is known
// until everything is gone.
func TestPurgeDeletesThreads(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	root := b.post(t, nova, "root", cruddur.TTL1Hour)
	last := root
	for i := range 10 {
		to := root.ID
		if i%2 == 1 {
			to = last.ID
		}
		last = b.reply(t, nova, to, "reply")
	}
	kept := b.reply(t, nova, b.post(t, nova, "kept", cruddur.TTL1Day).ID, "kept too")
	later := b.later(t, 2*time.Hour)
	run, err := later.Purge(t.Context(), postgres.PurgeByOperator, 3)
	if err != nil || run.ActivitiesDeleted != 11 {
		t.Errorf("deleted %d, %v; want 11", run.ActivitiesDeleted, err)
	}
	if n := b.count(t, "SELECT count(*) FROM activities"); n != 2 {
		t.Errorf("%d rows are left, want 2", n)
	}
	if _, err := later.Activity(t.Context(), kept.ID); err != nil {
		t.Errorf("a living thread: %v", err)
	}
}

// A thread that gets another life while it is being purged keeps everything or
// loses everything.
func TestPurgeAndANewLife(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	for range 10 {
		root := b.post(t, nova, "root", cruddur.TTL1Hour)
		for range 3 {
			b.reply(t, nova, root.ID, "reply")
		}
	}
	// Ends within the race: some changes come in time, others don't.
	if _, err := b.pool.Exec(t.Context(), "UPDATE activities SET expires_at = now() + random() * interval '200 milliseconds' WHERE root IS NULL"); err != nil {
		t.Fatal(err)
	}
	rows, err := b.pool.Query(t.Context(), "SELECT id FROM activities WHERE root IS NULL")
	if err != nil {
		t.Fatal(err)
	}
	roots, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	var extended atomic.Int64
	for _, root := range roots {
		wait.Go(func() {
			_, err := b.ChangeLife(t.Context(), nova.Sub, root, cruddur.TTL1Day)
			ignoreGone(t, err)
			if err == nil {
				extended.Add(1)
			}
		})
	}
	for range 10 {
		if _, err := b.Purge(t.Context(), postgres.PurgeByOperator, 2); err != nil {
			t.Error(err)
		}
	}
	wait.Wait()
	if _, err := b.later(t, time.Second).Purge(t.Context(), postgres.PurgeByOperator, 100); err != nil {
		t.Error(err)
	}
	if n := b.count(t, "SELECT count(*) FROM activities"); n != 4*int(extended.Load()) {
		t.Errorf("%d rows for %d threads that got a new life", n, extended.Load())
	}
	b.recount(t)
}

func TestForgetting(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nova := b.person(t, "nova")
	for range 3 {
		b.post(t, nova, "brief", cruddur.TTL1Hour)
	}
	later := b.later(t, time.Hour+5*time.Second)
	f, err := later.Forgetting(t.Context())
	if err != nil || f.Lags.Total() != 0 || f.OldestExpired == nil || *f.OldestExpired < 4*time.Second || *f.OldestExpired > 30*time.Second {
		t.Errorf("before the purge: %+v, %v", f, err)
	}
	for range 2 { // the second finds nothing, and changes no figure
		if _, err := later.Purge(t.Context(), postgres.PurgeBySchedule, 2); err != nil {
			t.Fatal(err)
		}
	}
	f, err = later.Forgetting(t.Context())
	if err != nil || f.Lags.Total() != 3 || f.OldestExpired != nil {
		t.Errorf("after the purge: %+v, %v", f, err)
	}
	if q := f.Lags.Quantile(0.99, f.LongestLag); q < 4*time.Second || q > 30*time.Second {
		t.Errorf("99 of 100 within %s", q)
	}
	if f, err = b.later(t, 26*time.Hour).Forgetting(t.Context()); err != nil || f.Lags.Total() != 0 {
		t.Errorf("a day later: %+v, %v", f, err)
	}
}
