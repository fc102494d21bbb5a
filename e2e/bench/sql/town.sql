-- Fills the product's own schema with a town of 10,000 people: the first write
-- most (Zipf), everybody follows a hundred, one crud in five is alive. The
-- harness sets bench.cruds (how many roots; three in ten get a reply) and
-- bench.readers, the subs of those who will read: the first of them follows a
-- thousand people, the second a hundred who rarely write, the rest are like
-- everybody else.

SELECT setseed(0.42);

-- Rows go in without the indexes and checks of references; the former are put
-- back below, the latter hold by construction.
SET session_replication_role = replica;
CREATE TEMPORARY TABLE bench_indexes AS
    SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
    FROM pg_index i
    WHERE i.indrelid IN ('activities'::regclass, 'follows'::regclass)
      AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid);
DO $$
DECLARE dropped record;
BEGIN
    FOR dropped IN SELECT name FROM bench_indexes LOOP
        EXECUTE 'DROP INDEX ' || dropped.name;
    END LOOP;
END $$;

-- Ids grow with time, as those the product makes (UUIDv7).
CREATE FUNCTION bench_id(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(noise, 1, 3) || '8' || substr(noise, 4, 15))::uuid
    FROM (SELECT md5(random()::text) AS noise) n
$$;

-- The number of a person, log-uniform: 1 is drawn most.
CREATE FUNCTION bench_author() RETURNS integer LANGUAGE sql VOLATILE AS $$
    SELECT floor(power(10000, random()))::integer
$$;

CREATE TEMPORARY TABLE bench_people AS
    SELECT n, gen_random_uuid() AS sub, 'person_' || n AS handle FROM generate_series(1, 10000) n;
INSERT INTO bench_people
    SELECT 10000 + position, reader::uuid, 'reader_' || position
    FROM unnest(string_to_array(current_setting('bench.readers'), ',')) WITH ORDINALITY AS r (reader, position);
INSERT INTO users (sub, handle, display_name) SELECT sub, handle, 'The name of ' || handle FROM bench_people;

CREATE TEMPORARY TABLE bench_roots AS
    SELECT n, bench_id(created_at) AS id, author, created_at, ttl
    FROM (
        SELECT n, bench_author() AS author, now() - random() * interval '30 days' AS created_at,
               ('{1 hour,3 hours,12 hours,1 day,3 days,7 days,30 days}'::interval[])[1 + floor(random() * 7)::integer] AS ttl
        FROM generate_series(1, current_setting('bench.cruds')::integer) n
    ) r;
INSERT INTO activities (id, author, message, created_at, expires_at, replies_count)
    SELECT r.id, p.sub, 'crud ' || r.n || repeat(' and more of it', r.n % 16), r.created_at, r.created_at + r.ttl, (r.n % 10 < 3)::integer
    FROM bench_roots r JOIN bench_people p ON p.n = r.author
    ORDER BY r.created_at;
INSERT INTO activities (id, author, message, created_at, root, reply_to)
    SELECT bench_id(r.created_at), p.sub, 'a reply to ' || r.n, r.created_at, r.id, r.id
    FROM (
        SELECT n, id, bench_author() AS author, least(created_at + interval '10 minutes', now()) AS created_at
        FROM bench_roots WHERE n % 10 < 3
    ) r JOIN bench_people p ON p.n = r.author
    ORDER BY r.created_at;

-- Three draws in ten fall on those who write much, the others on anybody. Who is
-- drawn twice is followed once, so there are more draws than follows.
INSERT INTO follows (follower, followee, id, created_at)
    SELECT follower, followee, gen_random_uuid(), now() - random() * interval '300 days'
    FROM (
        SELECT f.sub AS follower, t.sub AS followee, row_number() OVER (PARTITION BY f.sub ORDER BY random()) AS place,
               CASE f.n WHEN 10001 THEN 1000 ELSE 100 END AS wanted
        FROM (
            SELECT DISTINCT n AS follower,
                   CASE WHEN n = 10002 THEN 5000 + floor(random() * 5000)::integer
                        WHEN random() < 0.3 THEN bench_author()
                        ELSE 1 + floor(random() * 10000)::integer END AS followee
            FROM bench_people, generate_series(1, 1500) draw
            WHERE draw <= CASE n WHEN 10001 THEN 1500 ELSE 130 END
        ) drawn
        JOIN bench_people f ON f.n = drawn.follower
        JOIN bench_people t ON t.n = drawn.followee
        WHERE f.sub <> t.sub
    ) ranked
    WHERE place <= wanted;
UPDATE users SET following_count = counted.n
    FROM (SELECT follower, count(*) AS n FROM follows GROUP BY follower) counted WHERE follower = sub;
UPDATE users SET followers_count = counted.n
    FROM (SELECT followee, count(*) AS n FROM follows GROUP BY followee) counted WHERE followee = sub;

DO $$
DECLARE dropped record;
BEGIN
    FOR dropped IN SELECT definition FROM bench_indexes LOOP
        EXECUTE dropped.definition;
    END LOOP;
END $$;
RESET session_replication_role;
DROP FUNCTION bench_id, bench_author;
DROP TABLE bench_indexes, bench_people, bench_roots;
