-- The only reads of activities past their end: to delete them.

-- name: StartPurgeRun :one
INSERT INTO purge_runs (cause, started_at) VALUES (@cause, cruddur_now()) RETURNING id;

-- name: DeleteExpiredActivities :one
-- Rows that somebody else holds (another purge, an author who deletes) are
-- passed over: they are gone in a moment, or the next run finds them.
WITH expired AS (
    SELECT id FROM activities
    WHERE expires_at <= cruddur_now()
    ORDER BY expires_at
    LIMIT @max_items
    FOR UPDATE SKIP LOCKED
), deleted AS (
    DELETE FROM activities a USING expired WHERE a.id = expired.id
    RETURNING a.expires_at
)
SELECT count(*) AS deleted,
       coalesce(cruddur_now() - min(expires_at), interval '0')::interval AS max_lag
FROM deleted;

-- name: DeleteForgottenKeys :execrows
DELETE FROM idempotency_keys
WHERE (person, key) IN (
    SELECT k.person, k.key FROM idempotency_keys k
    WHERE k.created_at <= cruddur_now() - interval '24 hours'
    LIMIT @max_items
    FOR UPDATE SKIP LOCKED
);

-- name: CountPurged :exec
UPDATE purge_runs
SET activities_deleted = activities_deleted + sqlc.arg(activities)::bigint,
    keys_deleted = keys_deleted + sqlc.arg(keys)::bigint,
    max_lag = greatest(max_lag, @max_lag::interval)
WHERE id = @id;

-- name: FinishPurgeRun :one
UPDATE purge_runs SET finished_at = cruddur_now() WHERE id = @id RETURNING *;

-- name: ForgetPurgeRuns :exec
DELETE FROM purge_runs WHERE started_at < cruddur_now() - interval '30 days';
