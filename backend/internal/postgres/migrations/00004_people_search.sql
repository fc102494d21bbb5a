-- +goose Up

-- What a name is compared by when people are searched: compatibility forms
-- taken apart, without accents and case, and no longer than an index entry may
-- be. It needs no extension. Whoever changes it makes the column anew.
-- +goose StatementBegin
CREATE FUNCTION search_key(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ SELECT left(translate(lower(regexp_replace(normalize(name, NFKD), '[\u0300-\u036f]', '', 'g')), 'øłđħıς', 'oldhiσ'), 50) $$;
-- +goose StatementEnd

ALTER TABLE users ADD COLUMN name_key text NOT NULL GENERATED ALWAYS AS (search_key(display_name)) STORED;
COMMENT ON COLUMN users.name_key IS 'The display name as it is searched.';

-- Ordered by bytes, so that a prefix is a range whatever the locale. They hold
-- all that choosing people needs: were the table visited, the planner would
-- rather sort every match than walk along the index up to a limit.
CREATE INDEX users_by_handle ON users (lower(handle) text_pattern_ops) INCLUDE (handle, sub) WHERE suspended_at IS NULL;
CREATE INDEX users_by_name ON users (name_key text_pattern_ops) INCLUDE (sub) WHERE suspended_at IS NULL;

-- +goose Down
DROP INDEX users_by_name;
DROP INDEX users_by_handle;
ALTER TABLE users DROP COLUMN name_key;
DROP FUNCTION search_key(text);
