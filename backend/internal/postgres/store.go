package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
)

// PhotoSigner signs for the edge, which shows photos to nobody without.
type PhotoSigner interface {
	// Sign makes the query string that opens what is below a folder of the site
	// until a whole second.
	Sign(folder string, until time.Time) (string, error)
	// Counts reports whether the edge still knows the key of a signature.
	Counts(signature string) bool
}

// Store is the domain's store. It is safe for concurrent use.
type Store struct {
	pool    *pgxpool.Pool
	queries *queries.Queries
	signer  PhotoSigner // nil where photos are neither posted nor shown
	queue   func() (*river.Client[pgx.Tx], error)
}

// Option changes how a store works.
type Option func(*Store)

// WithSigner lets a store take and show photos.
func WithSigner(signer PhotoSigner) Option { return func(s *Store) { s.signer = signer } }

// NewStore makes a store on a pool, which stays the caller's to close.
func NewStore(pool *pgxpool.Pool, options ...Option) *Store {
	s := &Store{pool: pool, queries: queries.New(pool)}
	s.queue = sync.OnceValues(func() (*river.Client[pgx.Tx], error) {
		return river.NewClient(riverpgxv5.New(pool), &river.Config{Plugins: JobPlugins()}) // it only inserts
	})
	for _, option := range options {
		option(s)
	}
	return s
}

// Ready reports whether the database answers and has the schema.
func (s *Store) Ready(ctx context.Context) error {
	var ready bool
	err := s.pool.QueryRow(ctx, "SELECT to_regclass('media') IS NOT NULL").Scan(&ready)
	if err != nil {
		return translate("ask the database", err)
	}
	if !ready {
		return errors.New("the database has no schema: run cruddur migrate up")
	}
	return nil
}

// inTx runs do in one transaction; an error of do undoes everything.
func (s *Store) inTx(ctx context.Context, do func(*queries.Queries) error) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		return do(s.queries.WithTx(tx))
	})
}

// jobs collects the background work that a transaction causes.
type jobs []river.InsertManyParams

func (j *jobs) add(args river.JobArgs) { *j = append(*j, river.InsertManyParams{Args: args}) }

// inTxWithJobs is inTx for what causes background work: the jobs are there when
// their cause is, and only then.
func (s *Store) inTxWithJobs(ctx context.Context, do func(*queries.Queries, *jobs) error) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var caused jobs
		if err := do(s.queries.WithTx(tx), &caused); err != nil || len(caused) == 0 {
			return err
		}
		queue, err := s.queue()
		if err != nil {
			return fmt.Errorf("make the job queue: %w", err)
		}
		if _, err := queue.InsertManyTx(ctx, tx, caused); err != nil {
			return fmt.Errorf("queue jobs: %w", err)
		}
		return nil
	})
}
