package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/awstest"
	"github.com/cruddur/cruddur/messaging/internal/settings"
	"github.com/cruddur/cruddur/messaging/schema"
	"github.com/cruddur/cruddur/platform/httpserver/rollouttest"
)

// While tasks are replaced, twice, nobody's request fails, and all that was
// taken is there once.
func TestNobodyNoticesARollout(t *testing.T) {
	client := awstest.DynamoDB(t)
	pool, nova, ziggy := newPool(t), uuid.New(), uuid.New()
	getenv := environment(t, map[string]string{
		"conversations_table": awstest.NewTable(t, client, schema.Conversations()),
		"live_table":          awstest.NewTable(t, client, schema.Live()),
		"directory_url":       newDirectory(t, nova, ziggy), "token_jwks_url": pool.url,
		"write_burst": "1000000", "drain_delay": "5s",
	})
	begin := func() *rollouttest.Process {
		return rollouttest.Start(t, settings.PathVariable+"="+getenv(settings.PathVariable))
	}
	balancer := rollouttest.NewBalancer(t, "/api/message_groups/ready")
	current := begin()
	balancer.Add(current.Address)

	base, token := balancer.URL+"/api/message_groups", pool.token(t, nova)
	status, body := call(t, token, "POST", base, `{"handles":["ziggy"]}`)
	var group struct{ ID string }
	if err := json.Unmarshal([]byte(body), &group); err != nil || status != http.StatusCreated {
		t.Fatalf("start: %d %s", status, body)
	}
	path := base + "/" + group.ID + "/messages"
	sent := &sentMessages{}
	load := rollouttest.NewLoad(6, func(client, i int) error {
		method, body, want := "GET", "", http.StatusOK
		if client%2 == 1 {
			text := fmt.Sprintf("%d of %d", i, client)
			method, body, want = "POST", `{"message":"`+text+`"}`, http.StatusCreated
			sent.add(text)
		}
		status, answer, err := try(token, method, path, body)
		if err == nil && status != want {
			err = fmt.Errorf("%s answers %d %s", method, status, answer)
		}
		return err
	})
	load.WaitFor(t, 50)
	for range 2 {
		current = rollouttest.Rollout(t, balancer, load, current, begin)
	}
	for _, failure := range load.Stop() {
		t.Error(failure)
	}
	there := readAll(t, token, path)
	for _, text := range sent.texts {
		if there[text] != 1 {
			t.Errorf("%q is there %d times", text, there[text])
		}
	}
	if len(there) != len(sent.texts) {
		t.Errorf("%d messages are there, %d were sent", len(there), len(sent.texts))
	}
	if err := current.Terminate(); err != nil {
		t.Error(err)
	}
}

// sentMessages are what clients sent.
type sentMessages struct {
	mu    sync.Mutex
	texts []string
}

func (s *sentMessages) add(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.texts = append(s.texts, text)
}

// readAll counts the messages of a conversation by their texts.
func readAll(t *testing.T, token, path string) map[string]int {
	t.Helper()
	there := map[string]int{}
	for query, more := "?limit=100", true; more; {
		status, body := call(t, token, "GET", path+query, "")
		var page struct {
			Items      []struct{ Message string }
			NextCursor string `json:"next_cursor"`
		}
		if err := json.Unmarshal([]byte(body), &page); err != nil || status != http.StatusOK {
			t.Fatalf("read: %d %s", status, body)
		}
		for _, item := range page.Items {
			there[item.Message]++
		}
		more, query = page.NextCursor != "", "?limit=100&cursor="+url.QueryEscape(page.NextCursor)
	}
	return there
}

// The order of starting does not matter: a service that was there before the
// backend, the table and the keys is alive, gets ready when the latter are, and
// was one process all the time. The backend it needs to know who asks.
func TestAServiceThatIsThereFirst(t *testing.T) {
	client := awstest.DynamoDB(t)
	pool, nova, ziggy := newPool(t), uuid.New(), uuid.New()
	gate := func(url string) *rollouttest.Gate { return rollouttest.NewGate(t, strings.TrimPrefix(url, "http://")) }
	toDirectory, toKeys, toTable := gate(newDirectory(t, nova, ziggy)), gate(pool.url), gate(awstest.URL(t))
	getenv := environment(t, map[string]string{
		"conversations_table": awstest.NewTable(t, client, schema.Conversations()),
		"live_table":          awstest.NewTable(t, client, schema.Live()),
		"directory_url":       "http://" + toDirectory.Address, "token_jwks_url": "http://" + toKeys.Address, "drain_delay": "1ms",
	})
	service := rollouttest.Start(t, settings.PathVariable+"="+getenv(settings.PathVariable), "AWS_ENDPOINT_URL_DYNAMODB=http://"+toTable.Address)
	base, token := "http://"+service.Address+"/api/message_groups", pool.token(t, nova)
	answers := func(method, path, body string, want int) bool {
		t.Helper()
		status, _ := call(t, token, method, base+path, body)
		return status == want
	}
	soon := func(what string, done func() bool) {
		t.Helper()
		for begun := time.Now(); !done(); time.Sleep(20 * time.Millisecond) {
			if time.Since(begun) > patience {
				t.Fatalf("never %s", what)
			}
		}
	}
	if !answers("GET", "/health-check", "", 200) || !answers("GET", "/ready", "", 503) || !answers("GET", "", "", 503) {
		t.Error("alone it is not alive, or ready")
	}
	toTable.Open()
	toKeys.Open()
	soon("ready", func() bool { return answers("GET", "/ready", "", 200) })
	if !answers("GET", "", "", 503) {
		t.Error("without the backend it answers somebody who may be suspended")
	}
	toDirectory.Open()
	soon("answering", func() bool { return answers("GET", "", "", 200) })
	soon("writing", func() bool { return answers("POST", "", `{"handles":["ziggy"]}`, 201) })
	if err := service.Terminate(); err != nil {
		t.Error(err)
	}
}
