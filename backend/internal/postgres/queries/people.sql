-- name: PersonBySub :one
SELECT users.*, (SELECT count(*) FROM live_activities WHERE author = users.sub) AS cruds_count
FROM users
WHERE sub = @sub;

-- name: PersonByHandle :one
SELECT users.*, (SELECT count(*) FROM live_activities WHERE author = users.sub) AS cruds_count
FROM users
WHERE lower(handle) = lower(@handle);

-- name: SubByHandle :one
SELECT sub FROM users WHERE lower(handle) = lower(@handle);

-- name: AddPerson :execrows
-- Nothing happens when the account has a profile, or when the handle is taken.
INSERT INTO users (sub, handle, display_name)
VALUES (@sub, @handle, @display_name)
ON CONFLICT DO NOTHING;

-- name: UpdateProfile :execrows
UPDATE users
SET display_name = coalesce(sqlc.narg('display_name'), display_name),
    bio          = coalesce(sqlc.narg('bio'), bio),
    location     = coalesce(sqlc.narg('location'), location),
    website      = coalesce(sqlc.narg('website'), website),
    default_ttl  = coalesce(sqlc.narg('default_ttl'), default_ttl)
WHERE sub = @sub;
