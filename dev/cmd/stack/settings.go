package main

import (
	"flag"
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/cruddur/cruddur/dev/internal/process"
	"github.com/cruddur/cruddur/dev/internal/state"
	"github.com/cruddur/cruddur/dev/stack"
)

// settings are the flags that commands share, with the environment's values as
// defaults.
type settings struct {
	stateDir string
	ports    stack.Ports
	skipSite bool

	observers stack.Observers
}

// stateFlag adds the flag that all commands have.
func (s *settings) stateFlag(flags *flag.FlagSet, getenv func(string) string) {
	flags.StringVar(&s.stateDir, "state-dir", getenv("CRUDDUR_STATE_DIR"),
		"`folder` of logs and data; default .cruddur in the clone (CRUDDUR_STATE_DIR)")
}

// stackFlags adds the flags of a stack's configuration. It fails when a
// variable holds no port.
func (s *settings) stackFlags(flags *flag.FlagSet, getenv func(string) string) error {
	s.stateFlag(flags, getenv)
	defaults := stack.DefaultPorts()
	for _, port := range []struct {
		target         *int
		standard       int
		name, variable string
	}{
		{&s.ports.Edge, defaults.Edge, "edge-port", "CRUDDUR_EDGE_PORT"},
		{&s.ports.Emulator, defaults.Emulator, "emulator-port", "CRUDDUR_EMULATOR_PORT"},
		{&s.ports.Postgres, defaults.Postgres, "postgres-port", "CRUDDUR_POSTGRES_PORT"},
		{&s.ports.Backend, defaults.Backend, "backend-port", "CRUDDUR_BACKEND_PORT"},
		{&s.ports.Directory, defaults.Directory, "directory-port", "CRUDDUR_DIRECTORY_PORT"},
		{&s.ports.Messaging, defaults.Messaging, "messaging-port", "CRUDDUR_MESSAGING_PORT"},
	} {
		value := port.standard
		if text := getenv(port.variable); text != "" {
			number, err := strconv.ParseUint(text, 10, 16)
			if err != nil {
				return fmt.Errorf("%s=%q is not a port", port.variable, text)
			}
			value = int(number)
		}
		flags.IntVar(port.target, port.name, value, "`port`, 0 for any free one ("+port.variable+")")
	}
	flags.StringVar(&s.observers.OTLPEndpoint, "otlp-endpoint", getenv("CRUDDUR_OTLP_ENDPOINT"),
		"`address` of a collector that is sent traces and metrics, like http://localhost:4318; default none (CRUDDUR_OTLP_ENDPOINT)")
	// A token is no flag: whoever lists processes would see it.
	s.observers.RollbarToken, s.observers.RollbarEndpoint = getenv("CRUDDUR_ROLLBAR_TOKEN"), getenv("CRUDDUR_ROLLBAR_ENDPOINT")
	flags.BoolVar(&s.skipSite, "skip-site", false, "leave the front end alone: serve what was built before")
	return nil
}

// folder opens the state folder.
func (s *settings) folder() (state.Folder, error) {
	dir := s.stateDir
	if dir == "" {
		repository, err := stack.FindRepository(".")
		if err != nil {
			return "", err
		}
		dir = filepath.Join(repository, ".cruddur")
	}
	return state.Open(dir)
}

// config is the configuration of a stack.
func (s *settings) config(console console) (stack.Config, error) {
	repository, err := stack.FindRepository(".")
	if err != nil {
		return stack.Config{}, err
	}
	folder, err := s.folder()
	if err != nil {
		return stack.Config{}, err
	}
	return stack.Config{
		Repository: repository,
		StateDir:   string(folder),
		Ports:      s.ports,
		SkipSite:   s.skipSite,
		Observers:  s.observers,
		Progress:   console.out,
		Restarts:   process.DefaultPolicy(),
	}, nil
}
