package wildcard

import "testing"

// What TestMatch of the edge holds for examples is held here for whatever text.
func FuzzMatch(f *testing.F) {
	f.Add("http*://a/*", "http://a/b")
	f.Add("a?c*", "abc")
	f.Add("***", "")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if !Match("*", text) || !Match(pattern+"*", pattern+text) {
			t.Errorf("%q, %q", pattern, text)
		}
	})
}
