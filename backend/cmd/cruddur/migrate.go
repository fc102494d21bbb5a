package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/backend/internal/postgres"
)

func newMigrateCommand(c *console) *cobra.Command {
	return group(
		&cobra.Command{
			Use: "migrate COMMAND", Short: "Move the database's schema",
			Long: "Moves the database's schema. A backend of the version before runs on the new\n" +
				"schema too: migrate first, deploy then.",
		},
		&cobra.Command{
			Use: "up", Args: arguments(),
			Short: "Apply every migration that is missing",
			Long: "Applies every migration that is missing. Safe to repeat, to run twice at once,\n" +
				"and beside a running backend.",
			Example: "  cruddur migrate up",
			RunE: func(cmd *cobra.Command, _ []string) error {
				return c.withMigrator(cmd.Context(), func(m *postgres.Migrator) error { return c.migrateUp(cmd.Context(), m) })
			},
		},
		&cobra.Command{
			Use: "down", Args: arguments(),
			Short: "Take back the newest migration, and the data that lives in it",
			Long: "Takes back the newest migration, and deletes the data that lives in it: people\n" +
				"lose that for good, and 'migrate up' makes it anew without it. A backend that\n" +
				"needs the migration fails until then. Each call takes back one more.",
			Example: "  cruddur migrate status\n" +
				"  cruddur migrate down",
			RunE: func(cmd *cobra.Command, _ []string) error {
				return c.withMigrator(cmd.Context(), func(m *postgres.Migrator) error { return c.migrateDown(cmd.Context(), m) })
			},
		},
		&cobra.Command{
			Use: "status", Args: arguments(),
			Short:   "List the migrations and whether each is applied",
			Long:    "Lists the migrations, the oldest first, and whether each is applied. Changes\nnothing.",
			Example: "  cruddur migrate status --json",
			RunE: func(cmd *cobra.Command, _ []string) error {
				return c.withMigrator(cmd.Context(), func(m *postgres.Migrator) error { return c.migrateStatus(cmd.Context(), m) })
			},
		},
	)
}

func (c *console) migrateUp(ctx context.Context, m *postgres.Migrator) error {
	applied, err := m.Up(ctx)
	if err != nil {
		return err
	}
	return c.print(applied, fmt.Sprintf("%d migrations applied, the schema is up to date", len(applied)))
}

func (c *console) migrateDown(ctx context.Context, m *postgres.Migrator) error {
	taken, err := m.Down(ctx)
	if err != nil {
		return err
	}
	return c.print(taken, "took back "+taken.Name)
}

func (c *console) migrateStatus(ctx context.Context, m *postgres.Migrator) error {
	list, err := m.Status(ctx)
	if err != nil {
		return err
	}
	lines := make([]string, len(list))
	for i, migration := range list {
		state := "missing"
		if migration.Applied {
			state = "applied"
		}
		lines[i] = state + "  " + migration.Name
	}
	return c.print(list, strings.Join(lines, "\n"))
}
