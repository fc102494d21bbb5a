package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/purge"
)

func newPurgeCommand(c *console) *cobra.Command {
	return group(&cobra.Command{
		Use: "purge COMMAND", Short: "Delete what has expired",
		Long: "What has expired is shown to nobody; the purge deletes it from storage. The\n" +
			"backend does so every few seconds, and 'cruddur status' tells how it keeps up.",
	}, &cobra.Command{
		Use: "now", Args: arguments(),
		Short: "Purge at once instead of waiting for the schedule",
		Long: "Deletes every expired crud and what hangs on it, now. What has expired is\n" +
			"not shown to anybody even before, so nobody notices; it can't be taken back.\n" +
			"Safe beside a running backend, and to repeat: then there is less to delete.",
		Example: "  cruddur purge now --json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withStore(cmd.Context(), func(store *postgres.Store) error {
				run, err := store.Purge(cmd.Context(), postgres.PurgeByOperator, purge.BatchSize)
				if err != nil {
					return err
				}
				return c.print(run, describePurge(run))
			})
		},
	})
}

func describePurge(run postgres.PurgeRun) string {
	if run.ActivitiesDeleted == 0 {
		return "nothing had expired"
	}
	return fmt.Sprintf("%d cruds and replies deleted, the longest expired for %s", run.ActivitiesDeleted, run.MaxLag)
}
