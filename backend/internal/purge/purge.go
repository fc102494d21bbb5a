// Package purge deletes what has expired, on schedule.
//
// It keeps the tables small; it is not what makes cruds disappear. Reads do
// that (see the view live_activities), and go on doing it with the purge off.
package purge

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/reconcile"
	"github.com/cruddur/cruddur/platform/logging"
)

// BatchSize is how many rows one transaction deletes: enough to be fast, few
// enough to hold no lock for long.
const BatchSize = 5000

// runLimit ends a run that hangs; what it had committed stays done.
const runLimit = 5 * time.Minute

const (
	startRetry = 2 * time.Second
	stopLimit  = 10 * time.Second
)

// Store deletes what has expired.
type Store interface {
	Purge(ctx context.Context, cause postgres.PurgeCause, batch int) (postgres.PurgeRun, error)
	Pictures
	reconcile.Store
}

// Config is what a schedule is made of.
type Config struct {
	Pool    *pgxpool.Pool // of its own, so that jobs never wait for requests nor requests for jobs
	Store   Store
	Objects reconcile.Objects // nil where pictures are not set up
	Every   time.Duration
	Logger  *slog.Logger
}

// Args is the purge as a job. There is nothing to say.
type Args struct{}

// Kind names the job in the queue.
func (Args) Kind() string { return "purge_expired" }

type worker struct {
	river.WorkerDefaults[Args]
	store   Store
	logger  *slog.Logger
	metrics metrics
}

// Timeout bounds one run.
func (*worker) Timeout(*river.Job[Args]) time.Duration { return runLimit }

// Work purges once. It is idempotent, so the queue may repeat it.
func (w *worker) Work(ctx context.Context, _ *river.Job[Args]) error {
	run, err := w.store.Purge(ctx, postgres.PurgeBySchedule, BatchSize)
	if err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	w.metrics.record(ctx, run)
	if run.ActivitiesDeleted > 0 || run.KeysDeleted > 0 {
		w.logger.InfoContext(ctx, "purged",
			slog.Int64("activities", run.ActivitiesDeleted),
			slog.Int64("keys", run.KeysDeleted),
			slog.Duration("max_lag", run.MaxLag))
	}
	return nil
}

// Schedule runs the purge every so often. Of several tasks one elects itself to
// schedule it. Runs that overlap do no harm: they pass over each other's rows.
type Schedule struct {
	client *river.Client[pgx.Tx]
	logger *slog.Logger
}

// NewSchedule makes a schedule.
func NewSchedule(cfg Config) (*Schedule, error) {
	measured, err := newMetrics()
	if err != nil {
		return nil, err
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &worker{store: cfg.Store, logger: cfg.Logger, metrics: measured})
	river.AddWorker(workers, &signWorker{store: cfg.Store})
	periodic := []*river.PeriodicJob{
		river.NewPeriodicJob(river.PeriodicInterval(cfg.Every), newJob, &river.PeriodicJobOpts{RunOnStart: true}),
	}
	queues := map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 2}, postgres.PicturesQueue: {MaxWorkers: 2}}
	if cfg.Objects != nil {
		river.AddWorker(workers, &deleteWorker{store: cfg.Store, objects: cfg.Objects})
		river.AddWorker(workers, &reconcileWorker{store: cfg.Store, objects: cfg.Objects, logger: cfg.Logger})
		periodic = append(periodic, river.NewPeriodicJob(daily(reconcileTime), newReconcileJob, nil))
		queues[reconcileQueue] = river.QueueConfig{MaxWorkers: 1}
	}
	client, err := river.NewClient(riverpgxv5.New(cfg.Pool), &river.Config{
		Logger:                      logging.AtLeast(cfg.Logger, slog.LevelWarn), // it counts its jobs at every turn
		Queues:                      queues,
		Workers:                     workers,
		PeriodicJobs:                periodic,
		CompletedJobRetentionPeriod: time.Hour,
		RescueStuckJobsAfter:        2 * runLimit,
		Plugins:                     postgres.JobPlugins(),
	})
	if err != nil {
		return nil, fmt.Errorf("make the job queue: %w", err)
	}
	return &Schedule{client: client, logger: cfg.Logger}, nil
}

// newJob makes a job that is tried once: the next one comes soon. It is not
// unique on purpose: a job whose process was killed counts as running until the
// queue rescues it, and would hold up the purge for that long.
func newJob() (river.JobArgs, *river.InsertOpts) {
	return Args{}, &river.InsertOpts{MaxAttempts: 1}
}

// Run schedules and works until ctx ends, then lets the run that is going on
// finish. A database that is away delays it and does not end it.
func (s *Schedule) Run(ctx context.Context) error {
	if !s.start(ctx) {
		return nil
	}
	<-ctx.Done()
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopLimit)
	defer cancel()
	if err := s.client.Stop(stopping); err != nil {
		return fmt.Errorf("stop the job queue: %w", err)
	}
	return nil
}

// start tries until the queue runs; false says that ctx ended first.
func (s *Schedule) start(ctx context.Context) bool {
	for {
		// The queue must outlive ctx, to be stopped in peace.
		err := s.client.Start(context.WithoutCancel(ctx))
		if err == nil {
			return true
		}
		s.logger.WarnContext(ctx, "the purge can't start yet", slog.Any("error", err))
		select {
		case <-ctx.Done():
			return false
		case <-time.After(startRetry):
		}
	}
}
