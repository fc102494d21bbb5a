package postgres

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Password makes the password that begins one connection to a server's address
// (host:port) as a user.
type Password func(ctx context.Context, address, user string) (string, error)

// PoolConfig sizes a pool of connections.
type PoolConfig struct {
	URL             string        // postgres://user:password@host:port/database?…
	Password        Password      // in place of the URL's; nil for that one
	ApplicationName string        // shown in pg_stat_activity
	MaxConns        int32         // on few cores, few connections have the better tail
	StatementLimit  time.Duration // longest a statement may run; 0 for no limit
	FixedPlans      bool          // plan a statement once, whatever it is given: for requests
	Traced          bool          // report statements and the pool's state to OpenTelemetry
}

// OpenPool makes a pool. It connects when first used, so that a database that
// is down delays readiness and not the start.
func OpenPool(ctx context.Context, cfg PoolConfig) (*pgxpool.Pool, error) {
	poolConfig, err := pgxpool.ParseConfig(cfg.URL)
	if err != nil {
		return nil, fmt.Errorf("read the database URL: %w", err)
	}
	poolConfig.MaxConns = cfg.MaxConns
	poolConfig.MaxConnLifetime = time.Hour
	poolConfig.MaxConnLifetimeJitter = 10 * time.Minute
	poolConfig.HealthCheckPeriod = 15 * time.Second
	poolConfig.ConnConfig.ConnectTimeout = 3 * time.Second
	poolConfig.AfterConnect = registerTypes
	if cfg.Password != nil {
		if err := askFor(cfg.Password, poolConfig); err != nil {
			return nil, fmt.Errorf("read the database URL: %w", err)
		}
	}

	params := poolConfig.ConnConfig.RuntimeParams
	params["application_name"] = cfg.ApplicationName
	params["statement_timeout"] = milliseconds(cfg.StatementLimit)
	params["idle_in_transaction_session_timeout"] = milliseconds(30 * time.Second)
	// For storage that does not turn; the default of 4 has small tables read whole.
	params["random_page_cost"] = "1.1"
	if cfg.FixedPlans {
		// PostgreSQL would plan a home feed anew for every reader, which takes
		// four times as long as running it.
		params["plan_cache_mode"] = "force_generic_plan"
	}

	if cfg.Traced {
		poolConfig.ConnConfig.Tracer = newTracer()
	}
	pool, err := pgxpool.NewWithConfig(ctx, poolConfig)
	if err != nil {
		return nil, fmt.Errorf("make the database pool: %w", err)
	}
	if cfg.Traced {
		if err := measurePool(pool, cfg.ApplicationName); err != nil {
			pool.Close()
			return nil, err
		}
	}
	return pool, nil
}

func milliseconds(d time.Duration) string {
	return strconv.FormatInt(d.Milliseconds(), 10)
}

// askFor makes each connection begin with a password of its own. Such a password
// is sent as it is, so that the server must have proved who it is.
func askFor(password Password, cfg *pgxpool.Config) error {
	if cfg.ConnConfig.Password != "" {
		return errors.New("it has a password, though another way to log in is set")
	}
	if !verifies(cfg.ConnConfig) {
		return errors.New("it must have sslmode=verify-full, because a secret is sent to the server")
	}
	cfg.BeforeConnect = func(ctx context.Context, conn *pgx.ConnConfig) (err error) {
		address := net.JoinHostPort(conn.Host, strconv.Itoa(int(conn.Port)))
		conn.Password, err = password(ctx, address, conn.User)
		return err
	}
	return nil
}

// verifies reports whether every way to connect checks the server's certificate
// and name.
func verifies(cfg *pgx.ConnConfig) bool {
	safe := func(config *tls.Config) bool { return config != nil && !config.InsecureSkipVerify }
	for _, fallback := range cfg.Fallbacks {
		if !safe(fallback.TLSConfig) {
			return false
		}
	}
	return safe(cfg.TLSConfig)
}
