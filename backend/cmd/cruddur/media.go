package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/backend/internal/objects"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/reconcile"
)

func newMediaCommand(c *console) *cobra.Command {
	var dryRun bool
	command := &cobra.Command{
		Use: "reconcile [--dry-run]", Args: arguments(),
		Short: "Bring pictures and their files in S3 into agreement",
		Long: "Deletes what the jobs left behind: uploads that nobody used within a day, files\n" +
			"that belong to nothing, and pictures that nothing shows. Nobody could see any of\n" +
			"it. Reports pictures that are shown and have no files, which should never be, and\n" +
			"manifests that it can't read; it leaves both alone, and pictures in messages too.\n\n" +
			"The backend does so every night. It may run beside uploads and posts, may be\n" +
			"stopped, and repeated. What it deleted can't be taken back; --dry-run only looks.",
		Example: "  cruddur media reconcile --dry-run\n" +
			"  cruddur media reconcile --json",
		RunE: func(cmd *cobra.Command, _ []string) error { return c.reconcile(cmd.Context(), dryRun) },
	}
	command.Flags().BoolVar(&dryRun, "dry-run", false, "look only, and tell what would be deleted")
	command.DisableFlagsInUseLine = true
	return group(&cobra.Command{
		Use: "media COMMAND", Short: "The files of pictures",
		Long: "Photos, avatars and banners have files in S3, which go when what showed them is gone.",
	}, command)
}

func (c *console) reconcile(ctx context.Context, dryRun bool) error {
	cfg, err := c.settings(ctx)
	if err != nil {
		return err
	}
	if cfg.MediaBucket == "" {
		return errors.New("the setting media_bucket is missing: there is nothing to reconcile with")
	}
	client, err := objects.NewClient(ctx, cfg.S3PathStyle)
	if err != nil {
		return err
	}
	return c.withStore(ctx, func(store *postgres.Store) error {
		report, err := reconcile.Run(ctx, reconcile.Config{
			Store: store, Objects: objects.NewBucket(client, cfg.MediaBucket), Now: time.Now, DryRun: dryRun,
		})
		if err != nil {
			return err
		}
		return c.print(report, describeReconciliation(report))
	})
}

func describeReconciliation(r reconcile.Report) string {
	verb := "deleted"
	if r.DryRun {
		verb = "would be deleted"
	}
	return table(
		row{"pictures", strconv.FormatInt(r.Pictures, 10)},
		row{"unused uploads", fmt.Sprintf("%d %s", r.UnusedDeleted, verb)},
		row{"stray files", fmt.Sprintf("of %d pictures %s", r.StrayDeleted, verb)},
		row{"shown by nothing", fmt.Sprintf("%d %s", r.LooseDeleted, verb)},
		row{"lost", fmt.Sprintf("%d are shown and have no files%s", r.LostCount, named(r.Lost))},
		row{"unreadable", fmt.Sprintf("%d manifests%s", r.UnreadableCount, named(r.Unreadable))},
	)
}

func named(ids []uuid.UUID) string {
	if len(ids) == 0 {
		return ""
	}
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	return ": " + strings.Join(texts, ", ")
}
