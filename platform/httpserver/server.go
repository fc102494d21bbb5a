// Package httpserver runs an HTTP server that stops without cutting anyone off,
// and has the middleware that every service wants around its routes.
//
// Put the middleware in this order, outermost first: RequestID (everything
// after it can name the request), telemetry's (so that the log tells the
// trace), AccessLog (sees the final status, of panics too), Recover, then the
// routes.
package httpserver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/cruddur/cruddur/platform/logging"
)

// Config says what to serve and how to stop. Zero durations and sizes take the
// default that is named beside them, except DrainDelay.
type Config struct {
	// Address is where to listen, as host:port. Port 0 takes a free one.
	Address string
	// Handler answers the requests.
	Handler http.Handler
	// Logger is put in every request's context and takes the server's own
	// complaints. Default: slog.Default().
	Logger *slog.Logger
	// Readiness is drained when the server is told to stop. Optional.
	Readiness *Readiness

	// DrainDelay is how long to go on serving after readiness turned false, so
	// that load balancers notice first. Default: none.
	DrainDelay time.Duration
	// ShutdownTimeout is how long requests in flight have to finish after
	// that. Default 20 s.
	ShutdownTimeout time.Duration

	// ReadHeaderTimeout bounds reading a request's headers. Default 5 s.
	ReadHeaderTimeout time.Duration
	// ReadTimeout bounds reading a whole request. Default 30 s.
	ReadTimeout time.Duration
	// WriteTimeout bounds a request from its headers to the end of the answer.
	// Default 60 s; negative means none, for proxies of long connections.
	WriteTimeout time.Duration
	// IdleTimeout is how long a quiet connection is kept. It must be longer
	// than the load balancer's (60 s). Default 120 s.
	IdleTimeout time.Duration
	// MaxHeaderBytes bounds a request's headers. Default 32 KiB.
	MaxHeaderBytes int
}

// Server is a bound, not yet serving HTTP server. Make one with Listen.
type Server struct {
	cfg      Config
	http     *http.Server
	listener net.Listener
	inFlight *inFlight
	cancel   context.CancelFunc // ends the context of every request
}

// Listen binds cfg.Address, so that a taken port fails here and not later, and
// connections queue from now on. Requests are answered once Serve runs. Their
// contexts carry ctx's values, but not its end.
func Listen(ctx context.Context, cfg Config) (*Server, error) {
	if cfg.Handler == nil {
		return nil, errors.New("http server: no handler")
	}
	cfg = withDefaults(cfg)
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", cfg.Address)
	if err != nil {
		return nil, fmt.Errorf("http server: open %q: %w", cfg.Address, err)
	}
	base, cancel := context.WithCancel(logging.WithLogger(context.WithoutCancel(ctx), cfg.Logger))
	tracked := &inFlight{next: cfg.Handler}
	return &Server{
		cfg:      cfg,
		listener: listener,
		inFlight: tracked,
		cancel:   cancel,
		http: &http.Server{
			Handler:           tracked,
			BaseContext:       func(net.Listener) context.Context { return base },
			ErrorLog:          slog.NewLogLogger(cfg.Logger.Handler(), slog.LevelWarn),
			ReadHeaderTimeout: cfg.ReadHeaderTimeout,
			ReadTimeout:       cfg.ReadTimeout,
			WriteTimeout:      cfg.WriteTimeout,
			IdleTimeout:       cfg.IdleTimeout,
			MaxHeaderBytes:    cfg.MaxHeaderBytes,
		},
	}, nil
}

func withDefaults(cfg Config) Config {
	cfg.Logger = cmp.Or(cfg.Logger, slog.Default())
	cfg.Readiness = cmp.Or(cfg.Readiness, &Readiness{})
	cfg.ShutdownTimeout = cmp.Or(cfg.ShutdownTimeout, 20*time.Second)
	cfg.ReadHeaderTimeout = cmp.Or(cfg.ReadHeaderTimeout, 5*time.Second)
	cfg.ReadTimeout = cmp.Or(cfg.ReadTimeout, 30*time.Second)
	cfg.WriteTimeout = cmp.Or(cfg.WriteTimeout, 60*time.Second)
	cfg.IdleTimeout = cmp.Or(cfg.IdleTimeout, 120*time.Second)
	cfg.MaxHeaderBytes = cmp.Or(cfg.MaxHeaderBytes, 32<<10)
	return cfg
}

// Addr returns the address that is listened on, with the real port.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Close gives the address back at once. It is for a Server that is not going
// to Serve; a serving one stops when its context ends.
func (s *Server) Close() error {
	s.cancel()
	return s.listener.Close()
}

// Serve answers requests until ctx is done, then stops in order: readiness
// turns false, requests are still taken for DrainDelay, then no more, and those
// in flight have ShutdownTimeout to finish. It returns nil if all did, and an
// error that names the ones that were cut otherwise. Hijacked connections
// (WebSockets) are not waited for. Call it once.
func (s *Server) Serve(ctx context.Context) error {
	defer s.cancel()
	failed := make(chan error, 1)
	go func() { failed <- s.http.Serve(s.listener) }()

	select {
	case err := <-failed:
		return fmt.Errorf("http server: serve on %s: %w", s.Addr(), err)
	case <-ctx.Done():
	}
	s.cfg.Readiness.Drain()
	s.cfg.Logger.InfoContext(ctx, "server is draining", slog.Duration("delay", s.cfg.DrainDelay))
	select {
	case err := <-failed:
		return fmt.Errorf("http server: serve on %s while draining: %w", s.Addr(), err)
	case <-time.After(s.cfg.DrainDelay):
	}
	return s.shutdown(context.WithoutCancel(ctx))
}

func (s *Server) shutdown(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.cfg.ShutdownTimeout)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if err == nil {
		return nil
	}
	return errors.Join(
		fmt.Errorf("http server: stop: cut after %s: %s: %w", s.cfg.ShutdownTimeout, s.inFlight, err),
		s.http.Close(),
	)
}
