package stack

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"

	"github.com/cruddur/cruddur/dev/internal/edge"
	"github.com/cruddur/cruddur/platform/logging"
)

// bindEdge takes the port first of all, because everything else is told the
// site's origin. It is served last, when what is behind it answers.
func (s *Stack) bindEdge(ctx context.Context) (string, error) {
	backendPort, err := choosePort(s.config.Ports.Backend)
	if err != nil {
		return "", err
	}
	s.config.Ports.Backend = backendPort
	if s.config.Ports.Directory, err = choosePort(s.config.Ports.Directory); err != nil {
		return "", err
	}
	if s.config.Ports.Emulator, err = choosePort(s.config.Ports.Emulator); err != nil {
		return "", err
	}
	log, err := s.keepLog(logEdge)
	if err != nil {
		return "", err
	}
	s.edgeLog = logging.New(log, slog.LevelInfo)
	// The handler needs the origin, and the origin the port.
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.edge.ServeHTTP(w, r) })
	if s.listener, err = edge.Listen(ctx, s.config.Ports.Edge, handler, s.edgeLog); err != nil {
		return "", err
	}
	s.setURLs("http://localhost:"+strconv.Itoa(s.listener.Port()), address(backendPort))
	backend, err := url.Parse(s.Record().BackendURL)
	if err != nil {
		return "", fmt.Errorf("read the backend's address: %w", err)
	}
	s.edge, err = edge.New(edge.Settings{
		Origin:         s.Record().URL,
		Backend:        backend,
		SiteDir:        s.site().Dist(),
		ConnectSources: []string{address(s.config.Ports.Emulator)},
		Log:            s.edgeLog,
	})
	return "port " + strconv.Itoa(s.listener.Port()), err
}

func (s *Stack) startEdge(ctx context.Context) (string, error) {
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stopEdge = stop
	s.edgeDone = make(chan error, 1)
	listener := s.listener
	go func() { s.edgeDone <- listener.Serve(serving) }()
	return s.Record().URL, nil
}
