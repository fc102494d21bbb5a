-- +goose Up

-- What cruds and profiles show. A row outlives its crud until its objects are
-- deleted; then it goes too. The id is the upload's: a picture is used once.
CREATE TABLE media (
    id           uuid             PRIMARY KEY,
    owner        uuid             REFERENCES users (sub) ON UPDATE CASCADE ON DELETE SET NULL,
    purpose      text             NOT NULL CHECK (purpose IN ('photo', 'avatar', 'banner')),
    activity     uuid             REFERENCES activities (id) ON DELETE SET NULL,
    position     smallint         NOT NULL DEFAULT 0 CHECK (position BETWEEN 0 AND 3),
    alt          text             NOT NULL DEFAULT '' CHECK (octet_length(alt) <= 8192),
    focal_x      double precision NOT NULL DEFAULT 0.5 CHECK (focal_x BETWEEN 0 AND 1),
    focal_y      double precision NOT NULL DEFAULT 0.5 CHECK (focal_y BETWEEN 0 AND 1),
    width        integer          NOT NULL CHECK (width > 0),
    height       integer          NOT NULL CHECK (height > 0),
    animated     boolean          NOT NULL,
    placeholder  text             NOT NULL,
    widths       integer[]        NOT NULL CHECK (cardinality(widths) BETWEEN 1 AND 8),
    formats      text[]           NOT NULL CHECK (cardinality(formats) BETWEEN 1 AND 2),
    signature    text             NOT NULL DEFAULT '',
    signed_until timestamptz,
    created_at   timestamptz      NOT NULL DEFAULT cruddur_now(),
    detached_at  timestamptz,
    queued_at    timestamptz,
    CONSTRAINT media_one_use CHECK (activity IS NULL OR (purpose = 'photo' AND detached_at IS NULL))
);
COMMENT ON COLUMN media.signature IS 'Query string of the edge''s signature, which ends at signed_until; read anew where that is not the end of the thread.';
COMMENT ON COLUMN media.detached_at IS 'Since then nobody shows it, and its objects are to be deleted.';
COMMENT ON COLUMN media.queued_at IS 'When a job was last told to delete its objects.';

CREATE UNIQUE INDEX media_of_activity ON media (activity, position) WHERE activity IS NOT NULL;
-- Few at any time: those whose crud is gone and whose objects are there.
CREATE INDEX media_loose ON media (id) WHERE activity IS NULL AND (purpose = 'photo' OR detached_at IS NOT NULL);

ALTER TABLE users
    ADD COLUMN avatar uuid UNIQUE REFERENCES media (id),
    ADD COLUMN banner uuid UNIQUE REFERENCES media (id);

-- Feeds ask for photos only when a page has some.
ALTER TABLE activities
    ADD COLUMN photos_count smallint NOT NULL DEFAULT 0 CHECK (photos_count BETWEEN 0 AND 4),
    DROP CONSTRAINT activities_message,
    ADD CONSTRAINT activities_message
        CHECK ((message <> '' OR photos_count > 0 OR deleted_at IS NOT NULL) AND octet_length(message) <= 4096);

CREATE OR REPLACE VIEW live_threads AS
    SELECT id, author, message, created_at, coalesce(life_starts_at, created_at) AS life_starts_at, expires_at, replies_count,
           photos_count
    FROM activities
    WHERE root IS NULL AND NOT hidden
      AND expires_at > (SELECT cruddur_now());

-- A stone may be hidden only, and still have words or none: deleted tells.
CREATE OR REPLACE VIEW live_thread_items AS
    SELECT a.id, a.author, a.message, a.created_at, t.expires_at, t.life_starts_at, a.replies_count, a.root, a.reply_to, a.thread,
           (a.deleted_at IS NOT NULL OR a.hidden) AS stone, a.photos_count, (a.deleted_at IS NOT NULL) AS deleted
    FROM activities a
    JOIN live_threads t ON t.id = a.thread;

CREATE OR REPLACE VIEW live_activities AS
    SELECT id, author, message, created_at, expires_at, life_starts_at, replies_count, root, reply_to, thread, photos_count
    FROM live_thread_items
    WHERE NOT stone;

ALTER TABLE purge_runs
    DROP CONSTRAINT purge_runs_cause_check,
    ADD CONSTRAINT purge_runs_cause_check CHECK (cause IN ('schedule', 'operator', 'objects')),
    ADD COLUMN pictures_deleted bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN purge_runs.pictures_deleted IS 'Pictures whose objects were deleted; their lag is in lag_counts as that of cruds is.';

-- +goose Down
-- Objects of photos are left to 'cruddur media reconcile' of the version that
-- comes back. A crud of photos alone keeps its place, with a word for them.
DELETE FROM purge_runs WHERE cause = 'objects';
ALTER TABLE purge_runs
    DROP COLUMN pictures_deleted,
    DROP CONSTRAINT purge_runs_cause_check,
    ADD CONSTRAINT purge_runs_cause_check CHECK (cause IN ('schedule', 'operator'));
DROP VIEW live_activities;
DROP VIEW live_thread_items;
DROP VIEW live_threads;
UPDATE activities SET message = '[photo]' WHERE message = '' AND deleted_at IS NULL;
ALTER TABLE activities
    DROP CONSTRAINT activities_message,
    DROP COLUMN photos_count,
    ADD CONSTRAINT activities_message CHECK ((message <> '' OR deleted_at IS NOT NULL) AND octet_length(message) <= 4096);
CREATE VIEW live_threads AS
    SELECT id, author, message, created_at, coalesce(life_starts_at, created_at) AS life_starts_at, expires_at, replies_count
    FROM activities
    WHERE root IS NULL AND NOT hidden
      AND expires_at > (SELECT cruddur_now());
CREATE VIEW live_thread_items AS
    SELECT a.id, a.author, a.message, a.created_at, t.expires_at, t.life_starts_at, a.replies_count, a.root, a.reply_to, a.thread,
           (a.deleted_at IS NOT NULL OR a.hidden) AS stone
    FROM activities a
    JOIN live_threads t ON t.id = a.thread;
CREATE VIEW live_activities AS
    SELECT id, author, message, created_at, expires_at, life_starts_at, replies_count, root, reply_to, thread
    FROM live_thread_items
    WHERE NOT stone;
ALTER TABLE users DROP COLUMN avatar, DROP COLUMN banner;
DROP TABLE media;
