-- What cruddur seed writes. Real people are left alone, whatever their handles.

-- name: SeedPerson :execrows
INSERT INTO users (sub, handle, display_name, bio, location, website, default_ttl, seeded, created_at)
VALUES (@sub, @handle, @display_name, @bio, @location, @website, @default_ttl, true, cruddur_now() - sqlc.arg(age)::interval)
ON CONFLICT DO NOTHING;

-- name: LockSeededPeople :many
-- In the order of LockPair. Two who seed at once take turns.
SELECT sub, handle, following_count FROM users
WHERE lower(handle) IN (SELECT lower(h) FROM unnest(@handles::text[]) AS h)
  AND seeded AND suspended_at IS NULL
ORDER BY sub
FOR NO KEY UPDATE;

-- name: SeedActivity :exec
INSERT INTO activities (id, author, message, created_at, expires_at)
VALUES (@id, @author, @message, cruddur_now() - sqlc.arg(age)::interval, cruddur_now() - sqlc.arg(age)::interval + sqlc.arg(ttl)::interval);

-- name: SeedReply :exec
INSERT INTO activities (id, author, message, created_at, root, reply_to)
VALUES (@id, @author, @message, cruddur_now() - sqlc.arg(age)::interval, @root::uuid, @reply_to::uuid);
