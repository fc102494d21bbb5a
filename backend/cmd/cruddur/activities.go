package main

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
)

func newActivitiesCommand(c *console) *cobra.Command {
	return group(&cobra.Command{
		Use: "activities COMMAND", Short: "Look at a crud or a reply, or delete it",
		Long: "Cruds and replies are named by their UUID, the last part of their address. What\n" +
			"has expired is not found, by operators either; nor is what a suspended person\n" +
			"posted, unless they are restored.",
	}, newShowActivityCommand(c), newDeleteActivityCommand(c))
}

func newShowActivityCommand(c *console) *cobra.Command {
	return &cobra.Command{
		Use: "show ID", Args: arguments(activityArgument),
		Short: "Show a crud or a reply, and when it ends",
		Long: "Shows a living crud or reply: its words, who posted it, when it ends, and where\n" +
			"in which thread it hangs. Changes nothing.",
		Example: "  cruddur activities show 0198c9f2-5f60-7c4e-9d1a-3f1d5a0f8d11 --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withActivity(cmd, args[0], func(store *postgres.Store, id uuid.UUID) error {
				activity, err := store.Activity(cmd.Context(), id)
				if err != nil {
					return err
				}
				report := reportActivity(activity)
				return c.print(report, report.text())
			})
		},
	}
}

func newDeleteActivityCommand(c *console) *cobra.Command {
	return &cobra.Command{
		Use: "delete ID", Args: arguments(activityArgument),
		Short: "Delete anybody's crud or reply",
		Long: "Deletes a crud, with the thread below it, or a reply. A reply that others hang on\n" +
			"leaves a stone: its words are gone, its place in the thread stays. It is gone for\n" +
			"everybody at once, its author isn't told, and it can't be taken back. Deleted a\n" +
			"second time, it is not found.",
		Example: "  cruddur activities show 0198c9f2-5f60-7c4e-9d1a-3f1d5a0f8d11\n" +
			"  cruddur activities delete 0198c9f2-5f60-7c4e-9d1a-3f1d5a0f8d11",
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withActivity(cmd, args[0], func(store *postgres.Store, id uuid.UUID) error {
				removed, err := store.RemoveActivity(cmd.Context(), id)
				if err != nil {
					return err
				}
				return c.print(reportRemoval(id, removed), describeRemoval(removed))
			})
		},
	}
}

// withActivity runs do with the id that the argument check let pass.
func (c *console) withActivity(cmd *cobra.Command, argument string, do func(*postgres.Store, uuid.UUID) error) error {
	id, err := uuid.Parse(argument)
	if err != nil {
		return fmt.Errorf("read the ID: %w", err)
	}
	return c.withStore(cmd.Context(), func(store *postgres.Store) error { return do(store, id) })
}

// activityReport names things as the API does.
type activityReport struct {
	ID           uuid.UUID    `json:"id"`
	Author       authorReport `json:"author"`
	Message      string       `json:"message"`
	CreatedAt    time.Time    `json:"created_at"`
	LifeStartsAt time.Time    `json:"life_starts_at"`
	ExpiresAt    time.Time    `json:"expires_at"`
	RepliesCount int          `json:"replies_count"`
	Root         *uuid.UUID   `json:"root"`     // null unless a reply
	ReplyTo      *uuid.UUID   `json:"reply_to"` // the same

	Photos []photoReport `json:"photos"`
}

// photoReport leaves out the signature: operators see the words.
type photoReport struct {
	ID  uuid.UUID `json:"id"`
	Alt string    `json:"alt"`
}

type authorReport struct {
	Handle      string `json:"handle"`
	DisplayName string `json:"display_name"`
}

func reportActivity(a cruddur.Activity) activityReport {
	report := activityReport{
		ID: a.ID, Author: authorReport{a.Author.Handle, a.Author.DisplayName}, Message: a.Message,
		CreatedAt: a.CreatedAt, LifeStartsAt: a.Life.StartsAt, ExpiresAt: a.Life.ExpiresAt, RepliesCount: a.RepliesCount,
	}
	report.Photos = make([]photoReport, len(a.Photos))
	for i, photo := range a.Photos {
		report.Photos[i] = photoReport{photo.ID, photo.Alt}
	}
	if a.Reply != nil {
		report.Root, report.ReplyTo = &a.Reply.Root, &a.Reply.To
	}
	return report
}

func (r activityReport) text() string {
	rows := []row{
		{"author", fmt.Sprintf("@%s (%s)", r.Author.Handle, r.Author.DisplayName)},
		{"posted", r.CreatedAt.Format(time.RFC3339)},
		{"ends", r.ExpiresAt.Format(time.RFC3339)},
		{"replies", strconv.Itoa(r.RepliesCount)},
	}
	if r.Root != nil {
		rows = append(rows, row{"reply to", r.ReplyTo.String()}, row{"thread of", r.Root.String()})
	}
	for _, photo := range r.Photos {
		rows = append(rows, row{"photo", fmt.Sprintf("%s %q", photo.ID, photo.Alt)})
	}
	return table(rows...) + "\n\n" + cmp.Or(r.Message, "(no words)")
}

// removalReport says what a deletion did.
type removalReport struct {
	ID             uuid.UUID `json:"id"`
	Deleted        string    `json:"deleted"` // thread or reply
	RepliesDeleted int64     `json:"replies_deleted"`
	StoneLeft      bool      `json:"stone_left"`
}

func reportRemoval(id uuid.UUID, removed cruddur.Removal) removalReport {
	report := removalReport{ID: id, Deleted: "reply", RepliesDeleted: removed.Replies, StoneLeft: removed.Stone}
	if removed.Thread {
		report.Deleted = "thread"
	}
	return report
}

func describeRemoval(removed cruddur.Removal) string {
	switch {
	case removed.Thread && removed.Replies == 0:
		return "deleted the crud, which had no replies"
	case removed.Thread && removed.Replies == 1:
		return "deleted the crud, and 1 reply with it"
	case removed.Thread:
		return fmt.Sprintf("deleted the crud, and %d replies with it", removed.Replies)
	case removed.Stone:
		return "deleted the reply; others hang on it, so a stone is left in its place"
	default:
		return "deleted the reply"
	}
}
