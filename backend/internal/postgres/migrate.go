package postgres

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migration is one step of the schema.
type Migration struct {
	Version int64  `json:"version"`
	Name    string `json:"name"`
	Applied bool   `json:"applied"`
}

// Migrator moves the schema up and down. Several may run at once: they take
// turns under a lock in the database.
type Migrator struct {
	pool  *pgxpool.Pool
	goose *goose.Provider
}

// NewMigrator makes a migrator; Close it, the pool stays the caller's.
func NewMigrator(pool *pgxpool.Pool) (*Migrator, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("open the migrations: %w", err)
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, fmt.Errorf("make the migration lock: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, stdlib.OpenDBFromPool(pool), files,
		goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return &Migrator{pool: pool, goose: provider}, nil
}

// Close gives the migrator's connections back to the pool.
func (m *Migrator) Close() error { return m.goose.Close() }

// Up applies every migration that is missing, ours and those of the job queue.
// It returns the ones of ours that it applied.
func (m *Migrator) Up(ctx context.Context) ([]Migration, error) {
	results, err := m.goose.Up(ctx)
	if err != nil {
		return nil, translate("migrate up", err)
	}
	queue, err := rivermigrate.New(riverpgxv5.New(m.pool), nil)
	if err != nil {
		return nil, fmt.Errorf("read the job queue's migrations: %w", err)
	}
	if _, err := queue.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return nil, translate("migrate the job queue up", err)
	}
	applied := make([]Migration, len(results))
	for i, result := range results {
		applied[i] = Migration{Version: result.Source.Version, Name: result.Source.Path, Applied: true}
	}
	return applied, nil
}

// Down takes back the newest migration of ours. The job queue's tables stay:
// they hold nothing of the product.
func (m *Migrator) Down(ctx context.Context) (Migration, error) {
	result, err := m.goose.Down(ctx)
	if err != nil {
		return Migration{}, translate("migrate down", err)
	}
	return Migration{Version: result.Source.Version, Name: result.Source.Path}, nil
}

// Status lists every migration of ours, oldest first.
func (m *Migrator) Status(ctx context.Context) ([]Migration, error) {
	statuses, err := m.goose.Status(ctx)
	if err != nil {
		return nil, translate("read the state of the migrations", err)
	}
	list := make([]Migration, len(statuses))
	for i, status := range statuses {
		list[i] = Migration{
			Version: status.Source.Version,
			Name:    status.Source.Path,
			Applied: status.State == goose.StateApplied,
		}
	}
	return list, nil
}

// MigrationTexts returns the text of every migration of ours, oldest first.
func MigrationTexts() [][]byte {
	entries, err := migrations.ReadDir("migrations")
	if err != nil {
		panic(err) // embedded: can't fail
	}
	texts := make([][]byte, len(entries))
	for i, entry := range entries {
		if texts[i], err = migrations.ReadFile("migrations/" + entry.Name()); err != nil {
			panic(err)
		}
	}
	return texts
}
