package main

import "testing"

// As pgbench 15 prints it for two scripts: the first rate is that of both.
const printed = `pgbench (15.18)
transaction type: multiple scripts
query mode: prepared
number of clients: 8
number of transactions actually processed: 24312
number of failed transactions: 0 (0.000%)
latency average = 0.658 ms
initial connection time = 21.201 ms
tps = 12157.913206 (without initial connection time)
SQL script 1: statement_0.sql
 - weight: 1 (targets 50.0% of total)
 - 12181 transactions (50.1% of total, tps = 6091.458203)
`

func TestStatementsPerSecond(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, output string
		want         float64
	}{
		{"15", printed, 12157.913206},
		{"13", "tps = 99.5 (including connections establishing)\ntps = 100.5 (excluding connections establishing)\n", 100.5},
		{"failed transactions", "number of failed transactions: 3 (1.000%)\n" + printed, 0},
		{"nothing", "pgbench: error: Run was aborted", 0},
	} {
		got, err := statementsPerSecond(test.output)
		if got != test.want || (err == nil) != (test.want > 0) {
			t.Errorf("%s: %v, %v; want %v", test.name, got, err, test.want)
		}
	}
}
