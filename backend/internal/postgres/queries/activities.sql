-- name: AddActivity :exec
INSERT INTO activities (id, author, message, photos_count, created_at, expires_at)
VALUES (@id, @author, @message, @photos_count, cruddur_now(), cruddur_now() + sqlc.arg(ttl)::interval);

-- name: ActivityByID :one
SELECT a.id, u.handle, u.display_name, a.message, a.created_at, a.life_starts_at, a.expires_at, a.replies_count, a.photos_count,
       v.id AS avatar, v.placeholder AS avatar_placeholder, v.widths AS avatar_widths, v.formats AS avatar_formats,
       a.root, a.reply_to
FROM live_activities a
JOIN users u ON u.sub = a.author
LEFT JOIN media v ON v.id = u.avatar
WHERE a.id = @id;

-- name: LockStanding :one
-- A suspension waits for what its person is just writing, and hides that too. A
-- shared lock would do but for one thing: who never stops writing could hold off
-- their suspension for ever, because sharers pass by one who waits.
SELECT (suspended_at IS NOT NULL)::boolean AS suspended FROM users WHERE sub = @sub FOR NO KEY UPDATE;

-- name: LockThread :one
-- Whatever changes a thread holds its root first, so that changes take turns
-- and never wait for each other in a ring.
SELECT t.id FROM live_threads t
WHERE t.id = (SELECT i.thread FROM live_thread_items i WHERE i.id = @id)
FOR NO KEY UPDATE;

-- name: LockedActivity :one
-- For use under LockThread. It asks by the time of day, not by the time when the
-- transaction began: between the two the thread may have ended, and a purge may
-- have taken a part of it.
SELECT author, root, reply_to FROM live_activities
WHERE id = @id AND expires_at > clock_timestamp() + (cruddur_now() - now());

-- name: EndThread :exec
-- Its rows are left to the purge: the end of the root is the end of all.
UPDATE activities SET expires_at = cruddur_now(), spared_end = NULL, deleted_at = cruddur_now(), message = '', photos_count = 0
WHERE id = @id AND root IS NULL;

-- name: ChangeLife :exec
UPDATE activities
SET life_starts_at = cruddur_now(), expires_at = cruddur_now() + sqlc.arg(ttl)::interval, spared_end = NULL
WHERE id = @id AND root IS NULL;

-- name: BurnThread :exec
-- Once begun, a burning goes on as it began.
UPDATE activities
SET spared_end = expires_at, expires_at = least(expires_at, cruddur_now() + sqlc.arg(fuse)::interval)
WHERE id = @id AND root IS NULL AND spared_end IS NULL;

-- name: SpareThread :execrows
UPDATE activities SET expires_at = spared_end, spared_end = NULL
WHERE id = @id AND root IS NULL AND spared_end IS NOT NULL;

-- name: Lives :many
SELECT id, life_starts_at, expires_at, replies_count FROM live_activities WHERE id = ANY(@ids::uuid[]);

-- name: ClaimIdempotencyKey :execrows
-- One row when the key is the caller's to use: new, or forgotten after 24 hours.
INSERT INTO idempotency_keys (person, key, fingerprint)
VALUES (@person, @key, @fingerprint)
ON CONFLICT (person, key) DO UPDATE
    SET fingerprint = excluded.fingerprint, activity = NULL, created_at = excluded.created_at
    WHERE idempotency_keys.created_at <= cruddur_now() - interval '24 hours';

-- name: SettleIdempotencyKey :exec
UPDATE idempotency_keys SET activity = @activity WHERE person = @person AND key = @key;

-- name: IdempotencyKey :one
SELECT fingerprint, activity FROM idempotency_keys
WHERE person = @person AND key = @key AND created_at > cruddur_now() - interval '24 hours';
