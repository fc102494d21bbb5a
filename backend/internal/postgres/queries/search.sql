-- name: SearchPeople :many
-- A prefix is a range of keys, not a pattern, so no character is special, and
-- the range is found in an index by a plan that does not know the prefix. Keys
-- are 50 characters at most, so nothing that begins with the prefix comes after
-- the prefix filled up to 51 with the last character there is.
WITH asked AS MATERIALIZED (
    SELECT k.key AS low, rpad(k.key, 51, chr(1114111)) AS high
    FROM (SELECT search_key(@prefix) AS key) k
    WHERE k.key <> ''
), found AS (
    (SELECT u.sub FROM users u
     WHERE u.suspended_at IS NULL
       AND lower(u.handle) ~>=~ (SELECT low FROM asked) AND lower(u.handle) ~<~ (SELECT high FROM asked)
     ORDER BY lower(u.handle) USING ~<~
     LIMIT @max_candidates)
    UNION
    (SELECT u.sub FROM users u
     WHERE u.suspended_at IS NULL
       AND u.name_key ~>=~ (SELECT low FROM asked) AND u.name_key ~<~ (SELECT high FROM asked)
     ORDER BY u.name_key USING ~<~
     LIMIT @max_candidates)
    UNION
    (SELECT u.sub FROM follows f
     JOIN users u ON u.sub = f.followee
     WHERE f.follower = @viewer AND u.suspended_at IS NULL
       AND (lower(u.handle) ~>=~ (SELECT low FROM asked) AND lower(u.handle) ~<~ (SELECT high FROM asked)
            OR u.name_key ~>=~ (SELECT low FROM asked) AND u.name_key ~<~ (SELECT high FROM asked)))
), ranked AS (
    SELECT u.sub, u.handle, u.display_name, u.bio, u.avatar, u.followers_count,
           lower(u.handle) = (SELECT low FROM asked) AS exact,
           EXISTS (SELECT FROM follows v WHERE v.follower = @viewer AND v.followee = u.sub) AS following
    FROM found
    JOIN users u ON u.sub = found.sub
    WHERE u.sub <> @viewer
    ORDER BY exact DESC, following DESC, u.followers_count DESC, lower(u.handle) USING ~<~
    LIMIT @max_items
)
SELECT r.sub, r.handle, r.display_name, r.bio, r.following,
       v.id AS avatar, v.placeholder AS avatar_placeholder, v.widths AS avatar_widths, v.formats AS avatar_formats,
       EXISTS (SELECT FROM follows b WHERE b.follower = r.sub AND b.followee = @viewer) AS followed_by
FROM ranked r
LEFT JOIN media v ON v.id = r.avatar
ORDER BY r.exact DESC, r.following DESC, r.followers_count DESC, lower(r.handle) USING ~<~;
