package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/purge"
)

func newPurgeCommand(c *console) *cobra.Command {
	command := &cobra.Command{Use: "purge", Short: "Delete what has expired"}
	command.AddCommand(&cobra.Command{
		Use: "now", Args: cobra.NoArgs,
		Short: "Purge at once instead of waiting for the schedule",
		Long: "Deletes every expired crud and what hangs on it, now. What has expired is\n" +
			"not shown to anybody even before. Safe beside a running backend.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withStore(cmd.Context(), func(store *postgres.Store) error {
				run, err := store.Purge(cmd.Context(), postgres.PurgeByOperator, purge.BatchSize)
				if err != nil {
					return err
				}
				return c.print(run, fmt.Sprintf("%d cruds deleted, the longest expired for %s", run.ActivitiesDeleted, run.MaxLag))
			})
		},
	})
	return command
}
