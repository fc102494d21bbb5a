package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/cruddur/cruddur/backend/internal/postgres/queries"
)

// Store is the domain's store. It is safe for concurrent use.
type Store struct {
	pool    *pgxpool.Pool
	queries *queries.Queries
}

// NewStore makes a store on a pool, which stays the caller's to close.
func NewStore(pool *pgxpool.Pool) *Store {
	return &Store{pool: pool, queries: queries.New(pool)}
}

// Ready reports whether the database answers and has the schema.
func (s *Store) Ready(ctx context.Context) error {
	var ready bool
	err := s.pool.QueryRow(ctx, "SELECT to_regclass('live_threads') IS NOT NULL").Scan(&ready)
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
