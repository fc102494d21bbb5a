package edge

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/cruddur/cruddur/platform/httpserver"
)

// stopTimeout is how long requests in flight have at the stop.
const stopTimeout = 5 * time.Second

// Listener is a bound port of loopback.
type Listener struct {
	servers []*httpserver.Server
	port    int
}

// Listen binds the port on 127.0.0.1 and, where there is one, on ::1, because
// browsers try both for "localhost". Port 0 takes a free one.
func Listen(ctx context.Context, port int, handler http.Handler, log *slog.Logger) (*Listener, error) {
	bind := func(host string, port int) (*httpserver.Server, error) {
		return httpserver.Listen(ctx, httpserver.Config{
			Address:         net.JoinHostPort(host, strconv.Itoa(port)),
			Handler:         handler,
			Logger:          log,
			ShutdownTimeout: stopTimeout,
		})
	}
	first, err := bind("127.0.0.1", port)
	if err != nil {
		return nil, fmt.Errorf("open the edge's port: %w", err)
	}
	_, text, err := net.SplitHostPort(first.Addr())
	if err != nil {
		return nil, errors.Join(err, first.Close())
	}
	taken, err := strconv.Atoi(text)
	if err != nil {
		return nil, errors.Join(err, first.Close())
	}
	listener := &Listener{servers: []*httpserver.Server{first}, port: taken}
	if second, err := bind("::1", taken); err == nil {
		listener.servers = append(listener.servers, second)
	}
	return listener, nil
}

// Port is the port that was bound.
func (l *Listener) Port() int { return l.port }

// Close gives the port back without having served.
func (l *Listener) Close() error {
	failures := make([]error, len(l.servers))
	for i, server := range l.servers {
		failures[i] = server.Close()
	}
	return errors.Join(failures...)
}

// Serve answers requests until ctx is done and those in flight have finished.
func (l *Listener) Serve(ctx context.Context) error {
	var group sync.WaitGroup
	failures := make([]error, len(l.servers))
	for i, server := range l.servers {
		group.Go(func() { failures[i] = server.Serve(ctx) })
	}
	group.Wait()
	return errors.Join(failures...)
}
