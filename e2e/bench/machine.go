package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// describeMachine says on what the figures were found.
func describeMachine(ctx context.Context, databaseURL string) (string, error) {
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return "", fmt.Errorf("ask PostgreSQL for its version: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var version, buffers string
	err = conn.QueryRow(ctx, "SELECT current_setting('server_version'), current_setting('shared_buffers')").Scan(&version, &buffers)
	if err != nil {
		return "", fmt.Errorf("ask PostgreSQL for its version: %w", err)
	}
	version, _, _ = strings.Cut(version, " ")
	parts := []string{
		time.Now().UTC().Format("2 January 2006"),
		fmt.Sprintf("%d cores", runtime.NumCPU()) + match("/proc/cpuinfo", `(?m)^model name\s*: (.*)$`, " (%s)"),
	}
	if memory := match("/proc/meminfo", `(?m)^MemTotal:\s*(\d+) kB$`, "%s"); memory != "" {
		kilobytes, err := strconv.Atoi(memory)
		if err == nil {
			parts = append(parts, fmt.Sprintf("%.0f GB of memory", float64(kilobytes)/(1<<20)))
		}
	}
	return strings.Join(append(parts,
		runtime.GOOS+"/"+runtime.GOARCH, runtime.Version(), fmt.Sprintf("PostgreSQL %s with shared_buffers %s", version, buffers)), ", "), nil
}

// busy says what the machine does besides, before the run begins; nothing where
// there is no telling.
func busy() string { return match("/proc/loadavg", `^(\S+)`, "Load average before the run %s. ") }

// match finds something in a file that only some systems have; nothing where
// there is none.
func match(file, pattern, format string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	found := regexp.MustCompile(pattern).FindSubmatch(text)
	if found == nil {
		return ""
	}
	return fmt.Sprintf(format, found[1])
}
