package main

import (
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

// argument is one that a command must be given.
type argument struct {
	name  string // as in the usage line
	check func(string) error
}

var (
	handleArgument   = argument{"HANDLE", checkHandle}
	activityArgument = argument{"ID", checkID}
)

// arguments makes a command take exactly the wanted ones.
func arguments(wanted ...argument) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < len(wanted) {
			return wrongUsage(cmd, "%s is missing", wanted[len(args)].name)
		}
		if len(args) > len(wanted) {
			return wrongUsage(cmd, "%q is one argument too many", args[len(wanted)])
		}
		for i, argument := range wanted {
			if err := argument.check(args[i]); err != nil {
				return wrongUsage(cmd, "%s: %v", argument.name, err)
			}
		}
		return nil
	}
}

// checkHandle lets reserved handles pass: nobody has them, which is said in
// another way.
func checkHandle(text string) error {
	problem := cruddur.CheckHandle(plainHandle(text))
	if problem == "" || problem == cruddur.HandleReserved {
		return nil
	}
	return fmt.Errorf("%q can't be a handle, which has %d to %d of the characters a-z, A-Z, 0-9 and _",
		text, cruddur.MinHandleLength, cruddur.MaxHandleLength)
}

// plainHandle takes handles as people write them, too.
func plainHandle(text string) string { return strings.TrimPrefix(text, "@") }

func checkID(text string) error {
	if _, err := uuid.Parse(text); err != nil {
		return fmt.Errorf("%q is no UUID", text)
	}
	return nil
}

// group makes a command that has only subcommands.
func group(command *cobra.Command, subcommands ...*cobra.Command) *cobra.Command {
	names := make([]string, len(subcommands))
	for i, subcommand := range subcommands {
		names[i] = subcommand.Name()
	}
	command.AddCommand(subcommands...)
	command.DisableFlagsInUseLine = true
	command.Args = onlySubcommands
	command.RunE = func(cmd *cobra.Command, _ []string) error {
		return wrongUsage(cmd, "%s needs a command: %s", cmd.CommandPath(), strings.Join(names, ", "))
	}
	return command
}

// onlySubcommands is reached with arguments when none of them is a subcommand.
func onlySubcommands(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := ""
	if alike := cmd.SuggestionsFor(args[0]); len(alike) > 0 {
		hint = ", did you mean " + strings.Join(alike, " or ") + "?"
	}
	return wrongUsage(cmd, "%s has no command %q%s", cmd.CommandPath(), args[0], hint)
}

// newHelpCommand is cobra's, but for topics that are not there: these are
// wrong usage.
func newHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "Tell how a command is used",
		Long:    "Tells how a command is used, as --help does.",
		Example: "  cruddur help people suspend",
		RunE: func(cmd *cobra.Command, args []string) error {
			topic, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return wrongUsage(cmd.Root(), "there is no command %q", strings.Join(args, " "))
			}
			return topic.Help()
		},
	}
}
