-- name: PeopleBySubs :many
SELECT sqlc.embed(u), v.placeholder AS avatar_placeholder, v.widths AS avatar_widths, v.formats AS avatar_formats
FROM users u
LEFT JOIN media v ON v.id = u.avatar
WHERE u.sub = ANY(@subs::uuid[]);
