package clock

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Control lets tests in other languages move the clock, over HTTP.
type Control struct {
	listener net.Listener
	server   *http.Server
	done     chan error
}

// Serve starts a control server for the clock on a free port of loopback:
// POST /clock {"offset": "1h1m"} moves it, {"offset": "0s"} sets it right. The
// caller must Close it.
func Serve(ctx context.Context, clock Clock) (*Control, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("open the clock's control port: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /clock", clock.serve)
	control := &Control{
		listener: listener,
		server:   &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second},
		done:     make(chan error, 1),
	}
	go func() { control.done <- control.server.Serve(listener) }()
	return control, nil
}

// URL is the address of the server.
func (c *Control) URL() string { return "http://" + c.listener.Addr().String() }

// Close stops the server.
func (c *Control) Close() error {
	if err := c.server.Close(); err != nil {
		return err
	}
	if err := <-c.done; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func (c Clock) serve(w http.ResponseWriter, r *http.Request) {
	var wanted struct {
		Offset string `json:"offset"`
	}
	if err := json.NewDecoder(r.Body).Decode(&wanted); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	offset, err := time.ParseDuration(wanted.Offset)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err := c.Set(r.Context(), offset); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
