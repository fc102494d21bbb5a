package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
	"github.com/cruddur/cruddur/backend/internal/settings/settingstest"
)

// tool runs cruddur on a database of the test's own.
type tool struct {
	getenv func(string) string
}

func newTool(t *testing.T) tool {
	t.Helper()
	return tool{settingstest.Serve(t, map[string]string{
		"database_url": postgrestest.New(t).URL,
		"token_issuer": "i", "token_jwks_url": "https://k.test", "token_client_id": "c",
	})}
}

func (c tool) run(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(t.Context(), args, c.getenv, strings.NewReader(stdin), &out); err != nil {
		t.Fatalf("cruddur %s: %v\n%s", strings.Join(args, " "), err, &out)
	}
	return out.String()
}

func (c tool) runJSON(t *testing.T, result any, stdin string, args ...string) {
	t.Helper()
	text := c.run(t, stdin, append(args, "--json")...)
	if err := json.Unmarshal([]byte(text), result); err != nil {
		t.Fatalf("cruddur %s prints no JSON: %v\n%s", strings.Join(args, " "), err, text)
	}
}

func TestMigrate(t *testing.T) {
	c := newTool(t)
	var before, after []postgres.Migration
	c.runJSON(t, &before, "", "migrate", "status")
	if len(before) == 0 || !before[len(before)-1].Applied {
		t.Fatalf("got %+v", before)
	}
	c.run(t, "", "migrate", "down")
	c.runJSON(t, &after, "", "migrate", "status")
	if after[len(after)-1].Applied {
		t.Error("still applied after going down")
	}
	if text := c.run(t, "", "migrate", "up"); !strings.Contains(text, "1 migrations applied") {
		t.Errorf("got %s", text)
	}
}

func TestSeedPurgeAndAccounts(t *testing.T) {
	c := newTool(t)
	if text := c.run(t, "", "seed"); !strings.Contains(text, "30 people seeded") {
		t.Errorf("got %s", text)
	}
	if text := c.run(t, "", "seed"); !strings.Contains(text, "0 people seeded") {
		t.Errorf("again: %s", text)
	}
	var purged postgres.PurgeRun
	c.runJSON(t, &purged, "", "purge", "now")
	if purged.ActivitiesDeleted < 20 || purged.Cause != postgres.PurgeByOperator {
		t.Errorf("got %+v: some of the seeds have expired already", purged)
	}
	var links []postgres.AccountLink
	c.runJSON(t, &links, "", "accounts", "list")
	if len(links) != 30 || !links[0].Seeded {
		t.Fatalf("%d accounts", len(links))
	}
	sub := uuid.New()
	request, err := json.Marshal([]map[string]any{{"handle": links[0].Handle, "sub": sub}, {"handle": "missing", "sub": sub}})
	if err != nil {
		t.Fatal(err)
	}
	var relinked struct{ Relinked []string }
	c.runJSON(t, &relinked, string(request), "accounts", "relink")
	if len(relinked.Relinked) != 1 || relinked.Relinked[0] != links[0].Handle {
		t.Errorf("got %+v", relinked)
	}
	if text := c.run(t, "", "accounts", "list"); !strings.Contains(text, sub.String()) {
		t.Error("the new sub is not listed")
	}
}

func TestMistakesAreErrors(t *testing.T) {
	c := newTool(t)
	for _, args := range [][]string{{"dance"}, {"migrate", "sideways"}, {"purge", "now", "please"}, {"accounts", "relink"}} {
		var out bytes.Buffer
		if err := run(t.Context(), args, c.getenv, strings.NewReader("no JSON"), &out); err == nil && !strings.Contains(out.String(), "Usage") {
			t.Errorf("cruddur %s: no error and no usage", strings.Join(args, " "))
		}
	}
}
