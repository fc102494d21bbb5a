package doctor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/cruddur/cruddur/dev/internal/process"
)

// freePort checks a port by taking it for a moment.
func freePort(ctx context.Context, port Port) Finding {
	finding := Finding{Name: "port of the " + port.Use, Found: "any free one"}
	if port.Number == 0 {
		return finding
	}
	finding.Found = strconv.Itoa(port.Number)
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port.Number)))
	if err == nil {
		_ = listener.Close()
		return finding
	}
	finding.Remedy = fmt.Sprintf("choose another port with %s or %s", port.Flag, port.Variable)
	if !errors.Is(err, syscall.EADDRINUSE) {
		finding.Problem = err.Error()
		return finding
	}
	finding.Problem = fmt.Sprintf("%d is taken", port.Number)
	if holder := Holder(port.Number); holder != "" {
		finding.Problem += " by " + holder
		finding.Remedy = "stop that program, or " + finding.Remedy
	}
	return finding
}

// Holder describes the process that listens on a TCP port, as far as /proc
// tells; empty when it doesn't.
func Holder(port int) string {
	sockets := listeningSockets(port)
	if len(sockets) == 0 {
		return ""
	}
	links, err := filepath.Glob("/proc/[0-9]*/fd/*")
	if err != nil {
		return ""
	}
	for _, link := range links {
		target, err := os.Readlink(link)
		if err != nil || !sockets[target] {
			continue
		}
		pid, err := strconv.Atoi(strings.Split(link, "/")[2])
		if err != nil {
			continue
		}
		return fmt.Sprintf("process %d (%s)", pid, shorten(process.CommandLine(pid)))
	}
	return ""
}

// listeningSockets returns the sockets, as /proc names them, that listen on
// the port.
func listeningSockets(port int) map[string]bool {
	const (
		localAddress = 1
		state        = 3
		inode        = 9
		listening    = "0A"
	)
	sockets := map[string]bool{}
	suffix := fmt.Sprintf(":%04X", port)
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		raw, err := os.ReadFile(table)
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(raw)) {
			fields := strings.Fields(line)
			if len(fields) > inode && fields[state] == listening && strings.HasSuffix(fields[localAddress], suffix) {
				sockets["socket:["+fields[inode]+"]"] = true
			}
		}
	}
	return sockets
}

func shorten(text string) string {
	const most = 80
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}
