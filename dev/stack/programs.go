package stack

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/loopback"
	"github.com/cruddur/cruddur/dev/internal/process"
	"github.com/cruddur/cruddur/dev/internal/provision"
)

// serviceGrace is longer than a service's own drain.
const serviceGrace = 25 * time.Second

// Where the services say that they are ready.
const (
	backendReady   = "/api/ready"
	messagingReady = "/api/message_groups/ready"
)

// service is a program of ours that listens.
type service struct {
	name, path string
	args       []string
	// ports are those it listens on; at the first it says whether it is ready.
	ports []int
	ready string
	// environment is asked at each start, because keys change.
	environment func() []string
}

func (s *Stack) startBackend(ctx context.Context) (note string, err error) {
	s.backend, note, err = s.startService(ctx, service{
		name: logBackend, path: s.programs.Backend, args: []string{"serve"},
		ports: []int{s.config.Ports.Backend, s.config.Ports.Directory}, ready: backendReady,
		environment: func() []string { return s.environmentAs(s.resources().Backend, provision.BackendPath) },
	})
	return note, err
}

func (s *Stack) startMessaging(ctx context.Context) (note string, err error) {
	s.messaging, note, err = s.startService(ctx, service{
		name: logMessaging, path: s.programs.Messaging,
		ports: []int{s.config.Ports.Messaging}, ready: messagingReady,
		environment: func() []string { return s.environmentAs(s.resources().Messaging, provision.MessagingPath) },
	})
	return note, err
}

func (s *Stack) startService(ctx context.Context, wanted service) (*process.Watch, string, error) {
	log, err := s.keepLog(wanted.name)
	if err != nil {
		return nil, "", err
	}
	start := func(ctx context.Context) (*process.Process, error) { return s.launch(ctx, wanted, log) }
	first, err := start(ctx)
	if err != nil {
		return nil, "", err
	}
	port := wanted.ports[0]
	return s.supervise(ctx, wanted.name, port, first, start, nil), "port " + strconv.Itoa(port), nil
}

// launch starts a service and waits until it is ready.
func (s *Stack) launch(ctx context.Context, wanted service, log *os.File) (*process.Process, error) {
	for _, port := range wanted.ports {
		if err := loopback.CheckFree(port); err != nil {
			return nil, fmt.Errorf("start %s: %w", wanted.name, err)
		}
	}
	child, err := process.Start(process.Spec{
		Name:   wanted.name,
		Path:   wanted.path,
		Args:   wanted.args,
		Env:    wanted.environment(),
		Dir:    string(s.folder),
		Output: log,
		Grace:  serviceGrace,
	})
	if err != nil {
		return nil, err
	}
	if err := waitReady(ctx, child, address(wanted.ports[0])+wanted.ready); err != nil {
		return nil, errors.Join(err, child.Stop(context.WithoutCancel(ctx)))
	}
	return child, nil
}

// operatorEnvironment is all that the admin program sees: where the settings
// are, and how to get at them. It may do everything, as an operator does.
func (s *Stack) operatorEnvironment() []string {
	return environment(emulator.ClientEnvironment(s.Record().EmulatorURL), provision.BackendPath)
}

// environmentAs is the same for a service, which may do no more than on AWS.
func (s *Stack) environmentAs(key provision.AccessKey, parameters string) []string {
	return environment(emulator.EnvironmentAs(s.Record().EmulatorURL, key.ID, key.Secret), parameters)
}

func environment(client []string, parameters string) []string {
	return slices.Concat(client, []string{
		"PATH=" + os.Getenv("PATH"),
		"CRUDDUR_PARAMETERS_PATH=" + parameters,
	})
}
