package accounts_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/dev/internal/accounts"
)

// program writes a script that stands where the admin program would be.
func program(t *testing.T, script string) accounts.CLI {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cruddur")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return accounts.CLI{Path: path, Env: []string{"PATH=" + os.Getenv("PATH")}}
}

func TestCLIList(t *testing.T) {
	t.Parallel()
	cli := program(t, `[ "$*" = "accounts list --json" ] || exit 9
echo 'a warning' >&2
echo '[{"handle":"nova","display_name":"Nova","sub":"1","seeded":true},{"handle":"kim","display_name":"Kim","sub":"2"}]'`)
	rows, err := cli.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []accounts.Row{{Handle: "nova", DisplayName: "Nova", Sub: "1", Seeded: true}, {Handle: "kim", DisplayName: "Kim", Sub: "2"}}
	if !slices.Equal(rows, want) {
		t.Errorf("rows %v, want %v", rows, want)
	}
}

func TestCLIRelink(t *testing.T) {
	t.Parallel()
	kept := filepath.Join(t.TempDir(), "input")
	cli := program(t, `[ "$*" = "accounts relink --json" ] || exit 9
cat > `+kept)
	if err := cli.Relink(t.Context(), []accounts.Link{{Handle: "kim", Sub: "3"}}); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(kept)
	if err != nil || string(raw) != `[{"handle":"kim","sub":"3"}]` {
		t.Errorf("the program read %s, error %v", raw, err)
	}
}

func TestCLIFailures(t *testing.T) {
	t.Parallel()
	_, err := program(t, "echo 'no database' >&2; exit 4").List(t.Context())
	if err == nil || !strings.Contains(err.Error(), "no database") || !strings.Contains(err.Error(), "accounts list") {
		t.Errorf("error %v", err)
	}
	if _, err := program(t, "echo 'not JSON'").List(t.Context()); err == nil {
		t.Error("what isn't JSON was read")
	}
}
