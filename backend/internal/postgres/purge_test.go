package postgres_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

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
	for cut := time.Millisecond; ; cut += 3 * time.Millisecond {
		ctx, cancel := context.WithTimeout(t.Context(), cut)
		_, err := later.Purge(ctx, postgres.PurgeBySchedule, 1)
		cancel()
		deleted := b.count(t, "SELECT coalesce(sum(activities_deleted), 0) FROM purge_runs")
		left := b.count(t, "SELECT count(*) FROM activities")
		if deleted+left != 40 {
			t.Fatalf("%d counted and %d left, of 40", deleted, left)
		}
		if err == nil {
			break
		}
	}
	if left := b.count(t, "SELECT count(*) FROM activities"); left != 0 {
		t.Errorf("%d left", left)
	}
	if b.count(t, "SELECT count(*) FROM purge_runs WHERE finished_at IS NOT NULL") != 1 {
		t.Error("want exactly the last run finished")
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
