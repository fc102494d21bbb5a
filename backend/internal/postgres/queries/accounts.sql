-- name: Accounts :many
SELECT sub, handle, display_name, seeded FROM users ORDER BY lower(handle);

-- name: RelinkAccount :execrows
UPDATE users SET sub = @sub WHERE lower(handle) = lower(@handle) AND sub <> @sub;
