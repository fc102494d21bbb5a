package cruddur_test

import (
	"strings"
	"testing"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

func TestCheckHandle(t *testing.T) {
	t.Parallel()
	tests := []struct {
		handle string
		want   cruddur.HandleProblem
	}{
		{"nova", ""},
		{"Nova_99", ""},
		{"___", ""},
		{strings.Repeat("a", 20), ""},
		{strings.Repeat("a", 21), cruddur.HandleTooLong},
		{"ab", cruddur.HandleTooShort},
		{"", cruddur.HandleTooShort},
		{"no va", cruddur.HandleBadCharacters},
		{"nóva", cruddur.HandleBadCharacters},
		{"а_cyrillic", cruddur.HandleBadCharacters},
		{"a@b", cruddur.HandleBadCharacters},
		{"a\x00b", cruddur.HandleBadCharacters},
		{"a\xffb", cruddur.HandleBadCharacters},
		{"admin", cruddur.HandleReserved},
		{"CRUDDUR", cruddur.HandleReserved},
		{"webmaster", cruddur.HandleReserved},
		{"about", cruddur.HandleReserved},
	}
	for _, test := range tests {
		if got := cruddur.CheckHandle(test.handle); got != test.want {
			t.Errorf("CheckHandle(%q) = %q, want %q", test.handle, got, test.want)
		}
	}
}
