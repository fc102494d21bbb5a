package stack_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/dev/internal/state"
	"github.com/cruddur/cruddur/dev/stack"
)

func TestFindRepository(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	deep := filepath.Join(root, "dev", "cmd", "stack")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "go.work"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := stack.FindRepository(deep); err != nil || got != root {
		t.Errorf("found %s, error %v, want %s", got, err, root)
	}
	if _, err := stack.FindRepository("/"); err == nil {
		t.Error("the root of the system is a clone")
	}
}

func TestPostgresHome(t *testing.T) {
	t.Parallel()
	one, two := stack.PostgresHome("/root/one/.cruddur"), stack.PostgresHome("/root/two/.cruddur")
	if one == two {
		t.Error("two clones share a database")
	}
	inside := strings.HasPrefix(one, "/root/one/.cruddur/")
	if asRoot := os.Geteuid() == 0; inside == asRoot {
		t.Errorf("the database is in %s", one)
	}
}

func TestCheckOfNothing(t *testing.T) {
	t.Parallel()
	record := state.Record{
		URL: "http://localhost:1", BackendURL: "http://127.0.0.1:1", EmulatorURL: "http://127.0.0.1:1", DatabaseURL: "postgres://127.0.0.1:1/x",
		Processes: []state.Process{{Name: "postgres", Port: 5}, {Name: "emulator"}, {Name: "backend"}},
	}
	found := stack.Check(t.Context(), record)
	if len(found) != 4 || found[0].Port != 5 || found[3].Name != "edge" || found[3].Port != 1 {
		t.Errorf("found %+v", found)
	}
	for _, part := range found {
		if part.Healthy {
			t.Errorf("%s is well", part.Name)
		}
	}
}
