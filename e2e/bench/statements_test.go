package main

import (
	"strings"
	"testing"

	"github.com/cruddur/cruddur/e2e/stack"
)

const source = `-- About all of them.

-- name: First :many
-- Says @nothing of use.
SELECT a::text FROM t WHERE a = @one -- and: no @more
LIMIT sqlc.arg(two)::integer;

-- name: FirstOfAll :one
SELECT 1;
`

func TestStatement(t *testing.T) {
	t.Parallel()
	got, err := statement(source, "First")
	if err != nil {
		t.Fatal(err)
	}
	if want := "SELECT a::text FROM t WHERE a = @one \nLIMIT @two::integer"; got != want {
		t.Errorf("%q; want %q", got, want)
	}
	if _, err := statement(source, "Last"); err == nil {
		t.Error("a statement is found that is not there")
	}
	text, defines := script(got, parameters{"one": "1"}, "_7")
	if want := "SELECT a::text FROM t WHERE a = :one_7 \nLIMIT :two_7::integer;\n"; text != want {
		t.Errorf("%q; want %q", text, want)
	}
	if got := strings.Join(defines, " "); got != "-D one_7=1" {
		t.Errorf("%q", got)
	}
}

// What is measured is what is shipped: a statement that is renamed or moved
// must not be missed.
func TestReadStatements(t *testing.T) {
	t.Parallel()
	repository, err := stack.FindRepository()
	if err != nil {
		t.Fatal(err)
	}
	found, err := readStatements(repository)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"@viewer", "@after_created_at", "@after_id", "@walk", "@max_items"} {
		if !strings.Contains(found.home, name) {
			t.Errorf("the home feed takes no %s", name)
		}
	}
	if found.walkPerItem < 1 {
		t.Errorf("the walk is %d an item", found.walkPerItem)
	}
}
