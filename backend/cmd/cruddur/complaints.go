package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/platform/fault"
)

// Exit statuses: scripts rely on them.
const (
	exitDone     = 0
	exitFailed   = 1
	exitUsage    = 2
	exitNotFound = 3
)

func exitStatus(err error) int {
	if err == nil {
		return exitDone
	}
	switch fault.From(err).Kind {
	case fault.Malformed, fault.Invalid:
		return exitUsage
	case fault.NotFound:
		return exitNotFound
	default:
		return exitFailed
	}
}

// wrongUsage says what is wrong with how a command was called, and where to
// read how it should be.
func wrongUsage(cmd *cobra.Command, format string, args ...any) error {
	message := fmt.Sprintf(format, args...)
	return fault.New(fault.Malformed, "wrong_usage", fmt.Sprintf("%s (see '%s --help')", message, cmd.CommandPath()))
}

// complain writes an error, as JSON when asked for.
func complain(w io.Writer, err error, asJSON bool) {
	f := fault.From(err)
	message := f.Message
	if f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		message = err.Error() // operators may see the cause, and need to
	}
	type complaint struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	if text, err := json.Marshal(map[string]complaint{"error": {f.Code, message}}); err == nil && asJSON {
		fmt.Fprintln(w, string(text))
		return
	}
	fmt.Fprintln(w, "cruddur:", message)
}
