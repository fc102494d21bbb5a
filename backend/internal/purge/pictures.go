package purge

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/reconcile"
)

// Limits on jobs. A deletion must have ended before the purge tells another job
// of the same pictures (postgres.QueueLoosePictures).
const (
	deleteLimit    = 25 * time.Second
	signLimit      = 5 * time.Minute
	reconcileLimit = 2 * time.Hour
)

// reconcileQueue has the one long job, so that no short one waits for it.
const reconcileQueue = "reconcile"

// reconcileTime is when in the day pictures are reconciled. A fixed time is not
// put off by every roll-out, as an interval would be.
const reconcileTime = 3*time.Hour + 17*time.Minute

// Pictures is what the jobs of pictures need of the store.
type Pictures interface {
	LoosePictures(ctx context.Context, ids []uuid.UUID) ([]uuid.UUID, error)
	ForgetPictures(ctx context.Context, ids []uuid.UUID) error
	SignThread(ctx context.Context, thread uuid.UUID) error
}

type deleteWorker struct {
	river.WorkerDefaults[postgres.DeletePicturesJob]
	store   Pictures
	objects reconcile.Objects
}

// Timeout bounds one job.
func (*deleteWorker) Timeout(*river.Job[postgres.DeletePicturesJob]) time.Duration {
	return deleteLimit
}

// Work deletes objects first and rows last: wherever it is cut off, the rows
// that are left tell what to do again, and it may be done again.
func (w *deleteWorker) Work(ctx context.Context, job *river.Job[postgres.DeletePicturesJob]) error {
	loose, err := w.store.LoosePictures(ctx, job.Args.IDs)
	if err != nil || len(loose) == 0 {
		return err
	}
	if err := w.objects.Delete(ctx, loose); err != nil {
		return fmt.Errorf("delete pictures: %w", err)
	}
	return w.store.ForgetPictures(ctx, loose)
}

type signWorker struct {
	river.WorkerDefaults[postgres.SignThreadJob]
	store Pictures
}

// Timeout bounds one job.
func (*signWorker) Timeout(*river.Job[postgres.SignThreadJob]) time.Duration { return signLimit }

// Work signs what is not signed for the present end of the thread.
func (w *signWorker) Work(ctx context.Context, job *river.Job[postgres.SignThreadJob]) error {
	return w.store.SignThread(ctx, job.Args.Thread)
}

// ReconcileArgs is the reconciliation as a job. There is nothing to say.
type ReconcileArgs struct{}

// Kind names the job in the queue.
func (ReconcileArgs) Kind() string { return "reconcile_pictures" }

func newReconcileJob() (river.JobArgs, *river.InsertOpts) {
	return ReconcileArgs{}, &river.InsertOpts{Queue: reconcileQueue, MaxAttempts: 1}
}

type reconcileWorker struct {
	river.WorkerDefaults[ReconcileArgs]
	store   reconcile.Store
	objects reconcile.Objects
	logger  *slog.Logger
}

// Timeout bounds one run.
func (*reconcileWorker) Timeout(*river.Job[ReconcileArgs]) time.Duration { return reconcileLimit }

// Work reconciles once.
func (w *reconcileWorker) Work(ctx context.Context, _ *river.Job[ReconcileArgs]) error {
	report, err := reconcile.Run(ctx, reconcile.Config{Store: w.store, Objects: w.objects, Now: time.Now})
	if err != nil {
		return fmt.Errorf("reconcile pictures: %w", err)
	}
	level := slog.LevelInfo
	if report.LostCount > 0 || report.UnreadableCount > 0 {
		level = slog.LevelError
	}
	w.logger.LogAttrs(ctx, level, "reconciled pictures", slog.Any("report", report))
	return nil
}

// daily is a time of day, in UTC.
type daily time.Duration

// Next implements river.PeriodicSchedule.
func (d daily) Next(after time.Time) time.Time {
	next := after.UTC().Truncate(24 * time.Hour).Add(time.Duration(d))
	if !next.After(after) {
		next = next.Add(24 * time.Hour)
	}
	return next
}
