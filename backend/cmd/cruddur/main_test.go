package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
	"github.com/cruddur/cruddur/backend/internal/settings/settingstest"
)

// tool runs cruddur on a database of the test's own.
type tool struct {
	getenv   func(string) string
	database postgrestest.Database
}

func newTool(t *testing.T) tool {
	t.Helper()
	database := postgrestest.New(t)
	getenv := settingstest.Serve(t, map[string]string{
		"database_url": database.URL,
		"token_issuer": "i", "token_jwks_url": "https://k.test", "token_client_id": "c", "site_url": "https://cruddur.test",
	})
	return tool{getenv, database}
}

// store reaches the same database, for what only people do.
func (c tool) store(t *testing.T) *postgres.Store {
	t.Helper()
	return postgres.NewStore(c.database.Pool(t))
}

func (c tool) person(t *testing.T, handle string) cruddur.Person {
	t.Helper()
	person, err := c.store(t).AddPerson(t.Context(), cruddur.Account{Sub: uuid.New(), Handle: handle, DisplayName: handle})
	if err != nil {
		t.Fatal(err)
	}
	return person
}

// post posts a crud, or a reply unless replyTo is uuid.Nil.
func (c tool) post(t *testing.T, author cruddur.Person, message string, replyTo uuid.UUID) cruddur.Activity {
	t.Helper()
	draft := cruddur.NewActivity{ID: uuid.Must(uuid.NewV7()), Author: author.Sub, Message: message, ReplyTo: replyTo}
	if replyTo == uuid.Nil {
		draft.TTL = cruddur.TTL1Day
	}
	made, _, err := c.store(t).CreateActivity(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// try returns what the program leaves behind.
func (c tool) try(t *testing.T, stdin string, args ...string) (status int, out, complaint string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status = run(t.Context(), args, c.getenv, strings.NewReader(stdin), &stdout, &stderr)
	return status, stdout.String(), stderr.String()
}

func (c tool) run(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	status, out, complaint := c.try(t, stdin, args...)
	if status != 0 || complaint != "" {
		t.Fatalf("cruddur %s: exit status %d\n%s%s", strings.Join(args, " "), status, out, complaint)
	}
	return out
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
