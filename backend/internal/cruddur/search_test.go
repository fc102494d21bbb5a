package cruddur_test

import (
	"testing"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

func TestNormalizedPrefix(t *testing.T) {
	t.Parallel()
	for _, test := range [][2]string{{" nova ", "nova"}, {"@nova", "nova"}, {"@@nova", "@nova"}, {"@", ""}, {"e\u0301", "\u00e9"}, {"a@b", "a@b"}} {
		if got := (cruddur.PeopleSearch{Prefix: test[0]}).NormalizedPrefix(); got != test[1] {
			t.Errorf("%q becomes %q, want %q", test[0], got, test[1])
		}
	}
}
