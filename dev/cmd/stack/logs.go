package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/cruddur/cruddur/dev/internal/state"
	"github.com/cruddur/cruddur/dev/stack"
)

// tailLines is how much of each log is shown at first.
const tailLines = 50

// logs shows the end of logs and, when asked to, what comes.
func logs(ctx context.Context, console console, args []string) int {
	var settings settings
	flags := flag.NewFlagSet("stack logs", flag.ContinueOnError)
	settings.stateFlag(flags, console.getenv)
	follow := flags.Bool("f", false, "go on showing what comes, until Ctrl-C")
	if status, proceed := parse(flags, console, args); !proceed {
		return status
	}
	names := flags.Args()
	for _, name := range names {
		if !slices.Contains(stack.Logs(), name) {
			return console.fail("logs", fmt.Errorf("no log %q: there are %s", name, strings.Join(stack.Logs(), ", ")))
		}
	}
	if len(names) == 0 {
		names = stack.Logs()
	}
	folder, err := settings.folder()
	if err != nil {
		return console.fail("logs", err)
	}
	views := openLogs(console, folder, names)
	if !*follow {
		return exitOK
	}
	ctx, release := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer release()
	for ctx.Err() == nil {
		for _, view := range views {
			view.show(console)
		}
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
	}
	return exitOK
}

// openLogs prints the ends of the logs and returns views of what follows.
func openLogs(console console, folder state.Folder, names []string) []*logView {
	views := make([]*logView, 0, len(names))
	for _, name := range names {
		view := &logView{path: folder.Log(name)}
		if len(names) > 1 {
			view.prefix = fmt.Sprintf("%-9s| ", name)
		}
		if info, err := os.Stat(view.path); err == nil {
			view.offset = info.Size()
			for line := range strings.Lines(folder.Tail(name, tailLines) + "\n") {
				console.printf("%s%s", view.prefix, line)
			}
		}
		views = append(views, view)
	}
	return views
}

// logView prints whole lines of a growing file.
type logView struct {
	path, prefix string
	offset       int64
}

func (v *logView) show(console console) {
	file, err := os.Open(v.path)
	if errors.Is(err, fs.ErrNotExist) {
		v.offset = 0 // it was put aside, or has yet to begin
		return
	}
	if err != nil {
		return
	}
	defer func() { _ = file.Close() }()
	if info, err := file.Stat(); err == nil && info.Size() < v.offset {
		v.offset = 0
	}
	if _, err := file.Seek(v.offset, io.SeekStart); err != nil {
		return
	}
	reader := bufio.NewReader(file)
	for {
		line, err := reader.ReadString('\n')
		if err != nil {
			return // half a line: it is printed when it is whole
		}
		v.offset += int64(len(line))
		console.printf("%s%s", v.prefix, line)
	}
}
