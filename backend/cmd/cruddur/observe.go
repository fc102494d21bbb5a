package main

import (
	"context"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/backend/internal/settings"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/observe"
)

// observe has every command traced, and its failures reported, as the settings
// say. It is called once all commands are there.
func (c *console) observe(commands ...*cobra.Command) {
	for _, command := range commands {
		c.observe(command.Commands()...)
		if !command.HasSubCommands() {
			command.RunE = c.observed(command.RunE)
		}
	}
}

func (c *console) observed(run func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		return c.observation(cmd.Context()).Command(cmd.Context(), cmd.CommandPath(), func(ctx context.Context) error {
			cmd.SetContext(ctx)
			return run(cmd, args)
		})
	}
}

// observation is as the settings say. Without settings, or with some that can't
// work, nobody is told of the command: operators need it all the more then, and
// commands that need the settings say themselves what is wrong with them.
//
// There is no log, because who calls reads what the command prints.
func (c *console) observation(ctx context.Context) *observe.Observation {
	cfg, err := c.settings(logging.WithLogger(ctx, slog.New(slog.DiscardHandler)))
	if err == nil {
		if o, err := observe.Start(ctx, "cruddur", cfg.Settings, io.Discard); err == nil {
			return o
		}
	}
	return observe.Nothing()
}

// settings are loaded once.
func (c *console) settings(ctx context.Context) (settings.Settings, error) {
	if !c.loaded {
		c.cfg, c.cfgErr = settings.Load(ctx, c.getenv)
		c.loaded = true
	}
	return c.cfg, c.cfgErr
}
