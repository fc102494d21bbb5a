package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
)

// PurgeCause says who wanted a purge.
type PurgeCause string

// The causes of a purge.
const (
	PurgeBySchedule PurgeCause = "schedule"
	PurgeByOperator PurgeCause = "operator"
)

// PurgeRun is the account of one purge.
type PurgeRun struct {
	ID                int64         `json:"id"`
	Cause             PurgeCause    `json:"cause"`
	StartedAt         time.Time     `json:"started_at"`
	FinishedAt        *time.Time    `json:"finished_at"` // nil when it was cut off
	ActivitiesDeleted int64         `json:"activities_deleted"`
	KeysDeleted       int64         `json:"keys_deleted"`
	MaxLag            time.Duration `json:"max_lag_ns"` // longest time that a deleted crud had been expired
}

// Purge deletes what has expired, in transactions of at most batch rows, and
// keeps account of it in purge_runs. Each batch commits with its count, so a
// crash loses neither rows nor numbers, and the next run goes on.
func (s *Store) Purge(ctx context.Context, cause PurgeCause, batch int) (PurgeRun, error) {
	id, err := s.queries.StartPurgeRun(ctx, string(cause))
	if err != nil {
		return PurgeRun{}, translate("start a purge run", err)
	}
	for {
		more, err := s.purgeBatch(ctx, id, int32(batch)) //nolint:gosec // batches are thousands
		if err != nil {
			return PurgeRun{}, translate("purge a batch", err)
		}
		if !more {
			break
		}
	}
	if err := s.queries.ForgetPurgeRuns(ctx); err != nil {
		return PurgeRun{}, translate("forget old purge runs", err)
	}
	run, err := s.queries.FinishPurgeRun(ctx, id)
	if err != nil {
		return PurgeRun{}, translate("finish a purge run", err)
	}
	return purgeRun(run), nil
}

// purgeBatch deletes up to batch replies, cruds and keys each, and hands what
// they showed to jobs; more says whether any came up full, so that there may be
// others.
func (s *Store) purgeBatch(ctx context.Context, run int64, batch int32) (more bool, err error) {
	err = s.inTxWithJobs(ctx, func(q *queries.Queries, caused *jobs) error {
		replies, err := q.DeleteExpiredReplies(ctx, batch)
		if err != nil {
			return err
		}
		lags, err := q.DeleteExpiredThreads(ctx, batch)
		if err != nil {
			return err
		}
		keys, err := q.DeleteForgottenKeys(ctx, batch)
		if err != nil {
			return err
		}
		morePictures, err := queueLoose(ctx, q, caused, batch)
		if err != nil {
			return err
		}
		full := int64(batch)
		threads := int64(len(lags))
		more = morePictures || replies >= full || threads >= full || keys >= full
		counts, longest := countLags(lags)
		return q.CountPurged(ctx, queries.CountPurgedParams{
			ID: run, Activities: replies + threads, Keys: keys, MaxLag: longest, LagCounts: counts,
		})
	})
	return more, err
}

// countLags takes the lags of threads in milliseconds. Their replies went just
// before them, so that one lag stands for the thread.
func countLags(lags []int64) (counts cruddur.LagCounts, longest time.Duration) {
	if len(lags) == 0 {
		return cruddur.LagCounts{}, 0 // most runs find nothing: nothing to store
	}
	counts = cruddur.NewLagCounts()
	for _, ms := range lags {
		lag := time.Duration(ms) * time.Millisecond
		counts.Add(lag)
		longest = max(longest, lag)
	}
	return counts, longest
}

// Forgetting returns how well the purge has kept up.
func (s *Store) Forgetting(ctx context.Context) (cruddur.Forgetting, error) {
	var f cruddur.Forgetting
	err := s.inTx(ctx, func(q *queries.Queries) (err error) {
		f, err = forgetting(ctx, q)
		return err
	})
	return f, translate("read how the purge keeps up", err)
}

func forgetting(ctx context.Context, q *queries.Queries) (cruddur.Forgetting, error) {
	now, err := q.Clock(ctx)
	if err != nil {
		return cruddur.Forgetting{}, err
	}
	f := cruddur.Forgetting{Lags: cruddur.NewLagCounts(), MeasuredAt: now}
	if f.Deleted, err = q.CrudsDeleted(ctx); err != nil {
		return cruddur.Forgetting{}, err
	}
	if f.LongestLag, err = q.LongestLag(ctx); err != nil {
		return cruddur.Forgetting{}, err
	}
	rows, err := q.LagCounts(ctx)
	if err != nil {
		return cruddur.Forgetting{}, err
	}
	for _, row := range rows {
		// The database counts from 1. A bucket that a newer version wrote
		// counts as the last one.
		f.Lags[min(int(row.Bucket), len(f.Lags))-1] += row.Deleted
	}
	oldest, err := q.OldestExpired(ctx)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
	case err != nil:
		return cruddur.Forgetting{}, err
	default:
		f.OldestExpired = &oldest
	}
	return f, nil
}

func purgeRun(row queries.PurgeRun) PurgeRun {
	return PurgeRun{
		ID:                row.ID,
		Cause:             PurgeCause(row.Cause),
		StartedAt:         row.StartedAt,
		FinishedAt:        row.FinishedAt,
		ActivitiesDeleted: row.ActivitiesDeleted,
		KeysDeleted:       row.KeysDeleted,
		MaxLag:            row.MaxLag,
	}
}
