-- +goose Up

-- People follow each other. The counters change in the transaction that adds or
-- removes a row of follows.
ALTER TABLE users
    ADD COLUMN followers_count   bigint NOT NULL DEFAULT 0 CHECK (followers_count >= 0),
    ADD COLUMN following_count   bigint NOT NULL DEFAULT 0 CHECK (following_count >= 0),
    ADD COLUMN suspended_at      timestamptz,
    ADD COLUMN suspension_reason text   NOT NULL DEFAULT '' CHECK (octet_length(suspension_reason) <= 4096);
COMMENT ON COLUMN users.suspended_at IS 'Since then the person may do nothing, and is seen by nobody; null for most.';
COMMENT ON COLUMN users.suspension_reason IS 'For operators; shown to nobody else.';

CREATE TABLE follows (
    follower   uuid        NOT NULL REFERENCES users (sub) ON UPDATE CASCADE ON DELETE CASCADE,
    followee   uuid        NOT NULL REFERENCES users (sub) ON UPDATE CASCADE ON DELETE CASCADE,
    id         uuid        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT cruddur_now(),
    PRIMARY KEY (follower, followee),
    CHECK (follower <> followee)
);
COMMENT ON COLUMN follows.id IS 'Tells follows of the same moment apart in pages. A cursor may hold it; it must not hold a sub.';

CREATE INDEX follows_of_follower ON follows (follower, created_at DESC, id DESC);
CREATE INDEX follows_of_followee ON follows (followee, created_at DESC, id DESC);

-- Cruds are replied to. A thread has one end, which is stored once, with its
-- root; so a change of life is a change of one row.
ALTER TABLE activities
    ADD COLUMN root           uuid,
    ADD COLUMN reply_to       uuid,
    ADD COLUMN thread         uuid    NOT NULL GENERATED ALWAYS AS (coalesce(root, id)) STORED,
    ADD COLUMN replies_count  integer NOT NULL DEFAULT 0 CHECK (replies_count >= 0),
    ADD COLUMN life_starts_at timestamptz,
    ADD COLUMN spared_end     timestamptz,
    ADD COLUMN deleted_at     timestamptz,
    ADD COLUMN hidden         boolean NOT NULL DEFAULT false,
    ALTER COLUMN expires_at DROP NOT NULL,
    DROP CONSTRAINT activities_check,
    DROP CONSTRAINT activities_message_check,
    ADD CONSTRAINT activities_life CHECK (expires_at <= coalesce(life_starts_at, created_at) + interval '30 days'),
    ADD CONSTRAINT activities_message CHECK ((message <> '' OR deleted_at IS NOT NULL) AND octet_length(message) <= 4096),
    ADD CONSTRAINT activities_reply CHECK ((root IS NULL) = (reply_to IS NULL)),
    ADD CONSTRAINT activities_one_end CHECK ((root IS NULL) = (expires_at IS NOT NULL)),
    ADD CONSTRAINT activities_in_thread UNIQUE (id, thread),
    -- A reply is in the thread of what it replies to. Cascades are for the
    -- purge: whatever order it deletes a thread in, no reply is left behind.
    ADD CONSTRAINT activities_same_thread FOREIGN KEY (reply_to, root) REFERENCES activities (id, thread) ON DELETE CASCADE;
COMMENT ON COLUMN activities.root IS 'What the thread began with; null for a root itself.';
COMMENT ON COLUMN activities.replies_count IS 'Replies to this crud itself that their authors have not deleted.';
COMMENT ON COLUMN activities.life_starts_at IS 'When the present life was chosen; null while it is the first.';
COMMENT ON COLUMN activities.spared_end IS 'The end that the crud had before "burn now", to go back to.';
COMMENT ON COLUMN activities.deleted_at IS 'Set on a stone: the words are gone, the place in the thread stays.';
COMMENT ON COLUMN activities.hidden IS 'The author is suspended.';

-- The feeds list roots that may be seen. What they need to pick their rows is in
-- the index, so that they visit the table for the rows of the page only.
DROP INDEX activities_newest;
DROP INDEX activities_of_author;
CREATE INDEX activities_newest ON activities (created_at DESC, id DESC) INCLUDE (expires_at, author) WHERE root IS NULL AND NOT hidden;
CREATE INDEX activities_of_author ON activities (author, created_at DESC, id DESC) INCLUDE (expires_at) WHERE root IS NULL AND NOT hidden;
CREATE INDEX activities_replies_of_author ON activities (author) WHERE root IS NOT NULL;
CREATE INDEX activities_hidden ON activities (author) WHERE hidden;
CREATE INDEX activities_replies ON activities (reply_to, created_at, id) WHERE reply_to IS NOT NULL;
CREATE INDEX activities_of_thread ON activities (root, created_at DESC) WHERE root IS NOT NULL;

-- The read rule is the last line of live_threads; everything else stands on it.
-- The clock is in a subquery so that it is read once a statement, not once a row.
CREATE VIEW live_threads AS
    SELECT id, author, message, created_at, coalesce(life_starts_at, created_at) AS life_starts_at, expires_at, replies_count
    FROM activities
    WHERE root IS NULL AND NOT hidden
      AND expires_at > (SELECT cruddur_now());

-- The places in threads: cruds, and the stones where one was.
CREATE VIEW live_thread_items AS
    SELECT a.id, a.author, a.message, a.created_at, t.expires_at, t.life_starts_at, a.replies_count, a.root, a.reply_to, a.thread,
           (a.deleted_at IS NOT NULL OR a.hidden) AS stone
    FROM activities a
    JOIN live_threads t ON t.id = a.thread;

CREATE OR REPLACE VIEW live_activities AS
    SELECT id, author, message, created_at, expires_at, life_starts_at, replies_count, root, reply_to, thread
    FROM live_thread_items
    WHERE NOT stone;

ALTER TABLE purge_runs ADD COLUMN lag_counts bigint[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN purge_runs.lag_counts IS 'How many cruds were deleted in each bucket of lag; the bounds are in the backend (cruddur.LagBounds).';

-- +goose Down
ALTER TABLE purge_runs DROP COLUMN lag_counts;
DROP VIEW live_activities;
DROP VIEW live_thread_items;
DROP VIEW live_threads;
DELETE FROM activities WHERE root IS NOT NULL OR deleted_at IS NOT NULL;
ALTER TABLE activities
    DROP CONSTRAINT activities_same_thread,
    DROP CONSTRAINT activities_in_thread,
    DROP CONSTRAINT activities_one_end,
    DROP CONSTRAINT activities_reply,
    DROP CONSTRAINT activities_message,
    DROP CONSTRAINT activities_life;
DROP INDEX activities_of_thread;
DROP INDEX activities_replies;
DROP INDEX activities_hidden;
DROP INDEX activities_replies_of_author;
DROP INDEX activities_of_author;
DROP INDEX activities_newest;
-- The first schema knows no second life: one that was extended ends as if it
-- had begun with the longest.
UPDATE activities SET expires_at = least(expires_at, created_at + interval '30 days');
ALTER TABLE activities
    DROP COLUMN hidden, DROP COLUMN deleted_at, DROP COLUMN spared_end, DROP COLUMN life_starts_at,
    DROP COLUMN replies_count, DROP COLUMN thread, DROP COLUMN reply_to, DROP COLUMN root,
    ALTER COLUMN expires_at SET NOT NULL,
    ADD CONSTRAINT activities_check CHECK (expires_at > created_at AND expires_at <= created_at + interval '30 days'),
    ADD CONSTRAINT activities_message_check CHECK (message <> '' AND octet_length(message) <= 4096);
CREATE INDEX activities_newest ON activities (created_at DESC, id DESC) INCLUDE (expires_at);
CREATE INDEX activities_of_author ON activities (author, created_at DESC, id DESC) INCLUDE (expires_at);
CREATE VIEW live_activities AS
    SELECT id, author, message, created_at, expires_at FROM activities WHERE expires_at > cruddur_now();
DROP TABLE follows;
ALTER TABLE users
    DROP COLUMN suspension_reason, DROP COLUMN suspended_at, DROP COLUMN following_count, DROP COLUMN followers_count;
