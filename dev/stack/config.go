package stack

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/doctor"
	"github.com/cruddur/cruddur/dev/internal/process"
	"github.com/cruddur/cruddur/dev/internal/state"
)

// Config says which stack to run, and where.
type Config struct {
	// Repository is the root of the clone.
	Repository string
	// StateDir is where the stack keeps everything.
	StateDir string
	// Ports on loopback; 0 takes any free one.
	Ports Ports
	// SkipSite leaves the front end alone: no npm, no build. What was built
	// before is served.
	SkipSite bool
	// Observers are told of the product at work; nobody when empty.
	Observers Observers
	// Progress is told what happens.
	Progress io.Writer
	// Restarts says how services that die are started again.
	Restarts process.Policy
}

// Observers are who is told of the product at work.
type Observers struct {
	// OTLPEndpoint is the address of a collector, such as http://localhost:4318.
	OTLPEndpoint string
	// RollbarToken and RollbarEndpoint are where errors go.
	RollbarToken, RollbarEndpoint string
}

// Ports are those that the stack listens on.
type Ports struct {
	Edge, Emulator, Postgres, Backend, Directory, Messaging int
}

// DefaultPorts are those of make up.
func DefaultPorts() Ports {
	return Ports{Edge: 8080, Emulator: 4566, Postgres: 5439, Backend: 4567, Directory: 4568, Messaging: 4569}
}

// rootHome is where root's stacks keep what an unprivileged PostgreSQL must
// reach, wherever the clone lies.
const rootHome = "/var/lib/cruddur-dev"

// PostgresHome is the folder of the database that belongs to a state folder.
func PostgresHome(folder state.Folder) string {
	if os.Geteuid() != 0 {
		return folder.Path("postgres")
	}
	sum := sha256.Sum256([]byte(folder))
	return filepath.Join(rootHome, hex.EncodeToString(sum[:8]))
}

// PostgresCache is where PostgreSQL is installed when the machine has none.
func PostgresCache() string {
	if os.Geteuid() == 0 {
		return rootHome
	}
	return emulator.Cache()
}

// Needs are what doctor has to check for this configuration.
func (c Config) Needs(folder state.Folder) doctor.Needs {
	return doctor.Needs{
		Ports: []doctor.Port{
			{Use: "edge", Number: c.Ports.Edge, Flag: "--edge-port", Variable: "CRUDDUR_EDGE_PORT"},
			{Use: "emulator", Number: c.Ports.Emulator, Flag: "--emulator-port", Variable: "CRUDDUR_EMULATOR_PORT"},
			{Use: "PostgreSQL", Number: c.Ports.Postgres, Flag: "--postgres-port", Variable: "CRUDDUR_POSTGRES_PORT"},
			{Use: "backend", Number: c.Ports.Backend, Flag: "--backend-port", Variable: "CRUDDUR_BACKEND_PORT"},
			{Use: "directory", Number: c.Ports.Directory, Flag: "--directory-port", Variable: "CRUDDUR_DIRECTORY_PORT"},
			{Use: "messaging", Number: c.Ports.Messaging, Flag: "--messaging-port", Variable: "CRUDDUR_MESSAGING_PORT"},
		},
		Site:         !c.SkipSite,
		StateDir:     string(folder),
		PostgresHome: PostgresHome(folder),
	}
}

// FindRepository returns the root of the clone that holds the folder: the
// nearest one upwards with a go.work.
func FindRepository(from string) (string, error) {
	dir, err := filepath.Abs(from)
	if err != nil {
		return "", fmt.Errorf("find the repository: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.work")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("find the repository: no go.work in %s or above: run this inside the clone", from)
		}
		dir = filepath.Dir(dir)
	}
}
