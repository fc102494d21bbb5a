WITH self AS MATERIALIZED (
    SELECT id FROM baseline.accounts WHERE external_id = @viewer::text
), recent AS MATERIALIZED (
    SELECT n.id, n.posted_at
    FROM (
        SELECT id, writer, posted_at FROM baseline.posts
        WHERE answers IS NULL AND ends_at > now()
        ORDER BY posted_at DESC, id DESC
        LIMIT 400
    ) n
    WHERE n.writer IN (SELECT writer FROM baseline.subscriptions WHERE reader = (SELECT id FROM self) OFFSET 0)
    ORDER BY n.posted_at DESC, n.id DESC
    LIMIT 20
), latest AS MATERIALIZED (
    SELECT s.writer, one.posted_at, one.id
    FROM baseline.subscriptions s
    CROSS JOIN LATERAL (
        SELECT p.posted_at, p.id FROM baseline.posts p
        WHERE p.writer = s.writer AND p.answers IS NULL AND p.ends_at > now()
        ORDER BY p.posted_at DESC, p.id DESC
        LIMIT 1
    ) one
    WHERE s.reader = (SELECT id FROM self)
    ORDER BY one.posted_at DESC, one.id DESC
    LIMIT 20
), chosen AS MATERIALIZED (
    SELECT id, posted_at FROM recent WHERE (SELECT count(*) FROM recent) = 20
    UNION ALL
    (
        SELECT own.id, own.posted_at
        FROM latest l
        CROSS JOIN LATERAL (
            SELECT p.id, p.posted_at FROM baseline.posts p
            WHERE p.writer = l.writer AND p.answers IS NULL AND p.ends_at > now()
              AND p.posted_at >= (SELECT CASE WHEN count(*) = 20 THEN min(posted_at) ELSE '-infinity' END FROM latest)
            ORDER BY p.posted_at DESC, p.id DESC
            LIMIT 20
        ) own
        WHERE (SELECT count(*) FROM recent) < 20
        ORDER BY own.posted_at DESC, own.id DESC
        LIMIT 20
    )
)
SELECT p.id, a.display_name, a.handle, a.picture, p.body, p.replies, p.reposts, p.likes, p.ends_at, p.posted_at,
       h.post IS NOT NULL AS liked
FROM chosen c
JOIN baseline.posts p ON p.id = c.id
JOIN baseline.accounts a ON a.id = p.writer
LEFT JOIN baseline.hearts h ON h.giver = (SELECT id FROM self) AND h.post = p.id
ORDER BY c.posted_at DESC, c.id DESC;
