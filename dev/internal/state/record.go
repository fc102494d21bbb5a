package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// Record says what runs. It is written for other commands (down, status) and
// for tests; it is true as long as the folder is locked.
type Record struct {
	// Pid is the process of the stack itself.
	Pid int `json:"pid"`
	// Started is when it was started.
	Started time.Time `json:"started"`
	// Ready is when all of it answered; zero before that.
	Ready time.Time `json:"ready,omitzero"`
	// URL is where a browser goes.
	URL string `json:"url"`
	// EmulatorURL is the endpoint of AWS services.
	EmulatorURL string `json:"emulator_url"`
	// BackendURL is the backend without the edge.
	BackendURL string `json:"backend_url"`
	// MessagingURL is the messaging service without the edge.
	MessagingURL string `json:"messaging_url"`
	// DatabaseURL is the backend's database, password included.
	DatabaseURL string `json:"database_url"`
	// PostgresHome is the folder of the database, which as root lies outside
	// the state folder.
	PostgresHome string `json:"postgres_home"`
	// UserPoolID and UserPoolClientID are those of the running emulator.
	UserPoolID       string `json:"user_pool_id"`
	UserPoolClientID string `json:"user_pool_client_id"`
	// Processes are the children.
	Processes []Process `json:"processes"`
}

// Process is one child of the stack.
type Process struct {
	Name string `json:"name"`
	Pid  int    `json:"pid"`
	Port int    `json:"port"`
}

// Write replaces the record in one step.
func (f Folder) Write(record Record) error {
	raw, err := json.MarshalIndent(record, "", "  ")
	if err != nil {
		return fmt.Errorf("write the state record: %w", err)
	}
	next := f.Path("state.json.new")
	if err := os.WriteFile(next, append(raw, '\n'), 0o600); err != nil {
		return fmt.Errorf("write the state record: %w", err)
	}
	if err := os.Rename(next, f.Path("state.json")); err != nil {
		return fmt.Errorf("write the state record: %w", err)
	}
	return nil
}

// Read returns the record of the running, or the last, stack. Without one it
// fails with fs.ErrNotExist.
func (f Folder) Read() (Record, error) {
	raw, err := os.ReadFile(f.Path("state.json"))
	if err != nil {
		return Record{}, fmt.Errorf("read the state record: %w", err)
	}
	var record Record
	if err := json.Unmarshal(raw, &record); err != nil {
		return Record{}, fmt.Errorf("read the state record: %w", err)
	}
	return record, nil
}

// Forget removes the record; none is no error.
func (f Folder) Forget() error {
	if err := os.Remove(f.Path("state.json")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove the state record: %w", err)
	}
	return nil
}
