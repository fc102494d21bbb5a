package main

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

func TestShowActivity(t *testing.T) {
	c := newTool(t)
	nova := c.person(t, "nova")
	root := c.post(t, nova, "a <star> & more", uuid.Nil)
	reply := c.post(t, nova, "brighter", root.ID)
	var shown activityReport
	c.runJSON(t, &shown, "", "activities", "show", root.ID.String())
	want := activityReport{
		ID: root.ID, Author: authorReport{"nova", "nova"}, Message: "a <star> & more", CreatedAt: root.CreatedAt,
		LifeStartsAt: root.Life.StartsAt, ExpiresAt: root.CreatedAt.Add(cruddur.TTL1Day.Duration()), RepliesCount: 1,
		Photos: []photoReport{},
	}
	if !reflect.DeepEqual(shown, want) {
		t.Errorf("got %+v, want %+v", shown, want)
	}
	c.runJSON(t, &shown, "", "activities", "show", reply.ID.String())
	if shown.Root == nil || *shown.Root != root.ID || shown.ReplyTo == nil || *shown.ReplyTo != root.ID || shown.ExpiresAt != want.ExpiresAt {
		t.Errorf("the reply: %+v", shown)
	}
	if text := c.run(t, "", "activities", "show", reply.ID.String()); !strings.Contains(text, "@nova (nova)") || !strings.HasSuffix(text, "\n\nbrighter\n") {
		t.Errorf("got %s", text)
	}
}

func TestDeleteActivity(t *testing.T) {
	c := newTool(t)
	nova := c.person(t, "nova")
	root := c.post(t, nova, "root", uuid.Nil)
	middle := c.post(t, nova, "middle", root.ID)
	c.post(t, nova, "leaf", middle.ID)
	other := c.post(t, nova, "other", root.ID)
	lone := c.post(t, nova, "lone", root.ID)
	steps := []struct {
		id   uuid.UUID
		want removalReport
	}{
		{middle.ID, removalReport{Deleted: "reply", StoneLeft: true}},
		{other.ID, removalReport{Deleted: "reply"}},
		{root.ID, removalReport{Deleted: "thread", RepliesDeleted: 2}}, // leaf and lone; the stone is nobody's
	}
	for _, step := range steps {
		step.want.ID = step.id
		var got removalReport
		c.runJSON(t, &got, "", "activities", "delete", step.id.String())
		if got != step.want {
			t.Errorf("got %+v, want %+v", got, step.want)
		}
		if status, _, _ := c.try(t, "", "activities", "delete", step.id.String()); status != 3 {
			t.Errorf("deleted twice: exit status %d", status)
		}
	}
	if status, _, _ := c.try(t, "", "activities", "show", lone.ID.String()); status != 3 {
		t.Errorf("a reply outlives its thread: exit status %d", status)
	}
}

func TestDescribeRemoval(t *testing.T) {
	t.Parallel()
	for want, removed := range map[string]cruddur.Removal{
		"deleted the crud, which had no replies":                                {Thread: true},
		"deleted the crud, and 1 reply with it":                                 {Thread: true, Replies: 1},
		"deleted the crud, and 12 replies with it":                              {Thread: true, Replies: 12},
		"deleted the reply":                                                     {},
		"deleted the reply; others hang on it, so a stone is left in its place": {Stone: true},
	} {
		if got := describeRemoval(removed); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
