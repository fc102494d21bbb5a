package main

import (
	"context"
	"encoding/json"
	"flag"
	"time"

	"github.com/cruddur/cruddur/dev/internal/state"
	"github.com/cruddur/cruddur/dev/stack"
)

// report is what status --json prints.
type report struct {
	Running   bool           `json:"running"`
	Ready     bool           `json:"ready"`
	URL       string         `json:"url,omitempty"`
	Processes []stack.Health `json:"processes"`
}

// status tells what runs where. It exits with exitNotRunning when there is no
// stack, and with exitFailed when a part of it is ill.
func status(ctx context.Context, console console, args []string) int {
	var settings settings
	flags := flag.NewFlagSet("stack status", flag.ContinueOnError)
	settings.stateFlag(flags, console.getenv)
	asJSON := flags.Bool("json", false, "print JSON")
	if status, proceed := parse(flags, console, args); !proceed {
		return status
	}
	folder, err := settings.folder()
	if err != nil {
		return console.fail("status", err)
	}
	found, err := inspect(ctx, folder)
	if err != nil {
		return console.fail("status", err)
	}
	if *asJSON {
		encoder := json.NewEncoder(console.out)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(found); err != nil {
			return console.fail("status", err)
		}
	} else {
		found.print(console)
	}
	return found.exit()
}

func inspect(ctx context.Context, folder state.Folder) (report, error) {
	pid, err := folder.Holder()
	if err != nil || pid == 0 {
		return report{Processes: []stack.Health{}}, err
	}
	record, err := folder.Read()
	if err != nil {
		return report{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return report{
		Running: true, Ready: !record.Ready.IsZero(), URL: record.URL,
		Processes: stack.Check(ctx, record),
	}, nil
}

func (r report) print(console console) {
	if !r.Running {
		console.printf("Nothing is running.\n")
		return
	}
	if r.Ready {
		console.printf("%s\n\n", r.URL)
	} else {
		console.printf("Still starting.\n\n")
	}
	for _, process := range r.Processes {
		word := "well"
		if !process.Healthy {
			word = "NOT WELL"
		}
		console.printf("  %-10s port %-6d process %-8d %s\n", process.Name, process.Port, process.Pid, word)
	}
}

func (r report) exit() int {
	if !r.Running {
		return exitNotRunning
	}
	for _, process := range r.Processes {
		if !process.Healthy {
			return exitFailed
		}
	}
	return exitOK
}
