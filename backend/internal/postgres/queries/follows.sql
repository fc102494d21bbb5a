-- name: LockPair :many
-- In one order for everybody, so that two who follow each other at the same
-- moment don't wait for each other.
SELECT sub, (suspended_at IS NOT NULL)::boolean AS suspended FROM users
WHERE sub IN (@one, @other)
ORDER BY sub
FOR NO KEY UPDATE;

-- name: AddFollow :execrows
INSERT INTO follows (follower, followee, id) VALUES (@follower, @followee, @id)
ON CONFLICT DO NOTHING;

-- name: RemoveFollow :execrows
DELETE FROM follows WHERE follower = @follower AND followee = @followee;

-- name: CountFollowing :one
UPDATE users SET following_count = following_count + sqlc.arg(change)::integer WHERE sub = @sub
RETURNING following_count;

-- name: CountFollowers :exec
UPDATE users SET followers_count = followers_count + sqlc.arg(change)::integer WHERE sub = @sub;

-- name: Relation :one
SELECT EXISTS (SELECT FROM follows f WHERE f.follower = @viewer AND f.followee = @person) AS following,
       EXISTS (SELECT FROM follows f WHERE f.follower = @person AND f.followee = @viewer) AS followed_by;

-- name: Followers :many
SELECT u.sub, u.handle, u.display_name, u.bio, f.created_at, f.id,
       v.id AS avatar, v.placeholder AS avatar_placeholder, v.widths AS avatar_widths, v.formats AS avatar_formats,
       EXISTS (SELECT FROM follows r WHERE r.follower = sqlc.narg(viewer) AND r.followee = u.sub) AS following,
       EXISTS (SELECT FROM follows r WHERE r.follower = u.sub AND r.followee = sqlc.narg(viewer)) AS followed_by
FROM follows f
JOIN users u ON u.sub = f.follower
LEFT JOIN media v ON v.id = u.avatar
WHERE f.followee = @person AND u.suspended_at IS NULL
  AND (f.created_at, f.id) < (@after_created_at::timestamptz, @after_id::uuid)
ORDER BY f.created_at DESC, f.id DESC
LIMIT @max_items;

-- name: Following :many
SELECT u.sub, u.handle, u.display_name, u.bio, f.created_at, f.id,
       v.id AS avatar, v.placeholder AS avatar_placeholder, v.widths AS avatar_widths, v.formats AS avatar_formats,
       EXISTS (SELECT FROM follows r WHERE r.follower = sqlc.narg(viewer) AND r.followee = u.sub) AS following,
       EXISTS (SELECT FROM follows r WHERE r.follower = u.sub AND r.followee = sqlc.narg(viewer)) AS followed_by
FROM follows f
JOIN users u ON u.sub = f.followee
LEFT JOIN media v ON v.id = u.avatar
WHERE f.follower = @person AND u.suspended_at IS NULL
  AND (f.created_at, f.id) < (@after_created_at::timestamptz, @after_id::uuid)
ORDER BY f.created_at DESC, f.id DESC
LIMIT @max_items;
