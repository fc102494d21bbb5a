-- Photos, avatars and banners. Photos are read for cruds that were just read
-- through the views, and by their ids: the read rule is theirs.

-- name: PhotosOf :many
SELECT activity, id, alt, focal_x, focal_y, width, height, animated, placeholder, widths, formats, signature, signed_until
FROM media
WHERE activity = ANY(@activities::uuid[])
ORDER BY activity, position;

-- name: AddPicture :execrows
-- No row: the picture is in use already, or was.
INSERT INTO media (id, owner, purpose, activity, position, alt, focal_x, focal_y, width, height, animated, placeholder, widths, formats)
VALUES (@id, @owner::uuid, @purpose, sqlc.narg(activity), @position, @alt, @focal_x, @focal_y, @width, @height, @animated, @placeholder, @widths, @formats)
ON CONFLICT (id) DO NOTHING;

-- name: UsedPictures :many
-- Somebody else's pictures are none of the asker's business.
SELECT id FROM media WHERE id = ANY(@ids::uuid[]) AND owner = @owner::uuid;

-- name: StoreSignatures :exec
-- Whoever signs for another end than the present one loses nothing: reads hold
-- signed_until against the end of the thread.
UPDATE media m SET signature = s.signature, signed_until = s.until
FROM (SELECT unnest(@ids::uuid[]) AS id, unnest(@signatures::text[]) AS signature, unnest(@untils::timestamptz[]) AS until) s
WHERE m.id = s.id AND m.activity IS NOT NULL;

-- name: HasPhotos :one
SELECT EXISTS (SELECT FROM live_activities WHERE (id = @thread::uuid OR root = @thread::uuid) AND photos_count > 0);

-- name: PhotosToSign :many
-- Of a thread, those whose signature does not end with it. CloudFront counts in
-- whole seconds.
SELECT m.id, a.expires_at
FROM live_activities a
JOIN media m ON m.activity = a.id
WHERE (a.id = @thread::uuid OR a.root = @thread::uuid) AND a.photos_count > 0
  AND m.signed_until IS DISTINCT FROM date_trunc('second', a.expires_at)
  AND m.id > @after
ORDER BY m.id
LIMIT @max_items;

-- name: DetachPhotos :exec
UPDATE media SET activity = NULL, detached_at = cruddur_now() WHERE activity = @activity::uuid;

-- name: DetachPicture :exec
UPDATE media SET detached_at = cruddur_now() WHERE id = @id AND purpose <> 'photo';

-- name: QueueLoosePictures :many
-- Pictures that nothing shows any more, which no job was told to delete, or so
-- long ago that it has failed or died. A row that another transaction holds is
-- that one's.
UPDATE media SET queued_at = cruddur_now(), detached_at = coalesce(detached_at, cruddur_now())
WHERE id IN (
    SELECT l.id FROM media l
    WHERE l.activity IS NULL AND (l.purpose = 'photo' OR l.detached_at IS NOT NULL)
      AND (l.queued_at IS NULL OR l.queued_at <= cruddur_now() - sqlc.arg(patience)::interval)
    LIMIT @max_items
    FOR UPDATE SKIP LOCKED
)
RETURNING id;

-- name: LoosePictures :many
-- Of these, the ones that nothing shows.
SELECT id FROM media
WHERE id = ANY(@ids::uuid[]) AND activity IS NULL AND (purpose = 'photo' OR detached_at IS NOT NULL);

-- name: DeletePictures :many
-- Their objects are gone. The lag of each, in milliseconds: a photo was to go at
-- the end that it was signed for, unless it was taken away before.
DELETE FROM media
WHERE id = ANY(@ids::uuid[]) AND activity IS NULL AND (purpose = 'photo' OR detached_at IS NOT NULL)
RETURNING (extract(epoch FROM cruddur_now() - least(coalesce(detached_at, cruddur_now()), signed_until)) * 1000)::bigint AS lag_ms;

-- name: PicturesAfter :many
-- Everything in the order of ids, for reconciling with the objects.
SELECT id, (activity IS NULL AND (purpose = 'photo' OR detached_at IS NOT NULL))::boolean AS loose
FROM media
WHERE id > @after
ORDER BY id
LIMIT @max_items;

-- name: PictureByID :one
SELECT id, (activity IS NULL AND (purpose = 'photo' OR detached_at IS NOT NULL))::boolean AS loose FROM media WHERE id = @id;

-- name: DetachStrayPictures :execrows
-- Of people who are gone.
UPDATE media m SET detached_at = cruddur_now()
WHERE m.purpose <> 'photo' AND m.detached_at IS NULL
  AND NOT EXISTS (SELECT FROM users u WHERE u.avatar = m.id OR u.banner = m.id);
