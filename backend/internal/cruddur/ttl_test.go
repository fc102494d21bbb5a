package cruddur_test

import (
	"slices"
	"testing"
	"time"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

func TestTTLs(t *testing.T) {
	t.Parallel()
	if !slices.IsSortedFunc(cruddur.TTLs(), func(a, b cruddur.TTL) int { return int(a.Duration() - b.Duration()) }) {
		t.Error("the presets are not in order of length")
	}
	for _, ttl := range cruddur.TTLs() {
		if !ttl.Valid() {
			t.Errorf("preset %s is not valid", ttl)
		}
	}
	if !slices.Contains(cruddur.TTLs(), cruddur.DefaultTTL) {
		t.Errorf("the default %s is no preset", cruddur.DefaultTTL)
	}
	if got := cruddur.TTL30Days.Duration(); got != 30*24*time.Hour {
		t.Errorf("30-days lasts %s", got)
	}
	for _, none := range []cruddur.TTL{"", "1-HOUR", "2-hours", "1h"} {
		if none.Valid() {
			t.Errorf("%q counts as a preset", none)
		}
	}
}
