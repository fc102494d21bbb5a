// Package clock moves the product's clock, by which everything expires. That is
// the database's clock plus a setting that exists for tests; no one else can
// reach it.
package clock

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5"
)

// settle is how long the backend may take to come back on new connections.
const settle = 20 * time.Second

// Clock is the clock of one running product, and of all of its users at once.
type Clock struct {
	// DatabaseURL is the product's database.
	DatabaseURL string
	// Probe is an address of the product that is answered from the database.
	Probe string
}

// Set moves the clock to this much after the true time; 0 sets it right again.
// When it returns, the product goes by the new time.
func (c Clock) Set(ctx context.Context, offset time.Duration) error {
	conn, err := pgx.Connect(ctx, c.DatabaseURL)
	if err != nil {
		return fmt.Errorf("move the clock: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	statement := "RESET cruddur.clock_offset"
	if offset != 0 {
		statement = fmt.Sprintf("SET cruddur.clock_offset = '%d ms'", offset.Milliseconds())
	}
	database := pgx.Identifier{conn.Config().Database}.Sanitize()
	if _, err := conn.Exec(ctx, "ALTER DATABASE "+database+" "+statement); err != nil {
		return fmt.Errorf("move the clock: %w", err)
	}
	// The setting counts for new connections only.
	_, err = conn.Exec(ctx, `
		SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
		WHERE datname = current_database() AND application_name LIKE 'backend%'`)
	if err != nil {
		return fmt.Errorf("end the backend's connections: %w", err)
	}
	return c.waitForAnswers(ctx)
}

// waitForAnswers returns when the product has noticed that its connections are
// gone and made new ones.
func (c Clock) waitForAnswers(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, settle)
	defer cancel()
	// More in a row than the backend has connections to lose.
	const enough = 12
	for good := 0; good < enough; {
		if answers(ctx, c.Probe) {
			good++
			continue
		}
		good = 0
		select {
		case <-ctx.Done():
			return errors.New("the product does not answer after its clock was moved")
		case <-time.After(100 * time.Millisecond):
		}
	}
	return nil
}

func answers(ctx context.Context, url string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}
