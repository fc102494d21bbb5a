package stack

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"

	"github.com/cruddur/cruddur/dev/internal/edge"
	"github.com/cruddur/cruddur/dev/internal/state"
	"github.com/cruddur/cruddur/platform/logging"
)

// bindEdge takes the port first of all, because everything else is told the
// site's origin. It is served last, when what is behind it answers.
func (s *Stack) bindEdge(ctx context.Context) (string, error) {
	ports := &s.config.Ports
	for _, port := range []*int{&ports.Backend, &ports.Directory, &ports.Messaging, &ports.Emulator} {
		var err error
		if *port, err = choosePort(*port); err != nil {
			return "", err
		}
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
	// Before anything depends on the addresses.
	s.update(func(record *state.Record) {
		record.URL = "http://localhost:" + strconv.Itoa(s.listener.Port())
		record.BackendURL, record.MessagingURL = address(ports.Backend), address(ports.Messaging)
	})
	s.edge, err = edge.New(edge.Settings{
		Origin:         s.Record().URL,
		Backend:        loopbackURL(ports.Backend),
		Messaging:      loopbackURL(ports.Messaging),
		SiteDir:        s.site().Dist(),
		ConnectSources: []string{address(s.config.Ports.Emulator)},
		Log:            s.edgeLog,
	})
	return "port " + strconv.Itoa(s.listener.Port()), err
}

func loopbackURL(port int) *url.URL {
	return &url.URL{Scheme: "http", Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(port))}
}

func (s *Stack) startEdge(ctx context.Context) (string, error) {
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stopEdge = stop
	s.edgeDone = make(chan error, 1)
	listener := s.listener
	go func() { s.edgeDone <- listener.Serve(serving) }()
	return s.Record().URL, nil
}
