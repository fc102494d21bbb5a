// Package reconcile brings pictures' rows and their objects in S3 into
// agreement, both ways: objects that no row knows are deleted, rows that have no
// objects are reported.
//
// Everything is read in the order of the pictures' ids, page by page, and merged
// as it comes, so a run needs little memory however many pictures there are.
//
// It may run beside uploads and posts, because it judges only by age: a picture
// can be used for twelve hours after its upload (cruddur.MaxUploadAge), and what
// is younger than a day is left alone (cruddur.UnusedAge). So what has no row by
// then will never have one. Before anything is deleted, it is looked for once
// more.
package reconcile

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/objects"
	"github.com/cruddur/cruddur/backend/internal/postgres"
)

// Store is what reconciling needs of the rows.
type Store interface {
	// StoredPictures lists all rows in the order of ids.
	StoredPictures(ctx context.Context) iter.Seq2[postgres.StoredPicture, error]
	// StoredPicture returns one row; found is false when there is none.
	StoredPicture(ctx context.Context, id uuid.UUID) (picture postgres.StoredPicture, found bool, err error)
	// DetachStrays lets go of avatars and banners of people who are gone.
	DetachStrays(ctx context.Context) error
	ForgetPictures(ctx context.Context, ids []uuid.UUID) error
}

// Objects is what reconciling needs of S3. Lists are in the order of ids.
type Objects interface {
	Manifests(ctx context.Context) iter.Seq2[objects.Stored, error]
	Photos(ctx context.Context) iter.Seq2[objects.Stored, error]
	Public(ctx context.Context) iter.Seq2[objects.Stored, error]
	Upload(ctx context.Context, id uuid.UUID) (cruddur.Upload, error)
	HasFiles(ctx context.Context, id uuid.UUID) (bool, error)
	Delete(ctx context.Context, ids []uuid.UUID) error
}

var (
	_ Store   = (*postgres.Store)(nil)
	_ Objects = (*objects.Bucket)(nil)
)

// Config is what a run is made of.
type Config struct {
	Store   Store
	Objects Objects
	Now     func() time.Time
	DryRun  bool // look only
}

// maxNamed is how many ids a report names of each kind; the rest is counted.
const maxNamed = 100

// Report is the account of a run.
type Report struct {
	DryRun   bool  `json:"dry_run"`
	Pictures int64 `json:"pictures"` // ids that were looked at

	UnusedDeleted   int64       `json:"unused_deleted"`   // uploads that nobody used in time, with their objects
	StrayDeleted    int64       `json:"stray_deleted"`    // objects that belong to no upload and no row
	LooseDeleted    int64       `json:"loose_deleted"`    // rows that nothing shows, with their objects
	LostCount       int64       `json:"lost_count"`       // rows that something shows and that have no objects
	Lost            []uuid.UUID `json:"lost"`             // the first hundred of them
	UnreadableCount int64       `json:"unreadable_count"` // manifests that can't be understood; left alone
	Unreadable      []uuid.UUID `json:"unreadable"`       // the first hundred of them
}

// Run reconciles once. It may be cut off and repeated at any time.
func Run(ctx context.Context, cfg Config) (Report, error) {
	r := &run{Config: cfg, report: Report{DryRun: cfg.DryRun, Lost: []uuid.UUID{}, Unreadable: []uuid.UUID{}}}
	r.before = cfg.Now().Add(-cruddur.UnusedAge)
	if !cfg.DryRun {
		if err := cfg.Store.DetachStrays(ctx); err != nil {
			return r.report, err
		}
	}
	for found, err := range merge(ctx, cfg) {
		if err != nil {
			return r.report, err
		}
		r.report.Pictures++
		if err := r.settle(ctx, found); err != nil {
			return r.report, err
		}
	}
	return r.report, r.flush(ctx)
}

type run struct {
	Config

	before time.Time // what is younger is left alone
	report Report
	doomed []doomed // decided, not done yet
}

// doomed is a picture to be deleted, and where that is counted.
type doomed struct {
	id    uuid.UUID
	count *int64
}

// settle decides what becomes of a picture.
func (r *run) settle(ctx context.Context, f found) error {
	switch {
	case f.row != nil && f.row.Loose:
		// A job was told to delete it, and may be about to: that does no harm.
		return r.doom(ctx, doomed{f.id, &r.report.LooseDeleted})
	case f.row != nil && f.files.IsZero():
		return r.lost(ctx, f.id)
	case f.row != nil:
		return nil
	case f.manifest.After(r.before) || f.files.After(r.before):
		return nil // it may still be used, or is being made
	case f.manifest.IsZero():
		return r.doom(ctx, doomed{f.id, &r.report.StrayDeleted})
	}
	return r.unused(ctx, f.id)
}

// unused looks into the manifest: pictures in messages are another service's.
func (r *run) unused(ctx context.Context, id uuid.UUID) error {
	upload, err := r.Objects.Upload(ctx, id)
	if errors.Is(err, cruddur.ErrNoUpload) {
		return nil // deleted since it was listed
	}
	if errors.Is(err, objects.ErrUnreadable) {
		r.report.UnreadableCount++
		r.report.Unreadable = name(r.report.Unreadable, id)
		return nil
	}
	if err != nil {
		return err
	}
	for _, purpose := range cruddur.Purposes() {
		if upload.Purpose == string(purpose) && !upload.CreatedAt.After(r.before) {
			return r.doom(ctx, doomed{id, &r.report.UnusedDeleted})
		}
	}
	return nil
}

// lost looks once more: the objects may have come, or the row have gone, between
// the readings of the lists.
func (r *run) lost(ctx context.Context, id uuid.UUID) error {
	there, err := r.Objects.HasFiles(ctx, id)
	if err != nil || there {
		return err
	}
	picture, found, err := r.Store.StoredPicture(ctx, id)
	if err != nil || !found || picture.Loose {
		return err
	}
	r.report.LostCount++
	r.report.Lost = name(r.report.Lost, id)
	return nil
}

func name(ids []uuid.UUID, id uuid.UUID) []uuid.UUID {
	if len(ids) < maxNamed {
		return append(ids, id)
	}
	return ids
}

// batch is how many pictures are deleted at once.
const batch = 50

func (r *run) doom(ctx context.Context, d doomed) error {
	r.doomed = append(r.doomed, d)
	if len(r.doomed) < batch {
		return nil
	}
	return r.flush(ctx)
}

// flush deletes what was decided, objects first: cut off, it is found again.
func (r *run) flush(ctx context.Context) error {
	var ids, rows []uuid.UUID
	for _, d := range r.doomed {
		picture, found, err := r.Store.StoredPicture(ctx, d.id)
		if err != nil {
			return err
		}
		if found && !picture.Loose {
			continue // in use after all
		}
		*d.count++
		ids = append(ids, d.id)
		if found {
			rows = append(rows, d.id)
		}
	}
	r.doomed = r.doomed[:0]
	if r.DryRun || len(ids) == 0 {
		return nil
	}
	if err := r.Objects.Delete(ctx, ids); err != nil {
		return fmt.Errorf("delete what was found: %w", err)
	}
	if len(rows) == 0 {
		return nil
	}
	return r.Store.ForgetPictures(ctx, rows)
}
