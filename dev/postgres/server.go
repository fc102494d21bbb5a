// Package postgres runs a PostgreSQL server for one developer: it finds the
// programs, makes the database folder, starts the server on loopback and stops
// it. As root it runs the server as an unprivileged user, as PostgreSQL
// demands.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/cruddur/cruddur/dev/internal/process"
)

// program is the server's own name, and that of the user it likes to run as.
const program = "postgres"

// Superuser is the role that owns everything in a server of this package.
const Superuser = "cruddur"

// Config says what to run and where.
type Config struct {
	// Binaries are the programs to use; see Find.
	Binaries Binaries
	// Home is the folder of this server. It holds data and the password, and
	// is made when missing. As root it must be Reachable.
	Home string
	// Port is the TCP port on loopback.
	Port int
	// Log receives what the server says; nil discards it.
	Log *os.File
	// Throwaway gives up all durability and needs no password: for tests,
	// whose folder is deleted anyway.
	Throwaway bool
}

// Server is a running PostgreSQL.
type Server struct {
	config   Config
	password string
	process  *process.Process
}

// Start makes the database folder when it is missing and starts the server.
// It returns when the server answers. A folder that a killed server left is
// taken over; PostgreSQL then recovers by itself.
func Start(ctx context.Context, config Config) (*Server, error) {
	owner, err := Unprivileged()
	if err != nil {
		return nil, err
	}
	home, err := prepareHome(config, owner)
	if err != nil {
		return nil, fmt.Errorf("prepare the PostgreSQL folder: %w", err)
	}
	if err := home.initialise(ctx); err != nil {
		return nil, fmt.Errorf("make the PostgreSQL database folder: %w", err)
	}
	if err := home.clearStale(ctx); err != nil {
		return nil, fmt.Errorf("take over the PostgreSQL folder: %w", err)
	}
	password, err := home.password()
	if err != nil {
		return nil, fmt.Errorf("read the PostgreSQL password: %w", err)
	}
	child, err := process.Start(serverSpec(config, home))
	if err != nil {
		return nil, err
	}
	server := &Server{config: config, password: password, process: child}
	if err := server.waitReady(ctx); err != nil {
		_ = server.Stop(context.WithoutCancel(ctx))
		return nil, err
	}
	return server, nil
}

func serverSpec(config Config, home *home) process.Spec {
	settings := map[string]string{
		"listen_addresses":        "127.0.0.1",
		"port":                    strconv.Itoa(config.Port),
		"unix_socket_directories": home.sockets,
		"unix_socket_permissions": "0700",
		"max_connections":         "200",
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"log_line_prefix":         "%m [%p] %d ",
	}
	if config.Throwaway {
		for _, safety := range []string{"fsync", "synchronous_commit", "full_page_writes", "autovacuum"} {
			settings[safety] = "off"
		}
	}
	args := make([]string, 0, 2+2*len(settings))
	args = append(args, "-D", home.data)
	for key, value := range settings {
		args = append(args, "-c", key+"="+value)
	}
	return process.Spec{
		Name:   program,
		Path:   filepath.Join(config.Binaries.Dir, program),
		Args:   args,
		Env:    environment(),
		Dir:    home.data,
		Output: config.Log,
		User:   home.owner,
		// SIGINT is PostgreSQL's fast stop, SIGQUIT its immediate one, after
		// which it recovers from its log.
		StopSignal: syscall.SIGINT,
		KillSignal: syscall.SIGQUIT,
	}
}

func environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
}

// waitReady returns when the server takes connections, or says why it won't.
func (s *Server) waitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	var last error
	for {
		if last = s.answers(ctx); last == nil {
			return nil
		}
		select {
		case <-s.process.Done():
			return fmt.Errorf("PostgreSQL ended while it started (%w)", s.exit())
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL did not answer in time: %w", last)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (s *Server) exit() error {
	if err := s.process.Err(); err != nil {
		return err
	}
	return errors.New("exit status 0")
}

// answers checks that this server takes connections, and not another one that
// was quicker to take the port.
func (s *Server) answers(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.URL("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	var data string
	if err := conn.QueryRow(ctx, "SHOW data_directory").Scan(&data); err != nil {
		return err
	}
	if want := filepath.Join(s.config.Home, "data"); data != want {
		return fmt.Errorf("port %d is that of another server, with its data in %s", s.config.Port, data)
	}
	return nil
}

// URL is the address of a database, for the superuser, over loopback.
func (s *Server) URL(database string) string {
	who := url.User(Superuser)
	if s.password != "" {
		who = url.UserPassword(Superuser, s.password)
	}
	address := url.URL{
		Scheme:   "postgres",
		User:     who,
		Host:     net.JoinHostPort("127.0.0.1", strconv.Itoa(s.config.Port)),
		Path:     "/" + database,
		RawQuery: "sslmode=disable",
	}
	return address.String()
}

// CreateDatabase makes the database unless it exists.
func (s *Server) CreateDatabase(ctx context.Context, name string) error {
	conn, err := pgx.Connect(ctx, s.URL("postgres"))
	if err != nil {
		return fmt.Errorf("create database %s: %w", name, err)
	}
	defer func() { _ = conn.Close(ctx) }()
	var exists bool
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists)
	if err != nil {
		return fmt.Errorf("look for database %s: %w", name, err)
	}
	if exists {
		return nil
	}
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()); err != nil {
		return fmt.Errorf("create database %s: %w", name, err)
	}
	return nil
}

// Process is the server's own process, for those who watch it.
func (s *Server) Process() *process.Process { return s.process }

// Stop ends the server quickly and cleanly: sessions are cut, data is safe.
func (s *Server) Stop(ctx context.Context) error { return s.process.Stop(ctx) }
