package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/cruddur/cruddur/platform/fault"
)

// retryAfter is what a caller is told to wait when the database is away:
// about as long as a restart or a fail-over of the pool takes to show.
const retryAfter = 2 * time.Second

// translate says what was tried, and tells a database that is away (the caller
// may try again) from a fault of ours.
func translate(tried string, err error) error {
	if err == nil {
		return nil
	}
	wrapped := fmt.Errorf("%s: %w", tried, err)
	if !away(err) {
		return wrapped
	}
	return fault.New(fault.Unavailable, "database_unavailable", "The database is not available at the moment. Try again soon.").
		WithRetryAfter(retryAfter).WithCause(wrapped)
}

func away(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, pgx.ErrNoRows) {
		return false
	}
	if server, ok := errors.AsType[*pgconn.PgError](err); ok {
		return awayState(server.Code)
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || pgconn.SafeToRetry(err)
}

// awayState reports the SQLSTATEs of a server that can't serve just now:
// connection exceptions, too many connections, shutdown and start-up, and a
// statement cut off for taking too long.
func awayState(code string) bool {
	switch {
	case strings.HasPrefix(code, "08"), strings.HasPrefix(code, "57P"):
		return true
	case code == "53300", code == "57014":
		return true
	}
	return false
}
