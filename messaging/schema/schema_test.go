package schema_test

import (
	"encoding/json"
	"testing"

	"github.com/cruddur/cruddur/messaging/schema"
)

func TestAttributesAreNamedOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		table schema.Table
		want  int
	}{"conversations": {schema.Conversations(), 3}, "live": {schema.Live(), 2}} {
		seen := map[string]bool{}
		for _, attribute := range test.table.Attributes() {
			if seen[attribute.Name] {
				t.Errorf("%s: %s is there twice", name, attribute.Name)
			}
			seen[attribute.Name] = true
		}
		if len(seen) != test.want {
			t.Errorf("%s has %v", name, seen)
		}
	}
}

func TestStreamFilterIsJSON(t *testing.T) {
	t.Parallel()
	if !json.Valid([]byte(schema.StreamFilter)) {
		t.Error("the filter is no JSON")
	}
}
