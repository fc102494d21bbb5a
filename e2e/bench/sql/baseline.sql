-- The same town in the tables that one would write down first: what the home
-- feed was before it was tuned, to hold it against. baseline_home.sql reads it.
CREATE SCHEMA baseline;

CREATE TABLE baseline.accounts AS
    SELECT gen_random_uuid() AS id, sub::text AS external_id, handle, display_name,
           handle || '@example.com' AS email, 'https://example.com/avatars/' || sub || '.jpg' AS picture, created_at AS joined_at
    FROM users;
ALTER TABLE baseline.accounts ADD PRIMARY KEY (id);
CREATE UNIQUE INDEX ON baseline.accounts (external_id) INCLUDE (id);

CREATE TABLE baseline.posts AS
    SELECT a.id, w.id AS writer, a.message AS body, a.replies_count AS replies, 0 AS reposts, 1 AS likes,
           a.reply_to AS answers, coalesce(a.expires_at, r.expires_at) AS ends_at, a.created_at AS posted_at
    FROM activities a
    JOIN users u ON u.sub = a.author
    JOIN baseline.accounts w ON w.external_id = u.sub::text
    LEFT JOIN activities r ON r.id = a.root
    ORDER BY a.created_at;
ALTER TABLE baseline.posts ADD PRIMARY KEY (id);
CREATE INDEX ON baseline.posts (writer, posted_at DESC, id DESC) INCLUDE (ends_at) WHERE answers IS NULL;
CREATE INDEX ON baseline.posts (posted_at DESC, id DESC) INCLUDE (ends_at) WHERE answers IS NULL;
CREATE INDEX ON baseline.posts (ends_at);

CREATE TABLE baseline.subscriptions AS
    SELECT f.id AS reader, t.id AS writer
    FROM follows
    JOIN baseline.accounts f ON f.external_id = follower::text
    JOIN baseline.accounts t ON t.external_id = followee::text;
ALTER TABLE baseline.subscriptions ADD PRIMARY KEY (reader, writer);

-- One like a post, by anybody.
CREATE TABLE baseline.hearts AS
    SELECT a.id AS giver, p.id AS post
    FROM (
        SELECT id, 1 + floor(random() * (SELECT count(*) FROM baseline.accounts))::bigint AS giver
        FROM baseline.posts WHERE answers IS NULL
    ) p
    JOIN (SELECT id, row_number() OVER () AS n FROM baseline.accounts) a ON a.n = p.giver;
ALTER TABLE baseline.hearts ADD PRIMARY KEY (giver, post);
