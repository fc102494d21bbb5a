-- The only reads of activities past their end: to delete them.

-- name: StartPurgeRun :one
INSERT INTO purge_runs (cause, started_at) VALUES (@cause, cruddur_now()) RETURNING id;

-- name: DeleteExpiredReplies :execrows
-- Replies go before the roots they hang on, the newest first, so that a thread
-- of any size goes in batches. Roots that somebody else holds (another purge, an
-- author who changes a life) are passed over: the next run finds them.
WITH expired AS (
    SELECT id FROM activities
    WHERE root IS NULL AND expires_at <= cruddur_now()
    ORDER BY expires_at
    LIMIT @max_items
    FOR UPDATE SKIP LOCKED
), doomed AS (
    SELECT r.id FROM activities r JOIN expired e ON r.root = e.id
    ORDER BY r.created_at DESC
    LIMIT @max_items
)
DELETE FROM activities a USING doomed WHERE a.id = doomed.id;

-- name: DeleteExpiredThreads :many
-- The lag of each, in milliseconds.
WITH expired AS (
    SELECT id FROM activities a
    WHERE a.root IS NULL AND a.expires_at <= cruddur_now()
      AND NOT EXISTS (SELECT FROM activities r WHERE r.root = a.id)
    ORDER BY a.expires_at
    LIMIT @max_items
    FOR UPDATE SKIP LOCKED
)
DELETE FROM activities a USING expired WHERE a.id = expired.id
RETURNING (extract(epoch FROM cruddur_now() - a.expires_at) * 1000)::bigint AS lag_ms;

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
    max_lag = greatest(max_lag, @max_lag::interval),
    lag_counts = ARRAY(
        SELECT coalesce(was.n, 0) + coalesce(new.n, 0)
        FROM unnest(lag_counts) WITH ORDINALITY AS was (n, bucket)
        FULL JOIN unnest(@lag_counts::bigint[]) WITH ORDINALITY AS new (n, bucket) USING (bucket)
        ORDER BY bucket
    )
WHERE id = @id;

-- name: AddObjectsRun :exec
INSERT INTO purge_runs (cause, started_at, finished_at, pictures_deleted, max_lag, lag_counts)
VALUES ('objects', cruddur_now(), cruddur_now(), @pictures, @max_lag, @lag_counts);

-- name: FinishPurgeRun :one
UPDATE purge_runs SET finished_at = cruddur_now() WHERE id = @id RETURNING *;

-- name: ForgetPurgeRuns :exec
DELETE FROM purge_runs WHERE started_at < cruddur_now() - interval '30 days';

-- name: LagCounts :many
-- One row a bucket, over the runs of the last 24 hours, of cruds and of objects.
SELECT lag.bucket::integer AS bucket, sum(lag.n)::bigint AS deleted
FROM purge_runs, unnest(lag_counts) WITH ORDINALITY AS lag (n, bucket)
WHERE started_at > cruddur_now() - interval '24 hours'
GROUP BY lag.bucket
ORDER BY lag.bucket;

-- name: CrudsDeleted :one
SELECT coalesce(sum(lag.n), 0)::bigint AS deleted
FROM purge_runs, unnest(lag_counts) AS lag (n)
WHERE cause <> 'objects' AND started_at > cruddur_now() - interval '24 hours';

-- name: LongestLag :one
SELECT coalesce(max(max_lag), interval '0')::interval AS lag FROM purge_runs
WHERE started_at > cruddur_now() - interval '24 hours';

-- name: OldestExpired :one
-- For how long the oldest expired thing that is still stored has been expired: a
-- crud, or a picture whose row waits for its objects to be deleted.
SELECT (cruddur_now() - since)::interval AS lag FROM (
    (
        SELECT expires_at AS since FROM activities
        WHERE root IS NULL AND expires_at <= cruddur_now()
        ORDER BY expires_at
        LIMIT 1
    )
    UNION ALL
    SELECT least(coalesce(detached_at, cruddur_now()), signed_until) FROM media
    WHERE activity IS NULL AND (purpose = 'photo' OR detached_at IS NOT NULL)
) stored
ORDER BY since
LIMIT 1;

-- name: Clock :one
SELECT cruddur_now()::timestamptz AS now;
