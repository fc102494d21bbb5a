package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
	"github.com/cruddur/cruddur/backend/internal/settings"
	"github.com/cruddur/cruddur/backend/internal/settings/settingstest"
	"github.com/cruddur/cruddur/platform/httpserver/rollouttest"
)

func TestMain(m *testing.M) {
	if rollouttest.IsProgram() {
		main()
		return
	}
	os.Exit(m.Run())
}

// deployed are the settings of a backend that is a process of its own.
func deployed(t *testing.T, database postgrestest.Database, keys issuer) (variable string) {
	t.Helper()
	getenv := settingstest.Serve(t, map[string]string{
		"database_url": database.URL, "listen_address": "127.0.0.1:0", "directory_listen_address": "127.0.0.1:0", "purge_interval": "1s",
		"token_issuer": "https://issuer.test", "token_jwks_url": keys.url, "token_client_id": "client", "site_url": "https://cruddur.test",
		"drain_delay": "5s",
	})
	return settings.PathVariable + "=" + getenv(settings.PathVariable)
}

// request sends one, and returns an error unless the answer is the wanted one.
func request(method, url, token, body string, want int) error {
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", uuid.NewString())
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != want {
		err = fmt.Errorf("%s %s: %d %s", method, url, answer.StatusCode, text)
	}
	return err
}

// While tasks are replaced, twice, nobody's request fails, and all that was
// taken is there once.
func TestNobodyNoticesARollout(t *testing.T) {
	database, keys := postgrestest.New(t), newIssuer(t)
	ada := cruddur.Account{Sub: uuid.New(), Handle: "lovelace", DisplayName: "Ada"}
	if _, err := postgres.NewStore(database.Pool(t)).AddPerson(t.Context(), ada); err != nil {
		t.Fatal(err)
	}
	variable, token := deployed(t, database, keys), keys.token(t, ada.Sub)
	begin := func() *rollouttest.Process { return rollouttest.Start(t, variable) }
	balancer := rollouttest.NewBalancer(t, "/api/ready")
	current := begin()
	balancer.Add(current.Address)

	var posted atomic.Int64
	load := rollouttest.NewLoad(6, func(client, i int) error {
		if client%2 == 0 {
			return request("GET", balancer.URL+"/api/feeds/public", token, "", http.StatusOK)
		}
		posted.Add(1)
		return request("POST", balancer.URL+"/api/activities", token, fmt.Sprintf(`{"message":"%d of %d"}`, i, client), http.StatusCreated)
	})
	load.WaitFor(t, 50)
	for range 2 {
		current = rollouttest.Rollout(t, balancer, load, current, begin)
	}
	for _, failure := range load.Stop() {
		t.Error(failure)
	}
	if err := current.Terminate(); err != nil {
		t.Error(err)
	}
	var rows, messages int64
	if err := database.Pool(t).QueryRow(t.Context(), "SELECT count(*), count(DISTINCT message) FROM activities").Scan(&rows, &messages); err != nil {
		t.Fatal(err)
	}
	if rows != posted.Load() || messages != rows {
		t.Errorf("%d cruds were posted, %d are there, %d different ones", posted.Load(), rows, messages)
	}
}

// A backend whose log nobody reads answers as ever. Once somebody reads again,
// they find whole lines, and how many are missing.
func TestALogThatNobodyReads(t *testing.T) {
	variable := deployed(t, postgrestest.New(t), newIssuer(t))
	backend := rollouttest.StartUnread(t, variable)
	const clients, each = 4, 3000 // more than pipe and queue hold
	load := rollouttest.NewLoad(clients, func(_, _ int) error {
		return request("GET", "http://"+backend.Address+"/api/nothing-of-that-name", "", "", http.StatusNotFound)
	})
	load.WaitFor(t, clients*each)
	for _, failure := range load.Stop() {
		t.Error(failure)
	}
	backend.ReadOn()
	if err := backend.Terminate(); err != nil {
		t.Fatal(err)
	}
	requests, dropped := 0, 0
	for _, text := range backend.Lines() {
		var line struct {
			Msg     string
			Dropped int
		}
		if err := json.NewDecoder(bytes.NewReader([]byte(text))).Decode(&line); err != nil {
			t.Fatalf("%.200q is no line: %v", text, err)
		}
		dropped += line.Dropped
		if line.Msg == "request" {
			requests++
		}
	}
	if dropped == 0 || requests == 0 || requests+dropped < clients*each {
		t.Errorf("%d requests are told of, %d lines are said to be missing", requests, dropped)
	}
}

// The order of starting does not matter: a backend that was there before its
// database and the keys of tokens is alive, gets ready when they are, and was
// one process all the time.
func TestABackendThatIsThereFirst(t *testing.T) {
	database, keys := postgrestest.New(t), newIssuer(t)
	there, err := url.Parse(database.URL)
	if err != nil {
		t.Fatal(err)
	}
	toDatabase, toKeys := rollouttest.NewGate(t, there.Host), rollouttest.NewGate(t, strings.TrimPrefix(keys.url, "http://"))
	database.URL = strings.Replace(database.URL, there.Host, toDatabase.Address, 1)
	backend := rollouttest.Start(t, deployed(t, database, issuer{keys.key, "http://" + toKeys.Address}))
	address := "http://" + backend.Address
	answers := func(ready int) {
		t.Helper()
		for path, want := range map[string]int{"/api/health-check": 200, "/api/ready": ready, "/api/feeds/public": ready} {
			if got := status(t, address+path); got != want {
				t.Errorf("GET %s answers %d, want %d", path, got, want)
			}
		}
	}
	answers(503)
	toDatabase.Open()
	waitUntil(t, "answers from the database", func() bool { return status(t, address+"/api/feeds/public") == 200 })
	if got := status(t, address+"/api/ready"); got != 503 {
		t.Errorf("without keys it is ready: %d", got)
	}
	toKeys.Open()
	waitUntil(t, "ready", func() bool { return status(t, address+"/api/ready") == 200 })
	answers(200)
	if err := backend.Terminate(); err != nil {
		t.Error(err)
	}
}
