-- name: AddActivity :exec
INSERT INTO activities (id, author, message, created_at, expires_at)
VALUES (@id, @author, @message, cruddur_now(), cruddur_now() + sqlc.arg(ttl)::interval);

-- name: ActivityByID :one
SELECT a.id, u.handle, u.display_name, a.message, a.created_at, a.expires_at
FROM live_activities a
JOIN users u ON u.sub = a.author
WHERE a.id = @id;

-- name: LockActivityAuthor :one
-- The row itself has to be locked, which the view allows: it is a plain filter.
SELECT author FROM live_activities WHERE id = @id FOR UPDATE;

-- name: DeleteActivity :exec
DELETE FROM activities WHERE id = @id;

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
SELECT fingerprint, activity FROM idempotency_keys WHERE person = @person AND key = @key;
