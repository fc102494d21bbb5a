package postgres_test

import (
	"context"
	"errors"
	"net"
	"testing"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/platform/fault"
)

func TestADatabaseThatIsAwayIsUnavailable(t *testing.T) {
	t.Parallel()
	// A port that was just given back: nobody listens there.
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	pool, err := postgres.OpenPool(t.Context(), postgres.PoolConfig{URL: "postgres://nobody@" + address + "/none", MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	store := postgres.NewStore(pool)
	_, err = store.PublicFeed(t.Context(), cruddur.PageRequest{Limit: 1})
	if f := fault.From(err); f.Kind != fault.Unavailable || f.Code != "database_unavailable" || f.RetryAfter <= 0 {
		t.Errorf("got %v", err)
	}
	if err := store.Ready(t.Context()); err == nil {
		t.Error("ready without a database")
	}
}

func TestAServerThatStopsIsUnavailable(t *testing.T) {
	t.Parallel()
	b := setup(t)
	conn, err := b.pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	other := b.database.Pool(t)
	pid := conn.Conn().PgConn().PID()
	if _, err := other.Exec(t.Context(), "SELECT pg_terminate_backend($1)", int32(pid)); err != nil {
		t.Fatal(err)
	}
	_, err = conn.Exec(t.Context(), "SELECT 1")
	if f := fault.From(postgres.Translate("ask", err)); f.Kind != fault.Unavailable {
		t.Errorf("got %v", err)
	}
}

func TestACallerThatHangsUpIsNotOurFault(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := b.PublicFeed(ctx, cruddur.PageRequest{Limit: 1})
	if !errors.Is(err, context.Canceled) || fault.From(err).Kind == fault.Unavailable {
		t.Errorf("got %v", err)
	}
}
