package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// report is all that was found.
type report struct {
	effort  effort
	machine string
	besides string // what else the machine did
	pgbench string
	counted tallies
	memory  int64 // of the backend, in bytes
}

// goal is a figure that is to be reached.
type goal struct {
	what  string
	bound float64
	found float64
	most  bool // the bound is the most, not the least
	unit  string
}

func (g goal) reached() bool {
	if g.most {
		return g.found <= g.bound
	}
	return g.found >= g.bound
}

func (g goal) row() string {
	sign, verdict := "≥", "reached"
	if g.most {
		sign = "≤"
	}
	if !g.reached() {
		verdict = fmt.Sprintf("**missed** by %.0f %%", 100*abs(g.found-g.bound)/g.bound)
	}
	return fmt.Sprintf("| %s | %s %.4g%s | %.2f%s | %s |\n", g.what, sign, g.bound, g.unit, g.found, g.unit, verdict)
}

func abs(x float64) float64 { return max(x, -x) }

func (r report) goals() []goal {
	t := r.counted
	goals := []goal{
		{what: "home: API ÷ statement", bound: 0.6, found: t.ratio(home, home+alone)},
		{what: "public: API ÷ statement", bound: 0.45, found: t.ratio(public, public+alone)},
		{what: "home: our statement ÷ the baseline's", bound: 1.2, found: t.ratio(home+alone, baseline)},
		{what: "the same, with the baseline planned as ours", bound: 1.2, found: t.ratio(home+alone, replanned)},
		{what: "1,000 followed ÷ 100 followed", bound: 0.75, found: t.ratio(ofMany, home)},
		{what: "rare authors ÷ ordinary ones", bound: 0.7, found: t.ratio(ofRare, home)},
		{what: "page 5 ÷ page 1", bound: 0.6, found: t.ratio(fifthPage, home)},
	}
	if r.effort.large > 0 {
		what := fmt.Sprintf("%s cruds ÷ %s", thousands(r.effort.large), thousands(r.effort.small))
		goals = append(goals, goal{what: what, bound: 0.8, found: t.ratio(inLarge, inSmall)},
			goal{what: what + ", statement", bound: 0.8, found: t.ratio(inLarge+alone, inSmall+alone)})
	}
	what := fmt.Sprintf("memory after %s at %d connections", r.effort.memory, memoryClients)
	return append(goals, goal{what: what, bound: 40, found: float64(r.memory) / (1 << 20), most: true, unit: " MB"})
}

// markdown is the report as it goes to the documentation.
func (r report) markdown() string {
	var text strings.Builder
	_, _ = fmt.Fprintf(&text, "%s, %s.\n", r.machine, r.pgbench)
	_, _ = fmt.Fprintf(&text, "%s%s cruds, %d rounds, turns of %s, %d connections.\n\n", r.besides, thousands(r.effort.cruds), r.effort.rounds, r.effort.turn, connections)
	text.WriteString("| | API, answers/s | p50 | p99 | statement alone, /s | API ÷ statement |\n| --- | ---: | ---: | ---: | ---: | ---: |\n")
	for _, name := range []string{home, public, ofMany, ofRare, fifthPage, hundred, inSmall, inLarge, create} {
		text.WriteString(r.row(name))
	}
	for _, name := range []string{baseline, replanned} {
		_, _ = fmt.Fprintf(&text, "| home, %s | | | | %.0f | |\n", name, r.counted[name].rate())
	}
	text.WriteString("\n| goal | bound | found | |\n| --- | ---: | ---: | --- |\n")
	for _, goal := range r.goals() {
		text.WriteString(goal.row())
	}
	return text.String()
}

func (r report) row(name string) string {
	api, ok := r.counted[name]
	if !ok {
		return ""
	}
	statement, ratio := "", ""
	if beside, ok := r.counted[name+alone]; ok {
		statement, ratio = fmt.Sprintf("%.0f", beside.rate()), fmt.Sprintf("%.2f", r.counted.ratio(name, name+alone))
	}
	return fmt.Sprintf("| %s | %.0f | %s | %s | %s | %s |\n", name, api.rate(),
		milliseconds(percentile(api.latencies, 50)), milliseconds(percentile(api.latencies, 99)), statement, ratio)
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
}

// The table stands between these lines.
const (
	tableBegins = "<!-- make bench writes from here -->\n"
	tableEnds   = "<!-- to here -->\n"
)

// writeInto puts the table into a page, in the place of the one before.
func writeInto(file, table string) error {
	page, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read the page for the table: %w", err)
	}
	before, rest, begins := strings.Cut(string(page), tableBegins)
	_, after, ends := strings.Cut(rest, tableEnds)
	if !begins || !ends {
		return fmt.Errorf("%s has no place for the table: the lines %q and %q", file, tableBegins, tableEnds)
	}
	return os.WriteFile(file, []byte(before+tableBegins+"\n"+table+"\n"+tableEnds+after), 0o644)
}
