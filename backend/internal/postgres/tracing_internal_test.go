package postgres

import "testing"

// Statements are known by the names that they have in queries/*.sql, so that
// a slow one is found; those of others by their command.
func TestStatementNames(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]string{
		"-- name: SearchPeople :many\nWITH": "SearchPeople",
		"select 1":                          "SELECT",
		"-- name: ":                         "UNKNOWN",
		"":                                  "UNKNOWN",
	} {
		if got := statementName(t.Context(), sql); got != want {
			t.Errorf("%q is named %q, want %q", sql, got, want)
		}
	}
}
