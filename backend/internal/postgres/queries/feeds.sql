-- Feeds are keyset pages: what follows a position, newest first. The first page
-- follows a position later than every crud. Each picks its rows from an index
-- alone and visits the table for those of the page. Plans are made without the
-- parameters: the limit of 101 tells the planner how short a page is.

-- name: PublicFeed :many
WITH page AS MATERIALIZED (
    SELECT id FROM live_threads
    WHERE (created_at, id) < (@after_created_at::timestamptz, @after_id::uuid)
    ORDER BY created_at DESC, id DESC
    LIMIT @max_items
)
SELECT a.id, u.handle, u.display_name, a.message, a.created_at, a.life_starts_at, a.expires_at, a.replies_count, a.photos_count,
       v.id AS avatar, v.placeholder AS avatar_placeholder, v.widths AS avatar_widths, v.formats AS avatar_formats
FROM (SELECT id FROM page LIMIT 101) page
JOIN live_threads a ON a.id = page.id
JOIN users u ON u.sub = a.author
LEFT JOIN media v ON v.id = u.avatar
ORDER BY a.created_at DESC, a.id DESC;

-- name: UserFeed :many
WITH page AS MATERIALIZED (
    SELECT t.id FROM live_threads t
    WHERE t.author = @author
      AND (t.created_at, t.id) < (@after_created_at::timestamptz, @after_id::uuid)
    ORDER BY t.created_at DESC, t.id DESC
    LIMIT @max_items
)
SELECT a.id, u.handle, u.display_name, a.message, a.created_at, a.life_starts_at, a.expires_at, a.replies_count, a.photos_count,
       v.id AS avatar, v.placeholder AS avatar_placeholder, v.widths AS avatar_widths, v.formats AS avatar_formats
FROM (SELECT id FROM page LIMIT 101) page
JOIN live_threads a ON a.id = page.id
JOIN users u ON u.sub = a.author
LEFT JOIN media v ON v.id = u.avatar
ORDER BY a.created_at DESC, a.id DESC;

-- name: HomeFeed :many
-- The followed are often among the newest of all: walk those first, and stop
-- when the page is full. Where the walk does not fill it, ask everybody followed
-- for their newest (heads): the page can hold cruds of those with the newest
-- heads only. Both are exact and bounded; docs/performance.md has the figures.
-- An IN beside an OR is looked up in a hash table, crud by crud; alone it would
-- be joined to all of the walk.
WITH walk AS MATERIALIZED (
    SELECT w.id FROM (
        SELECT id, author, created_at FROM live_threads
        WHERE (created_at, id) < (@after_created_at::timestamptz, @after_id::uuid)
        ORDER BY created_at DESC, id DESC
        LIMIT sqlc.arg(walk)::integer
    ) w
    WHERE w.author = @viewer::uuid OR w.author IN (SELECT followee FROM follows WHERE follower = @viewer)
    ORDER BY w.created_at DESC, w.id DESC
    LIMIT sqlc.arg(max_items)::integer
), short AS MATERIALIZED (
    SELECT count(*) < sqlc.arg(max_items)::integer AS yes FROM walk
), heads AS MATERIALIZED (
    SELECT f.author, newest.created_at
    FROM (SELECT followee AS author FROM follows WHERE follower = @viewer UNION ALL SELECT @viewer) f
    CROSS JOIN LATERAL (
        SELECT t.created_at, t.id FROM live_threads t
        WHERE t.author = f.author
          AND (t.created_at, t.id) < (@after_created_at::timestamptz, @after_id::uuid)
        ORDER BY t.created_at DESC, t.id DESC
        LIMIT 1
    ) newest
    WHERE (SELECT yes FROM short)
    ORDER BY newest.created_at DESC, newest.id DESC
    LIMIT sqlc.arg(max_items)::integer
), page AS (
    SELECT id FROM walk WHERE NOT (SELECT yes FROM short)
    UNION ALL
    (
        SELECT each.id
        FROM heads h
        CROSS JOIN LATERAL (
            SELECT t.id, t.created_at FROM live_threads t
            WHERE t.author = h.author
              AND (t.created_at, t.id) < (@after_created_at::timestamptz, @after_id::uuid)
              AND t.created_at >= (SELECT CASE WHEN count(*) = sqlc.arg(max_items)::integer THEN min(created_at) ELSE '-infinity' END FROM heads)
            ORDER BY t.created_at DESC, t.id DESC
            LIMIT sqlc.arg(max_items)::integer
        ) each
        ORDER BY each.created_at DESC, each.id DESC
        LIMIT sqlc.arg(max_items)::integer
    )
)
SELECT a.id, u.handle, u.display_name, a.message, a.created_at, a.life_starts_at, a.expires_at, a.replies_count, a.photos_count,
       v.id AS avatar, v.placeholder AS avatar_placeholder, v.widths AS avatar_widths, v.formats AS avatar_formats
FROM (SELECT id FROM page LIMIT 101) page
JOIN live_threads a ON a.id = page.id
JOIN users u ON u.sub = a.author
LEFT JOIN media v ON v.id = u.avatar
ORDER BY a.created_at DESC, a.id DESC;
