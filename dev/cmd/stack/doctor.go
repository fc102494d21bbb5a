package main

import (
	"context"
	"flag"

	"github.com/cruddur/cruddur/dev/internal/doctor"
)

// examine checks this machine and prints what it found.
func examine(ctx context.Context, console console, args []string) int {
	var settings settings
	flags := flag.NewFlagSet("stack doctor", flag.ContinueOnError)
	if err := settings.stackFlags(flags, console.getenv); err != nil {
		return console.fail("doctor", err)
	}
	if status, proceed := parse(flags, console, args); !proceed {
		return status
	}
	folder, err := settings.folder()
	if err != nil {
		return console.fail("doctor", err)
	}
	config, err := settings.config(console)
	if err != nil {
		return console.fail("doctor", err)
	}
	findings := doctor.Examine(ctx, config.Needs(folder))
	for _, finding := range findings {
		if finding.OK() {
			console.printf("  ✓ %s: %s\n", finding.Name, finding.Found)
			continue
		}
		console.printf("  ✗ %s: %s\n      → %s\n", finding.Name, finding.Problem, finding.Remedy)
	}
	if doctor.Verdict(findings) != nil {
		return exitFailed
	}
	return exitOK
}
