package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/spf13/cobra"
)

func TestMistakes(t *testing.T) {
	c := newTool(t)
	someID := uuid.NewString()
	tests := []struct {
		args    string // split at spaces
		status  int
		code    string
		message string // part of it
	}{
		{"dance", 2, "wrong_usage", `cruddur has no command "dance"`},
		{"statsu", 2, "wrong_usage", "did you mean status?"},
		{"help dance", 2, "wrong_usage", `there is no command "dance"`},
		{"--loud", 2, "wrong_usage", "--loud"},
		{"people", 2, "wrong_usage", "people needs a command: show, suspend, restore"},
		{"people promote nova", 2, "wrong_usage", `people has no command "promote"`},
		{"people show", 2, "wrong_usage", "HANDLE is missing"},
		{"people show nova ziggy", 2, "wrong_usage", `"ziggy" is one argument too many`},
		{"people show no!va", 2, "wrong_usage", `HANDLE: "no!va" can't be a handle`},
		{"people show nova --loud", 2, "wrong_usage", "--loud"},
		{"people show nobody_here", 3, "user_not_found", "There is nobody of this name."},
		{"people show admin", 3, "user_not_found", "There is nobody of this name."},
		{"people suspend nova", 2, "wrong_usage", "--reason must not be blank"},
		{"people suspend nova --reason=", 2, "wrong_usage", "--reason must not be blank"},
		{"people suspend nova --reason", 2, "wrong_usage", "--reason"},
		{"people suspend --reason=spam", 2, "wrong_usage", "HANDLE is missing"},
		{"people suspend nova --reason=" + strings.Repeat("a", 300), 2, "wrong_usage", "--reason must be at most 280 characters"},
		{"people suspend nobody_here --reason=spam", 3, "user_not_found", "There is nobody of this name."},
		{"people restore nobody_here", 3, "user_not_found", "There is nobody of this name."},
		{"activities", 2, "wrong_usage", "activities needs a command: show, delete"},
		{"activities show", 2, "wrong_usage", "ID is missing"},
		{"activities show 42", 2, "wrong_usage", `ID: "42" is no UUID`},
		{"activities delete 42", 2, "wrong_usage", `ID: "42" is no UUID`},
		{"activities show " + someID, 3, "activity_not_found", "There is no such crud"},
		{"activities delete " + someID, 3, "activity_not_found", "There is no such crud"},
		{"purge now please", 2, "wrong_usage", `"please" is one argument too many`},
		{"migrate sideways", 2, "wrong_usage", `migrate has no command "sideways"`},
		{"database create-user", 2, "wrong_usage", "USER is missing"},
		{"database create-user Robert');--", 2, "wrong_usage", "USER: \"Robert');--\" can't be a user"},
		{"database create-user backend", 2, "wrong_usage", "PGPASSWORD is not set: it holds the password of breakglass"},
		{"status now", 2, "wrong_usage", `"now" is one argument too many`},
		{"accounts relink", 2, "wrong_usage", "standard input: no JSON array of links"},
	}
	for _, tt := range tests {
		t.Run(tt.args, func(t *testing.T) {
			args := strings.Split(tt.args, " ")
			status, out, complaint := c.try(t, "no JSON", args...)
			if status != tt.status || out != "" || !strings.HasPrefix(complaint, "cruddur: ") || !strings.Contains(complaint, tt.message) {
				t.Errorf("exit status %d, stdout %q, stderr %q; want %d and %q", status, out, complaint, tt.status, tt.message)
			}
			status, out, complaint = c.try(t, "no JSON", append([]string{"--json"}, args...)...)
			if status != tt.status || out != "" {
				t.Errorf("with --json: exit status %d, stdout %q; want %d", status, out, tt.status)
			}
			checkComplaint(t, complaint, tt.code, tt.message)
		})
	}
}

// A flag that is not read because another one is wrong still counts.
func TestComplaintsAreJSONWhereverTheFlagStands(t *testing.T) {
	_, _, complaint := newTool(t).try(t, "", "people", "show", "nova", "--loud", "--json")
	checkComplaint(t, complaint, "wrong_usage", "--loud")
}

func TestFailure(t *testing.T) {
	nowhere := tool{getenv: func(string) string { return "" }}
	status, out, complaint := nowhere.try(t, "", "status", "--json")
	if status != 1 || out != "" {
		t.Errorf("exit status %d, stdout %q; want 1", status, out)
	}
	checkComplaint(t, complaint, "internal", "CRUDDUR_PARAMETERS_PATH is not set")
}

func checkComplaint(t *testing.T, text, code, message string) {
	t.Helper()
	var complaint struct {
		Error struct{ Code, Message string }
	}
	if err := json.Unmarshal([]byte(text), &complaint); err != nil {
		t.Fatalf("no JSON: %v\n%s", err, text)
	}
	if complaint.Error.Code != code || !strings.Contains(complaint.Error.Message, message) {
		t.Errorf("got %+v, want %s and %q", complaint.Error, code, message)
	}
}

// Every command explains itself, and those that do something show how.
func TestHelpTeaches(t *testing.T) {
	root := newRootCommand(&console{})
	var check func(*cobra.Command)
	check = func(command *cobra.Command) {
		if command.Short == "" || command.Long == "" {
			t.Errorf("%s: no help", command.CommandPath())
		}
		if !command.HasSubCommands() && !strings.Contains(command.Example, command.CommandPath()) {
			t.Errorf("%s: no example", command.CommandPath())
		}
		for _, subcommand := range command.Commands() {
			check(subcommand)
		}
	}
	check(root)
	c := newTool(t)
	for _, args := range []string{"", "--help", "help"} {
		if text := c.run(t, "", strings.Fields(args)...); !strings.Contains(text, "Exit status: 0 done") || !strings.Contains(text, "activities") {
			t.Errorf("cruddur %s: %s", args, text)
		}
	}
	for _, args := range []string{"people suspend --help", "help people suspend"} {
		text := c.run(t, "", strings.Fields(args)...)
		if !strings.Contains(text, "cruddur people suspend HANDLE --reason TEXT") || !strings.Contains(text, "'people restore' takes it back") {
			t.Errorf("cruddur %s: %s", args, text)
		}
	}
	if text := c.run(t, "", "people", "--help"); strings.Count(text, "cruddur people COMMAND") != 1 || strings.Contains(text, "Usage:\n  cruddur people\n") {
		t.Errorf("the usage of a group: %s", text)
	}
}
