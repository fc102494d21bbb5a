package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/backend/internal/postgres"
)

func newMigrateCommand(c *console) *cobra.Command {
	command := &cobra.Command{Use: "migrate", Short: "Move the database's schema"}
	command.AddCommand(
		&cobra.Command{
			Use: "up", Args: cobra.NoArgs,
			Short: "Apply every migration that is missing",
			Long:  "Applies every migration that is missing. Safe to repeat, and to run twice at once.",
			RunE: func(cmd *cobra.Command, _ []string) error {
				return c.withMigrator(cmd.Context(), func(m *postgres.Migrator) error { return c.migrateUp(cmd.Context(), m) })
			},
		},
		&cobra.Command{
			Use: "down", Args: cobra.NoArgs,
			Short: "Take back the newest migration, and the data that lives in it",
			RunE: func(cmd *cobra.Command, _ []string) error {
				return c.withMigrator(cmd.Context(), func(m *postgres.Migrator) error { return c.migrateDown(cmd.Context(), m) })
			},
		},
		&cobra.Command{
			Use: "status", Args: cobra.NoArgs,
			Short: "List the migrations and whether each is applied",
			RunE: func(cmd *cobra.Command, _ []string) error {
				return c.withMigrator(cmd.Context(), func(m *postgres.Migrator) error { return c.migrateStatus(cmd.Context(), m) })
			},
		},
	)
	return command
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
