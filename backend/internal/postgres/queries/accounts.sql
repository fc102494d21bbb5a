-- name: Accounts :many
SELECT sub, handle, display_name, seeded FROM users ORDER BY lower(handle);

-- name: RelinkAccount :execrows
UPDATE users SET sub = @sub WHERE lower(handle) = lower(@handle) AND sub <> @sub;

-- name: SeedPerson :one
INSERT INTO users (sub, handle, display_name, bio, location, website, default_ttl, seeded, created_at)
VALUES (@sub, @handle, @display_name, @bio, @location, @website, @default_ttl, true, cruddur_now() - sqlc.arg(age)::interval)
ON CONFLICT DO NOTHING
RETURNING sub;

-- name: SeededPersonWithoutCruds :one
SELECT sub FROM users
WHERE lower(handle) = lower(@handle) AND seeded
  AND NOT EXISTS (SELECT 1 FROM live_activities a WHERE a.author = users.sub);

-- name: SeedActivity :exec
INSERT INTO activities (id, author, message, created_at, expires_at)
VALUES (@id, @author, @message, cruddur_now() - sqlc.arg(age)::interval, cruddur_now() - sqlc.arg(age)::interval + sqlc.arg(ttl)::interval);
