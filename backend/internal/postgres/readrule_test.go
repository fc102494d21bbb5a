package postgres_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// rawActivities finds a statement that reads the table instead of the view.
var rawActivities = regexp.MustCompile(`(?i)\b(from|join|using)\s+activities\b`)

// Only the purge may read activities past their end, and a delete of a row that
// was found through the view.
func TestQueriesReadThroughTheView(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("queries/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d query files, %v", len(files), err)
	}
	for _, file := range files {
		if filepath.Base(file) == "purge.sql" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for number, line := range strings.Split(string(text), "\n") {
			if rawActivities.MatchString(line) && !strings.Contains(line, "DELETE FROM activities WHERE id = @id") {
				t.Errorf("%s:%d reads activities and not live_activities: %s", file, number+1, line)
			}
		}
	}
}

// The clock's setting is for tests; nothing that is shipped may know of it but
// the function that reads it.
func TestOnlyTestsMoveTheClock(t *testing.T) {
	t.Parallel()
	const setting = "clock_offset"
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name := filepath.ToSlash(path)
		if strings.HasSuffix(name, "_test.go") || strings.Contains(name, "/postgrestest/") || strings.Contains(name, "/migrations/") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.Contains(string(text), setting) {
			t.Errorf("%s mentions %s", name, setting)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
