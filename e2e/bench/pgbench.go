package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// connections is how many clients work at once, of pgbench and of the API.
const connections = 8

// servicePlans is what the backend's pool asks of PostgreSQL (postgres.OpenPool).
// Other plans would make it another comparison. defaultPlans are PostgreSQL's.
const (
	servicePlans = "-c plan_cache_mode=force_generic_plan -c random_page_cost=1.1"
	defaultPlans = ""
)

// pgbench is the program of that name.
type pgbench struct {
	program string
	version string
}

// findPgbench looks on PATH and where Debian puts it.
func findPgbench(ctx context.Context) (pgbench, error) {
	program, err := exec.LookPath("pgbench")
	if err != nil {
		places, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pgbench")
		if len(places) == 0 {
			return pgbench{}, errors.New("pgbench is missing: it comes with PostgreSQL's programs (on Debian and Ubuntu " +
				"apt-get install postgresql-contrib, on Red Hat dnf install postgresql-contrib, on macOS brew install postgresql)")
		}
		program = places[len(places)-1]
	}
	out, err := exec.CommandContext(ctx, program, "--version").Output()
	if err != nil {
		return pgbench{}, fmt.Errorf("ask pgbench for its version: %w", err)
	}
	return pgbench{program: program, version: strings.TrimSpace(string(out))}, nil
}

// asked is a statement with the parameters of each of its readers, and how it is
// to be planned.
type asked struct {
	text  string
	times []parameters
	plans string
}

// run lets pgbench send the statement, for each reader as often as for any
// other, and returns the statements a second.
func (p pgbench) run(ctx context.Context, databaseURL, folder string, what asked, turn time.Duration) (float64, error) {
	config, err := pgx.ParseConfig(databaseURL)
	if err != nil {
		return 0, fmt.Errorf("read the database's URL: %w", err)
	}
	seconds := strconv.Itoa(max(1, int(turn.Seconds())))
	args := []string{"-n", "-M", "prepared", "-c", strconv.Itoa(connections), "-j", "1", "-T", seconds}
	for i, values := range what.times {
		text, defines := script(what.text, values, "_"+strconv.Itoa(i))
		file := filepath.Join(folder, fmt.Sprintf("statement_%d.sql", i))
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			return 0, fmt.Errorf("write a script for pgbench: %w", err)
		}
		args = append(append(args, "-f", file), defines...)
	}
	cmd := exec.CommandContext(ctx, p.program, args...)
	cmd.Env = append(os.Environ(),
		"PGHOST="+config.Host, "PGPORT="+strconv.Itoa(int(config.Port)), "PGUSER="+config.User,
		"PGPASSWORD="+config.Password, "PGDATABASE="+config.Database, "PGOPTIONS="+what.plans, "LC_ALL=C")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w\n%s", err, out)
	}
	return statementsPerSecond(string(out))
}

var (
	tps    = regexp.MustCompile(`(?m)^tps = ([0-9.]+) \((?:without initial connection time|excluding connections establishing)\)`)
	failed = regexp.MustCompile(`(?m)^number of failed transactions: ([1-9]\d*)`)
)

// statementsPerSecond reads what pgbench prints at its end. The first such line
// is that of all scripts together.
func statementsPerSecond(output string) (float64, error) {
	if match := failed.FindStringSubmatch(output); match != nil {
		return 0, fmt.Errorf("%s statements of pgbench failed:\n%s", match[1], output)
	}
	match := tps.FindStringSubmatch(output)
	if match == nil {
		return 0, fmt.Errorf("pgbench printed no rate:\n%s", output)
	}
	return strconv.ParseFloat(match[1], 64)
}
