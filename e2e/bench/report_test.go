package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestGoalsAreReachedOrMissed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		goal goal
		want string
	}{
		{goal{what: "speed", bound: 0.6, found: 0.6}, "| speed | ≥ 0.6 | 0.60 | reached |\n"},
		{goal{what: "speed", bound: 0.6, found: 0.45}, "| speed | ≥ 0.6 | 0.45 | **missed** by 25 % |\n"},
		{goal{what: "size", bound: 40, found: 50, most: true, unit: " MB"}, "| size | ≤ 40 MB | 50.00 MB | **missed** by 25 % |\n"},
	} {
		if got := test.goal.row(); got != test.want {
			t.Errorf("%q; want %q", got, test.want)
		}
	}
}

func TestTableReplacesTheOneBefore(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(file, []byte("# Words\n"+tableBegins+"old\n"+tableEnds+"More words\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := writeInto(file, "new\n"); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if want := "# Words\n" + tableBegins + "\nnew\n\n" + tableEnds + "More words\n"; string(got) != want || err != nil {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	if err := os.WriteFile(file, []byte("# Words\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writeInto(file, "new\n"); err == nil || !strings.Contains(err.Error(), "no place") {
		t.Errorf("into a page without a place: %v", err)
	}
}
