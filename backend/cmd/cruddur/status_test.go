package main

import (
	"strings"
	"testing"
)

func TestStatus(t *testing.T) {
	c := newTool(t)
	var status statusReport
	c.runJSON(t, &status, "", "status")
	if !status.Schema.UpToDate || status.Schema.Applied == 0 || status.Schema.Missing == nil || status.Forgetting == nil {
		t.Fatalf("got %+v", status)
	}
	if f := status.Forgetting; f.Deleted != 0 || f.LagP50Seconds != nil || f.LagP99Seconds != nil || f.OldestExpiredSeconds != nil || f.MeasuredAt.IsZero() {
		t.Errorf("an empty database: %+v", f)
	}
	c.run(t, "", "seed") // some have expired already
	c.runJSON(t, &status, "", "status")
	if f := status.Forgetting; f.Deleted != 0 || f.OldestExpiredSeconds == nil || *f.OldestExpiredSeconds > 60 {
		t.Errorf("before the purge: %+v", f)
	}
	for _, want := range []string{"cruds and replies deleted", "nothing had expired"} {
		if text := c.run(t, "", "purge", "now"); !strings.Contains(text, want) {
			t.Errorf("got %s", text)
		}
	}
	c.runJSON(t, &status, "", "status")
	f := status.Forgetting
	if f.Deleted < 20 || f.LagP50Seconds == nil || f.LagP99Seconds == nil || *f.LagP99Seconds < *f.LagP50Seconds || f.OldestExpiredSeconds != nil {
		t.Errorf("after the purge: %+v", f)
	}
	if text := c.run(t, "", "status"); !strings.Contains(text, "up to date") || !strings.Contains(text, "lag p99") || !strings.Contains(text, "none is stored") {
		t.Errorf("got %s", text)
	}

	c.run(t, "", "migrate", "down")
	var behind statusReport
	c.runJSON(t, &behind, "", "status")
	if behind.Schema.UpToDate || len(behind.Schema.Missing) != 1 || behind.Forgetting != nil {
		t.Errorf("a migration is missing: %+v", behind)
	}
	if text := c.run(t, "", "status"); !strings.Contains(text, "run 'cruddur migrate up'") {
		t.Errorf("got %s", text)
	}
}
