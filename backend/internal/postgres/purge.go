package postgres

import (
	"context"
	"time"

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

// purgeBatch deletes up to batch cruds and up to batch keys; more says whether
// either came up full, so that there may be others.
func (s *Store) purgeBatch(ctx context.Context, run int64, batch int32) (more bool, err error) {
	err = s.inTx(ctx, func(q *queries.Queries) error {
		activities, err := q.DeleteExpiredActivities(ctx, batch)
		if err != nil {
			return err
		}
		keys, err := q.DeleteForgottenKeys(ctx, batch)
		if err != nil {
			return err
		}
		more = activities.Deleted == int64(batch) || keys == int64(batch)
		return q.CountPurged(ctx, queries.CountPurgedParams{
			Activities: activities.Deleted, Keys: keys, MaxLag: activities.MaxLag, ID: run,
		})
	})
	return more, err
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
