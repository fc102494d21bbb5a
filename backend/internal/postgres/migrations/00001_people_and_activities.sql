-- +goose Up

-- The clock of the product. Expiry goes by the database's clock, so that
-- several tasks agree. Tests move it with the setting cruddur.clock_offset,
-- which nothing else mentions (a test sees to that). It is a plain SQL function
-- so that the planner can put its body in place of the call.
-- +goose StatementBegin
CREATE FUNCTION cruddur_now() RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT now() + coalesce(nullif(current_setting('cruddur.clock_offset', true), '')::interval, interval '0') $$;
-- +goose StatementEnd

CREATE TABLE users (
    sub          uuid        PRIMARY KEY,
    handle       text        NOT NULL CHECK (handle ~ '^[A-Za-z0-9_]{3,20}$'),
    display_name text        NOT NULL CHECK (display_name <> '' AND octet_length(display_name) <= 4096),
    bio          text        NOT NULL DEFAULT '' CHECK (octet_length(bio) <= 4096),
    location     text        NOT NULL DEFAULT '' CHECK (octet_length(location) <= 4096),
    website      text        NOT NULL DEFAULT '' CHECK (octet_length(website) <= 4096),
    default_ttl  text        NOT NULL DEFAULT '7-days'
        CHECK (default_ttl IN ('1-hour', '3-hours', '12-hours', '1-day', '3-days', '7-days', '30-days')),
    seeded       boolean     NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL DEFAULT cruddur_now()
);
COMMENT ON COLUMN users.sub IS 'Key of the account in Cognito. It changes only when a pool is rebuilt (cruddur accounts relink).';
COMMENT ON COLUMN users.seeded IS 'Made by cruddur seed, for demonstration.';

CREATE UNIQUE INDEX users_handle ON users (lower(handle));

CREATE TABLE activities (
    id         uuid        PRIMARY KEY,
    author     uuid        NOT NULL REFERENCES users (sub) ON UPDATE CASCADE ON DELETE CASCADE,
    message    text        NOT NULL CHECK (message <> '' AND octet_length(message) <= 4096),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CHECK (expires_at > created_at AND expires_at <= created_at + interval '30 days')
);

-- The two feeds walk these backwards in time; expires_at rides along so that
-- expired rows are passed over without a visit to the table.
CREATE INDEX activities_newest ON activities (created_at DESC, id DESC) INCLUDE (expires_at);
CREATE INDEX activities_of_author ON activities (author, created_at DESC, id DESC) INCLUDE (expires_at);
-- For the purge.
CREATE INDEX activities_expiry ON activities (expires_at);

-- The read rule: every query of the product reads cruds through this view.
CREATE VIEW live_activities AS
    SELECT id, author, message, created_at, expires_at
    FROM activities
    WHERE expires_at > cruddur_now();

CREATE TABLE idempotency_keys (
    person      uuid        NOT NULL REFERENCES users (sub) ON UPDATE CASCADE ON DELETE CASCADE,
    key         text        NOT NULL CHECK (octet_length(key) <= 128),
    fingerprint bytea       NOT NULL,
    activity    uuid        REFERENCES activities (id) ON DELETE SET NULL,
    created_at  timestamptz NOT NULL DEFAULT cruddur_now(),
    PRIMARY KEY (person, key)
);
COMMENT ON COLUMN idempotency_keys.fingerprint IS 'SHA-256 of the request that came with the key.';
COMMENT ON COLUMN idempotency_keys.activity IS 'What the request made; null once that is purged or deleted.';

CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
-- Without it, each purged crud would look through all keys.
CREATE INDEX idempotency_keys_activity ON idempotency_keys (activity) WHERE activity IS NOT NULL;

CREATE TABLE purge_runs (
    id                 bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cause              text        NOT NULL CHECK (cause IN ('schedule', 'operator')),
    started_at         timestamptz NOT NULL,
    finished_at        timestamptz,
    activities_deleted bigint      NOT NULL DEFAULT 0,
    keys_deleted       bigint      NOT NULL DEFAULT 0,
    max_lag            interval    NOT NULL DEFAULT interval '0'
);
COMMENT ON COLUMN purge_runs.finished_at IS 'Null while it runs, and for ever when it was cut off; what it had deleted by then is counted.';
COMMENT ON COLUMN purge_runs.max_lag IS 'The longest time that a crud deleted by this run had been expired.';

CREATE INDEX purge_runs_started_at ON purge_runs (started_at);

-- +goose Down
DROP TABLE purge_runs;
DROP TABLE idempotency_keys;
DROP VIEW live_activities;
DROP TABLE activities;
DROP TABLE users;
DROP FUNCTION cruddur_now();
