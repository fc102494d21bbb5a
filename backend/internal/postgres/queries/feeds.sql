-- Feeds are keyset pages: what follows a position, newest first. The first page
-- follows a position later than every crud.

-- name: PublicFeed :many
SELECT a.id, u.handle, u.display_name, a.message, a.created_at, a.expires_at
FROM live_activities a
JOIN users u ON u.sub = a.author
WHERE (a.created_at, a.id) < (@after_created_at::timestamptz, @after_id::uuid)
ORDER BY a.created_at DESC, a.id DESC
LIMIT @max_items;

-- name: UserFeed :many
SELECT a.id, u.handle, u.display_name, a.message, a.created_at, a.expires_at
FROM live_activities a
JOIN users u ON u.sub = a.author
WHERE a.author = @author
  AND (a.created_at, a.id) < (@after_created_at::timestamptz, @after_id::uuid)
ORDER BY a.created_at DESC, a.id DESC
LIMIT @max_items;
