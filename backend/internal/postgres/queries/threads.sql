-- Replies and what they reply to. Their authors' rows are joined for stones
-- too: who may be shown is decided when a row is read.

-- name: AddReply :exec
INSERT INTO activities (id, author, message, photos_count, created_at, root, reply_to)
VALUES (@id, @author, @message, @photos_count, cruddur_now(), @root::uuid, @reply_to::uuid);

-- name: CountReply :exec
UPDATE activities SET replies_count = replies_count + sqlc.arg(change)::integer WHERE id = @id;

-- name: HasReplies :one
SELECT EXISTS (SELECT FROM live_thread_items WHERE reply_to = @id::uuid);

-- name: CountThreadReplies :one
SELECT count(*) FROM live_activities WHERE root = @root::uuid;

-- name: TurnToStone :exec
UPDATE activities SET deleted_at = cruddur_now(), message = '', photos_count = 0 WHERE id = @id;

-- name: DeleteReply :exec
DELETE FROM activities WHERE id = @id AND root IS NOT NULL;

-- name: DeletedStone :one
-- What a stone replied to; no row for anything but a stone of a deleted reply
-- that nothing hangs on any more.
SELECT i.reply_to FROM live_thread_items i
WHERE i.id = @id AND i.root IS NOT NULL AND i.deleted
  AND NOT EXISTS (SELECT FROM live_thread_items child WHERE child.reply_to = i.id);

-- name: ThreadItemExists :one
SELECT EXISTS (SELECT FROM live_thread_items WHERE id = @id);

-- name: Replies :many
SELECT i.id, u.handle, u.display_name, i.message, i.created_at, i.life_starts_at, i.expires_at, i.replies_count, i.photos_count,
       v.id AS avatar, v.placeholder AS avatar_placeholder, v.widths AS avatar_widths, v.formats AS avatar_formats,
       i.root, i.reply_to, i.stone
FROM live_thread_items i
JOIN users u ON u.sub = i.author
LEFT JOIN media v ON v.id = u.avatar
WHERE i.reply_to = @reply_to::uuid
  AND (i.created_at, i.id) > (@after_created_at::timestamptz, @after_id::uuid)
ORDER BY i.created_at, i.id
LIMIT @max_items;

-- name: Ancestors :many
-- Walks up from a crud. A thread may be deep, so the walk ends with the page.
WITH RECURSIVE up AS (
    SELECT i.reply_to, 0 AS step FROM live_thread_items i WHERE i.id = @id
    UNION ALL
    SELECT i.reply_to, up.step + 1 FROM up JOIN live_thread_items i ON i.id = up.reply_to
    WHERE up.step + 1 < sqlc.arg(max_items)::integer
)
SELECT i.id, u.handle, u.display_name, i.message, i.created_at, i.life_starts_at, i.expires_at, i.replies_count, i.photos_count,
       v.id AS avatar, v.placeholder AS avatar_placeholder, v.widths AS avatar_widths, v.formats AS avatar_formats,
       i.root, i.reply_to, i.stone
FROM up
JOIN live_thread_items i ON i.id = up.reply_to
JOIN users u ON u.sub = i.author
LEFT JOIN media v ON v.id = u.avatar
ORDER BY up.step;

-- name: SameThread :one
SELECT EXISTS (
    SELECT FROM live_thread_items a JOIN live_thread_items b ON b.thread = a.thread
    WHERE a.id = @one AND b.id = @other
);
