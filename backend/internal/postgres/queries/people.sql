-- name: PersonBySub :one
SELECT sqlc.embed(u),
       v.placeholder AS avatar_placeholder, v.widths AS avatar_widths, v.formats AS avatar_formats,
       b.placeholder AS banner_placeholder, b.widths AS banner_widths, b.formats AS banner_formats
FROM users u
LEFT JOIN media v ON v.id = u.avatar
LEFT JOIN media b ON b.id = u.banner
WHERE u.sub = @sub;

-- name: PersonByHandle :one
SELECT sqlc.embed(u),
       v.placeholder AS avatar_placeholder, v.widths AS avatar_widths, v.formats AS avatar_formats,
       b.placeholder AS banner_placeholder, b.widths AS banner_widths, b.formats AS banner_formats
FROM users u
LEFT JOIN media v ON v.id = u.avatar
LEFT JOIN media b ON b.id = u.banner
WHERE lower(u.handle) = lower(@handle);

-- name: CountCruds :one
SELECT count(*) FROM live_threads t WHERE t.author = @author;

-- name: SubByHandle :one
SELECT sub FROM users WHERE lower(handle) = lower(@handle);

-- name: AddPerson :execrows
-- Nothing happens when the account has a profile, or when the handle is taken.
INSERT INTO users (sub, handle, display_name)
VALUES (@sub, @handle, @display_name)
ON CONFLICT DO NOTHING;

-- name: UpdateProfile :execrows
UPDATE users
SET display_name = coalesce(sqlc.narg('display_name'), display_name),
    bio          = coalesce(sqlc.narg('bio'), bio),
    location     = coalesce(sqlc.narg('location'), location),
    website      = coalesce(sqlc.narg('website'), website),
    default_ttl  = coalesce(sqlc.narg('default_ttl'), default_ttl)
WHERE sub = @sub;

-- name: SuspendPerson :execrows
UPDATE users SET suspended_at = cruddur_now(), suspension_reason = @reason WHERE sub = @sub AND suspended_at IS NULL;

-- name: RestorePerson :execrows
UPDATE users SET suspended_at = NULL, suspension_reason = '' WHERE sub = @sub AND suspended_at IS NOT NULL;

-- name: HideActivities :execrows
UPDATE activities SET hidden = @hidden WHERE author = @author AND hidden <> @hidden;

-- name: SetAvatar :exec
UPDATE users SET avatar = sqlc.narg(picture) WHERE sub = @sub;

-- name: SetBanner :exec
UPDATE users SET banner = sqlc.narg(picture) WHERE sub = @sub;

-- name: ShownPictures :one
-- What a profile shows, held until the transaction ends.
SELECT avatar, banner FROM users WHERE sub = @sub FOR NO KEY UPDATE;
