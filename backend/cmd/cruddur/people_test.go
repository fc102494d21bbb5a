package main

import (
	"strings"
	"testing"

	"github.com/google/uuid"
)

func TestStanding(t *testing.T) {
	c := newTool(t)
	store := c.store(t)
	nova, ziggy := c.person(t, "nova"), c.person(t, "ziggy")
	made := c.post(t, nova, "a star", uuid.Nil)
	if err := store.Follow(t.Context(), ziggy.Sub, "nova"); err != nil {
		t.Fatal(err)
	}
	var shown personReport
	c.runJSON(t, &shown, "", "people", "show", "@NOVA")
	want := personReport{
		Handle: "nova", DisplayName: "nova", Sub: nova.Sub, Standing: goodStanding,
		CreatedAt: nova.CreatedAt, CrudsCount: 1, FollowersCount: 1,
	}
	if shown != want {
		t.Errorf("got %+v, want %+v", shown, want)
	}
	if text := c.run(t, "", "people", "show", "nova"); !strings.Contains(text, nova.Sub.String()) || !strings.Contains(text, "1 alive") {
		t.Errorf("got %s", text)
	}

	var changed standingReport
	c.runJSON(t, &changed, "", "people", "suspend", "nova", "--reason", " sells stars ")
	if !changed.Changed || changed.Standing != suspended || changed.SuspendedAt == nil || *changed.SuspensionReason != "sells stars" || changed.CrudsCount != 0 {
		t.Errorf("suspended: %+v", changed)
	}
	if status, _, _ := c.try(t, "", "activities", "show", made.ID.String()); status != 3 {
		t.Errorf("what a suspended person posted: exit status %d", status)
	}
	since := *changed.SuspendedAt
	c.runJSON(t, &changed, "", "people", "suspend", "nova", "--reason", "another")
	if changed.Changed || !changed.SuspendedAt.Equal(since) || *changed.SuspensionReason != "sells stars" {
		t.Errorf("suspended twice: %+v", changed)
	}
	for args, want := range map[string]string{
		"people suspend nova --reason=another": "@nova was suspended already, since 20",
		"people show nova":                     ": sells stars",
	} {
		if text := c.run(t, "", strings.Fields(args)...); !strings.Contains(text, want) {
			t.Errorf("cruddur %s: %s", args, text)
		}
	}

	c.runJSON(t, &changed, "", "people", "restore", "nova")
	if !changed.Changed || changed.personReport != want {
		t.Errorf("restored: %+v", changed)
	}
	c.runJSON(t, &changed, "", "people", "restore", "nova")
	if changed.Changed || changed.personReport != want {
		t.Errorf("restored twice: %+v", changed)
	}
	if text := c.run(t, "", "people", "restore", "nova"); !strings.Contains(text, "@nova was not suspended") {
		t.Errorf("restored a third time: %s", text)
	}
	if text := c.run(t, "", "people", "suspend", "ziggy", "--reason", "noise"); text != "@ziggy is suspended: noise\n" {
		t.Errorf("got %s", text)
	}
	if text := c.run(t, "", "people", "restore", "ziggy"); text != "@ziggy is restored\n" {
		t.Errorf("got %s", text)
	}
}
