package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/backend/internal/database"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/settings"
	"github.com/cruddur/cruddur/platform/telemetry"
)

// console is what every command works with.
type console struct {
	getenv func(string) string
	in     io.Reader
	out    io.Writer
	json   bool

	loaded bool // the settings, or not
	cfg    settings.Settings
	cfgErr error
}

// print writes a result as JSON when asked for, else as the given text.
func (c *console) print(result any, text string) error {
	if !c.json {
		_, err := fmt.Fprintln(c.out, text)
		return err
	}
	encoder := json.NewEncoder(c.out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(result)
}

// withStore runs do on the database of the settings.
func (c *console) withStore(ctx context.Context, do func(*postgres.Store) error) error {
	return c.withPool(ctx, func(pool *pgxpool.Pool) error { return do(postgres.NewStore(pool)) })
}

func (c *console) withMigrator(ctx context.Context, do func(*postgres.Migrator) error) error {
	return c.withPool(ctx, func(pool *pgxpool.Pool) error { return withMigrator(pool, do) })
}

func withMigrator(pool *pgxpool.Pool, do func(*postgres.Migrator) error) error {
	migrator, err := postgres.NewMigrator(pool)
	if err != nil {
		return err
	}
	defer migrator.Close() //nolint:errcheck // the pool is closed next
	return do(migrator)
}

func (c *console) withPool(ctx context.Context, do func(*pgxpool.Pool) error) error {
	cfg, err := c.settings(ctx)
	if err != nil {
		return err
	}
	pool, err := database.Open(ctx, cfg, postgres.PoolConfig{ApplicationName: "cruddur", MaxConns: 2, Traced: telemetry.On()})
	if err != nil {
		return err
	}
	defer pool.Close()
	return do(pool)
}

func newRootCommand(c *console) *cobra.Command {
	root := group(&cobra.Command{
		Use:   "cruddur COMMAND",
		Short: "Operate Cruddur: people, cruds, purge, pictures, keys, schema, accounts, demonstration content",
		Long: "cruddur works on the database that the backend's settings name.\n" +
			"Set " + settings.PathVariable + " to the settings' path in SSM Parameter Store,\n" +
			"such as /cruddur/production/backend, and AWS credentials that may read it.\n\n" +
			"Results go to standard output, errors to standard error. With --json both are\n" +
			"JSON; an error is {\"error\": {\"code\": \"…\", \"message\": \"…\"}}.\n\n" +
			"Exit status: 0 done, also when nothing was left to do; 1 failed; 2 wrong usage,\n" +
			"nothing was done; 3 the person or the crud is not there.",
		Example: "  cruddur status\n" +
			"  cruddur people show nova --json",
		SilenceUsage:               true,
		SilenceErrors:              true,
		SuggestionsMinimumDistance: 2,
	}, newStatusCommand(c), newPeopleCommand(c), newActivitiesCommand(c), newPurgeCommand(c),
		newMediaCommand(c), newKeysCommand(c), newMigrateCommand(c), newDatabaseCommand(c), newAccountsCommand(c), newSeedCommand(c))
	c.observe(root)
	root.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	root.PersistentFlags().BoolVar(&c.json, "json", false, "print results and errors as JSON, for programs")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return wrongUsage(cmd, "%v", err) })
	root.SetHelpCommand(newHelpCommand())
	// Groups can be run, to say that a command is missing; one usage line is enough.
	root.SetUsageTemplate(strings.Replace(root.UsageTemplate(), "{{if .HasAvailableSubCommands}}\n  {{.CommandPath}} [command]{{end}}", "", 1))
	return root
}
