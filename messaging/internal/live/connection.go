package live

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
)

// Subprotocol is what clients ask for, before their token.
const Subprotocol = "cruddur.v1"

// MaxConnections is how many windows one person may have open; one more closes
// the oldest.
const MaxConnections = 20

// rowLife is how long a connection may be remembered: longer than API Gateway's
// two hours, so that a row whose end nobody reported goes away by itself.
const rowLife = 3 * time.Hour

// Connection is an open WebSocket.
type Connection struct {
	Person       uuid.UUID
	ID           string
	OpenedAt     time.Time
	TokenExpires time.Time // nothing is pushed from then on
}

// Registry knows who is connected.
type Registry interface {
	// Of lists a person's connections, the oldest first.
	Of(ctx context.Context, person uuid.UUID) ([]Connection, error)
	// Remove forgets a connection, and says whether it was known.
	Remove(ctx context.Context, person uuid.UUID, id string) (removed bool, err error)
}

// Gateway reaches connections. Its two methods are those of API Gateway's
// management API that are needed.
type Gateway interface {
	// Post sends data in a frame. It fails with ErrGone and ErrBusy.
	Post(ctx context.Context, id string, data []byte) error
	// Delete closes a connection; one that is gone is no error.
	Delete(ctx context.Context, id string) error
}

// Errors of a Gateway.
var (
	ErrGone = errors.New("the connection is gone")
	ErrBusy = errors.New("the gateway is busy") // a moment later it may work
)
