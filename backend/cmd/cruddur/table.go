package main

import (
	"fmt"
	"strings"
)

// row is a line of a table: what it is about, and what is to be said.
type row struct{ name, text string }

// table writes rows with their texts below each other.
func table(rows ...row) string {
	width := 0
	for _, r := range rows {
		width = max(width, len(r.name))
	}
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = fmt.Sprintf("%-*s  %s", width, r.name, r.text)
	}
	return strings.Join(lines, "\n")
}
