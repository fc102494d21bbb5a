package conversations

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Bounds of a preview's excerpt: an inbox row must stay below a kilobyte, which
// is what a write unit holds.
const (
	maxExcerpt      = 100 // grapheme clusters
	maxExcerptBytes = 300
)

// excerptOf is the beginning of a text, in one line, cut between characters.
func excerptOf(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	end := 0 // in bytes, of what is kept
	clusters := uniseg.NewGraphemes(s)
	for range maxExcerpt {
		if !clusters.Next() {
			return s
		}
		_, next := clusters.Positions()
		if next > maxExcerptBytes {
			break
		}
		end = next
	}
	if end == len(s) {
		return s
	}
	return s[:end] + "…"
}
