// Package postgrestest gives every test a database of its own, on a real
// PostgreSQL: a clone of a template that has the schema.
//
// `make test` starts the server and names it in CRUDDUR_TEST_DATABASE_URL. A
// test that needs a database and has no server fails; it never skips.
package postgrestest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/cruddur/cruddur/backend/internal/postgres"
)

// URLVariable names the server: a superuser's URL of its database postgres.
const URLVariable = "CRUDDUR_TEST_DATABASE_URL"

// templateLock is the key of the advisory lock under which the template is
// made, because the tests of several packages run at the same time.
const templateLock = 0x63727564

// ready remembers, for this process, that the template is there.
var ready = sync.OnceValues(makeTemplate)

// Database is one test's own.
type Database struct {
	URL string
}

// New clones a database for the test and drops it when the test is over.
func New(tb testing.TB) Database {
	tb.Helper()
	template, err := ready()
	if err != nil {
		tb.Fatal(err)
	}
	return create(tb, " TEMPLATE "+template)
}

// NewEmpty makes a database without a schema for the test and drops it when the
// test is over.
func NewEmpty(tb testing.TB) Database {
	tb.Helper()
	if _, err := ready(); err != nil {
		tb.Fatal(err)
	}
	return create(tb, "")
}

func create(tb testing.TB, from string) Database {
	tb.Helper()
	name := "t_" + hex.EncodeToString(uuidBytes())
	exec(tb, "CREATE DATABASE "+name+from)
	tb.Cleanup(func() { exec(tb, "DROP DATABASE "+name+" WITH (FORCE)") })
	return Database{URL: withDatabase(name)}
}

// Pool connects to the database; it is closed when the test is over.
func (d Database) Pool(tb testing.TB) *pgxpool.Pool {
	tb.Helper()
	return d.PoolAt(tb, 0)
}

// PoolAt connects with the product's clock ahead by offset, which is how tests
// reach the time when things have expired.
func (d Database) PoolAt(tb testing.TB, offset time.Duration) *pgxpool.Pool {
	tb.Helper()
	address, err := url.Parse(d.URL)
	if err != nil {
		tb.Fatalf("read the test database's URL: %v", err)
	}
	query := address.Query()
	query.Set("cruddur.clock_offset", fmt.Sprintf("%.6fs", offset.Seconds()))
	address.RawQuery = query.Encode()
	pool, err := postgres.OpenPool(context.Background(), postgres.PoolConfig{
		URL: address.String(), ApplicationName: tb.Name()[:min(len(tb.Name()), 60)], MaxConns: 8, StatementLimit: 30 * time.Second,
		FixedPlans: true,
	})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(pool.Close)
	return pool
}

// makeTemplate makes the template for this schema, unless another process did.
func makeTemplate() (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	server := os.Getenv(URLVariable)
	if server == "" {
		return "", fmt.Errorf("%s is not set: run the tests with `make test`, or `go run ./dev/cmd/stack test-postgres -- go test ./backend/...`", URLVariable)
	}
	admin, err := pgx.Connect(ctx, server)
	if err != nil {
		return "", fmt.Errorf("connect to the test server: %w", err)
	}
	defer admin.Close(ctx) //nolint:errcheck // the process ends soon
	name := "template_" + schemaDigest()
	if _, err := admin.Exec(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
		return "", fmt.Errorf("lock the template: %w", err)
	}
	var exists bool
	if err := admin.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists); err != nil {
		return "", fmt.Errorf("look for the template: %w", err)
	}
	if exists {
		return name, nil
	}
	return name, buildTemplate(ctx, admin, name)
}

// buildTemplate makes the database under another name first, so that one that
// was cut off half-way is never taken for the template.
func buildTemplate(ctx context.Context, admin *pgx.Conn, name string) error {
	building := "building_" + hex.EncodeToString(uuidBytes())
	if _, err := admin.Exec(ctx, "CREATE DATABASE "+building); err != nil {
		return fmt.Errorf("create the template: %w", err)
	}
	if err := migrate(ctx, building); err != nil {
		return err
	}
	if _, err := admin.Exec(ctx, fmt.Sprintf("ALTER DATABASE %s RENAME TO %s", building, name)); err != nil {
		return fmt.Errorf("name the template: %w", err)
	}
	return nil
}

func migrate(ctx context.Context, database string) error {
	pool, err := postgres.OpenPool(ctx, postgres.PoolConfig{URL: withDatabase(database), ApplicationName: "template", MaxConns: 2})
	if err != nil {
		return err
	}
	defer pool.Close()
	migrator, err := postgres.NewMigrator(pool)
	if err != nil {
		return err
	}
	defer migrator.Close() //nolint:errcheck // the pool is closed next
	_, err = migrator.Up(ctx)
	return err
}

// schemaDigest names the schema by its migrations, so that a changed one gets a
// template of its own on a server that is still running.
func schemaDigest() string {
	digest := sha256.New()
	for _, text := range postgres.MigrationTexts() {
		digest.Write(text)
	}
	return hex.EncodeToString(digest.Sum(nil))[:16]
}

func exec(tb testing.TB, statement string) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	admin, err := pgx.Connect(ctx, os.Getenv(URLVariable))
	if err != nil {
		tb.Fatalf("connect to the test server: %v", err)
	}
	defer admin.Close(ctx) //nolint:errcheck // the statement's own error counts
	if _, err := admin.Exec(ctx, statement); err != nil {
		tb.Fatalf("%s: %v", statement, err)
	}
}

func withDatabase(name string) string {
	address, err := url.Parse(os.Getenv(URLVariable))
	if err != nil {
		return ""
	}
	address.Path = "/" + name
	return address.String()
}

func uuidBytes() []byte {
	id := uuid.New()
	return id[:]
}
