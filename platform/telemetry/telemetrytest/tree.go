package telemetrytest

import (
	"fmt"
	"slices"
	"strings"
)

// Tree draws what is below a span of a trace, or all of it when parent is
// empty: a line for each span with its service and kind, the same at each level
// once.
func Tree(spans []Span, trace, parent string) string { return tree(spans, trace, parent, "") }

func tree(spans []Span, trace, parent, indent string) string {
	drawn := map[string]int{}
	for _, span := range spans {
		if span.TraceID == trace && span.Parent == parent {
			kind := strings.TrimPrefix(span.Kind.String(), "SPAN_KIND_")
			below := tree(spans, trace, span.ID, indent+"  ")
			drawn[fmt.Sprintf("%s%s (%s %s)\x00%s", indent, span.Name, span.Resource["service.name"], kind, below)]++
		}
	}
	lines := make([]string, 0, len(drawn))
	for line, times := range drawn {
		head, below, _ := strings.Cut(line, "\x00")
		if times > 1 {
			head += fmt.Sprintf(" x%d", times)
		}
		lines = append(lines, head+"\n"+below)
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}
