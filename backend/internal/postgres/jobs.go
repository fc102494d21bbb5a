package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
)

// PicturesQueue is the queue of jobs that talk to S3 or sign: the purge never
// waits behind them.
const PicturesQueue = "pictures"

// picturesAJob is how many pictures one job deletes: few, so that it is done, or
// has failed, before another could be told to delete the same ones.
const picturesAJob = 50

// deletePatience is how long a picture waits for a job that was told to delete
// it, before another one is.
const deletePatience = 30 * time.Second

// DeletePicturesJob deletes the objects of pictures that nothing shows, and then
// their rows. It is tried once: as long as the rows are there, every purge looks
// for those whose job has had its time.
type DeletePicturesJob struct {
	IDs []uuid.UUID `json:"ids"`
}

// Kind names the job in the queue.
func (DeletePicturesJob) Kind() string { return "delete_pictures" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (DeletePicturesJob) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: PicturesQueue, MaxAttempts: 1}
}

// SignThreadJob signs the photos of a thread for its new end.
type SignThreadJob struct {
	Thread uuid.UUID `json:"thread"`
}

// Kind names the job in the queue.
func (SignThreadJob) Kind() string { return "sign_thread" }

// InsertOpts implements river.JobArgsWithInsertOpts. Until it has succeeded,
// readers sign for themselves, which costs a little.
func (SignThreadJob) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: PicturesQueue, MaxAttempts: 5}
}

// queueLoose tells jobs to delete the pictures that nothing shows any more, of
// this transaction and of others; full says that there may be more.
func queueLoose(ctx context.Context, q *queries.Queries, caused *jobs, batch int32) (full bool, err error) {
	ids, err := q.QueueLoosePictures(ctx, queries.QueueLoosePicturesParams{Patience: deletePatience, MaxItems: batch})
	if err != nil {
		return false, err
	}
	for some := range slices.Chunk(ids, picturesAJob) {
		caused.add(DeletePicturesJob{IDs: some})
	}
	return len(ids) >= int(batch), nil
}

// LoosePictures returns those of the pictures that nothing shows.
func (s *Store) LoosePictures(ctx context.Context, ids []uuid.UUID) ([]uuid.UUID, error) {
	loose, err := s.queries.LoosePictures(ctx, ids)
	return loose, translate("look for pictures that nothing shows", err)
}

// ForgetPictures deletes the rows of pictures whose objects are gone and keeps
// account of their lag. Pictures that something shows stay.
func (s *Store) ForgetPictures(ctx context.Context, ids []uuid.UUID) error {
	err := s.inTx(ctx, func(q *queries.Queries) error {
		lags, err := q.DeletePictures(ctx, ids)
		if err != nil || len(lags) == 0 {
			return err
		}
		counts, longest := countLags(lags)
		return q.AddObjectsRun(ctx, queries.AddObjectsRunParams{Pictures: int64(len(lags)), MaxLag: longest, LagCounts: counts})
	})
	return translate("forget pictures", err)
}

// signBatch is how many photos are signed between two writes.
const signBatch = 100

// SignThread signs the photos of a thread for its present end.
func (s *Store) SignThread(ctx context.Context, thread uuid.UUID) error {
	if s.signer == nil {
		return cruddur.ErrPicturesUnavailable
	}
	after := uuid.Nil
	for {
		rows, err := s.queries.PhotosToSign(ctx, queries.PhotosToSignParams{Thread: thread, After: after, MaxItems: signBatch})
		if err != nil || len(rows) == 0 {
			return translate("look for photos to sign", err)
		}
		if err := s.signAgain(ctx, rows); err != nil {
			return err
		}
		after = rows[len(rows)-1].ID
	}
}

func (s *Store) signAgain(ctx context.Context, rows []queries.PhotosToSignRow) error {
	var params queries.StoreSignaturesParams
	for _, row := range rows {
		until := cruddur.LastSecond(row.ExpiresAt)
		signature, err := s.signer.Sign(cruddur.PhotoFolder(row.ID), until)
		if err != nil {
			return translate("sign a photo", err)
		}
		params.Ids = append(params.Ids, row.ID)
		params.Signatures = append(params.Signatures, signature)
		params.Untils = append(params.Untils, until)
	}
	return translate("store signatures", s.queries.StoreSignatures(ctx, params))
}
