package stack

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/loopback"
	"github.com/cruddur/cruddur/dev/internal/process"
	"github.com/cruddur/cruddur/dev/internal/state"
	"github.com/cruddur/cruddur/dev/postgres"
)

// databaseName is the backend's database.
const databaseName = "cruddur"

func (s *Stack) startPostgres(ctx context.Context) (string, error) {
	port, err := choosePort(s.config.Ports.Postgres)
	if err != nil {
		return "", err
	}
	log, err := s.keepLog(logPostgres)
	if err != nil {
		return "", err
	}
	config := postgres.Config{Binaries: s.binaries, Home: PostgresHome(s.folder), Port: port, Log: log}
	server, err := postgres.Start(ctx, config)
	if err != nil {
		return "", err
	}
	s.postgres = s.supervise(ctx, logPostgres, port, server.Process(), func(ctx context.Context) (*process.Process, error) {
		again, err := postgres.Start(ctx, config)
		if err != nil {
			return nil, err
		}
		return again.Process(), nil
	}, nil)
	if err := server.CreateDatabase(ctx, databaseName); err != nil {
		return "", err
	}
	s.update(func(record *state.Record) { record.DatabaseURL = server.URL(databaseName) })
	return "port " + strconv.Itoa(port), nil
}

func (s *Stack) startEmulator(ctx context.Context) (string, error) {
	port, err := choosePort(s.config.Ports.Emulator)
	if err != nil {
		return "", err
	}
	log, err := s.keepLog(logEmulator)
	if err != nil {
		return "", err
	}
	// The emulator opens it by itself; this one puts a long one aside.
	lambdaLog, err := s.keepLog(logLambdas)
	if err != nil {
		return "", err
	}
	config := emulator.Config{
		Interpreter: s.interpreter, Home: s.folder.Path("emulator"), Port: port, Log: log, LambdaLog: lambdaLog.Name(),
	}
	start := func(ctx context.Context) (*process.Process, error) {
		started, err := emulator.Start(ctx, config)
		if err != nil {
			return nil, err
		}
		return started.Process(), nil
	}
	first, err := start(ctx)
	if err != nil {
		return "", err
	}
	s.update(func(record *state.Record) { record.EmulatorURL = address(port) })
	s.emulator = s.supervise(ctx, logEmulator, port, first, start, s.emulatorRestarted)
	return "port " + strconv.Itoa(port), nil
}

// emulatorRestarted makes good what the emulator lost when it died.
func (s *Stack) emulatorRestarted(ctx context.Context) error {
	if s.Record().Ready.IsZero() {
		return errors.New("the emulator died on the way up")
	}
	before, keyIDs := s.resources(), s.knownKeyIDs()
	for _, again := range []func(context.Context) (string, error){s.provision, s.mediaKeys, s.reconcile} {
		if _, err := again(ctx); err != nil {
			return err
		}
	}
	if s.resources() == before && s.knownKeyIDs() == keyIDs {
		return nil
	}
	s.progress.notify("what the emulator had lost was made anew: the services start again with it")
	return errors.Join(s.messaging.Process().Stop(ctx), s.backend.Process().Stop(ctx))
}

// supervise watches a started service and keeps its place in the record.
func (s *Stack) supervise(
	ctx context.Context, name string, port int, first *process.Process,
	start func(context.Context) (*process.Process, error), restarted func(context.Context) error,
) *process.Watch {
	s.noteProcess(name, port, first.Pid())
	// The watch ends by Stop, not by the context of the way up.
	return process.Supervise(context.WithoutCancel(ctx), process.Service{
		Name: name,
		Start: func(ctx context.Context) (*process.Process, error) {
			child, err := start(ctx)
			if err == nil {
				s.noteProcess(name, port, child.Pid())
			}
			return child, err
		},
		Restarted: restarted,
		Notify:    s.progress.notify,
		Policy:    s.config.Restarts,
	}, first)
}

func (s *Stack) noteProcess(name string, port, pid int) {
	s.update(func(record *state.Record) {
		// A copy: Record has handed the old slice out.
		processes := slices.DeleteFunc(slices.Clone(record.Processes), func(p state.Process) bool { return p.Name == name })
		processes = append(processes, state.Process{Name: name, Pid: pid, Port: port})
		record.Processes = processes
	})
}

// keepLog opens a log that stays open as long as the stack, for restarts.
func (s *Stack) keepLog(name string) (*os.File, error) {
	log, err := s.folder.OpenLog(name)
	if err == nil {
		s.logs = append(s.logs, log)
	}
	return log, err
}

func choosePort(wanted int) (int, error) {
	if wanted != 0 {
		return wanted, nil
	}
	return loopback.FreePort()
}

func address(port int) string {
	return "http://" + net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
}

// waitReady returns when the address answers 200, or says why it won't.
func waitReady(ctx context.Context, child *process.Process, url string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		if answers(ctx, url) {
			return nil
		}
		select {
		case <-child.Done():
			if err := child.Err(); err != nil {
				return fmt.Errorf("%s ended while it started: %w", child.Name(), err)
			}
			return fmt.Errorf("%s ended while it started", child.Name())
		case <-ctx.Done():
			return fmt.Errorf("%s did not answer at %s in time", child.Name(), url)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// answers tells whether the address answers 200.
func answers(ctx context.Context, url string) bool {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	defer func() { _ = response.Body.Close() }()
	return response.StatusCode == http.StatusOK
}
