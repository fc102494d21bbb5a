package main

import (
	_ "embed" // the baseline's query
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

//go:embed sql/baseline_home.sql
var baselineHome string

// statements are those that are measured, with @name for a parameter.
type statements struct {
	home, public, baseline string
	walkPerItem            int // how long the walk of a home feed is
}

// readStatements reads them from where the backend has them: nobody outside may
// import its store.
func readStatements(repository string) (statements, error) {
	store := filepath.Join(repository, "backend", "internal", "postgres")
	source, err := os.ReadFile(filepath.Join(store, "queries", "feeds.sql"))
	if err != nil {
		return statements{}, fmt.Errorf("read the feeds' statements: %w", err)
	}
	found := statements{baseline: plain(baselineHome)}
	if found.home, err = statement(string(source), "HomeFeed"); err != nil {
		return statements{}, err
	}
	if found.public, err = statement(string(source), "PublicFeed"); err != nil {
		return statements{}, err
	}
	code, err := os.ReadFile(filepath.Join(store, "feeds.go"))
	if err != nil {
		return statements{}, fmt.Errorf("read how the feeds are asked for: %w", err)
	}
	found.walkPerItem, err = constant(string(code), "walkPerItem")
	return found, err
}

var (
	nextName = regexp.MustCompile(`(?m)^-- name: `)
	comment  = regexp.MustCompile(`(?m)--.*$`)
	argument = regexp.MustCompile(`sqlc\.n?arg\('?(\w+)'?\)`)
	variable = regexp.MustCompile(`@(\w+)`)
)

// statement finds one of a file for sqlc, by its name.
func statement(source, name string) (string, error) {
	for _, part := range nextName.Split(source, -1)[1:] {
		first, rest, _ := strings.Cut(part, "\n")
		if strings.HasPrefix(first, name+" ") {
			return plain(rest), nil
		}
	}
	return "", fmt.Errorf("there is no statement %s", name)
}

// plain leaves out comments, the final semicolon, and sqlc's way to name a
// parameter.
func plain(text string) string {
	text = argument.ReplaceAllString(comment.ReplaceAllString(text, ""), "@$1")
	return strings.TrimSuffix(strings.TrimSpace(text), ";")
}

func constant(source, name string) (int, error) {
	match := regexp.MustCompile(`\b` + name + ` = (\d+)\b`).FindStringSubmatch(source)
	if match == nil {
		return 0, fmt.Errorf("there is no constant %s", name)
	}
	return strconv.Atoi(match[1])
}

// parameters are values by name.
type parameters map[string]string

// script turns a statement into one for pgbench, which knows variables by
// :name. Each script has variables of its own, told apart by the suffix. It also
// returns how to set them.
func script(text string, values parameters, suffix string) (string, []string) {
	var defines []string
	for name, value := range values {
		defines = append(defines, "-D", name+suffix+"="+value)
	}
	return variable.ReplaceAllString(text, ":${1}"+suffix) + ";\n", defines
}
