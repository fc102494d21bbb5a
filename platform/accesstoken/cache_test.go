package accesstoken

import (
	"strconv"
	"testing"
)

func TestCacheIsBounded(t *testing.T) {
	t.Parallel()
	c := newCache(3)
	for i := range 100 {
		id := idOf(strconv.Itoa(i))
		c.put(id, entry{kid: strconv.Itoa(i)})
		if got, ok := c.get(id); !ok || got.kid != strconv.Itoa(i) {
			t.Fatalf("entry %d is not there: %+v", i, got)
		}
		if len(c.entries) > 3 {
			t.Fatalf("%d entries, want at most 3", len(c.entries))
		}
	}
	id := idOf("99")
	c.put(id, entry{kid: "again"})
	c.remove(id)
	if _, ok := c.get(id); ok {
		t.Error("a removed entry is still there")
	}
}
