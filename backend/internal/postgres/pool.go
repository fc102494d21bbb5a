package postgres

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// PoolConfig sizes a pool of connections.
type PoolConfig struct {
	URL             string        // postgres://user:password@host:port/database?…
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
