package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/platform/text"
)

func newPeopleCommand(c *console) *cobra.Command {
	return group(&cobra.Command{
		Use: "people COMMAND", Short: "Look at a person, suspend or restore them",
		Long: "People are named by handle, in any case, with or without the @.",
	}, newShowPersonCommand(c), newSuspendCommand(c), newRestoreCommand(c))
}

func newShowPersonCommand(c *console) *cobra.Command {
	return &cobra.Command{
		Use: "show HANDLE", Args: arguments(handleArgument),
		Short: "Show a person's standing, and how much they post and follow",
		Long: "Shows who somebody is, the key (sub) of their account, since when and why they\n" +
			"are suspended, and how many living cruds, followers and followed they have.\n" +
			"Their e-mail address is in Cognito only. Changes nothing.",
		Example: "  cruddur people show nova\n" +
			"  cruddur people show @nova --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withStore(cmd.Context(), func(store *postgres.Store) error {
				person, err := store.PersonByHandle(cmd.Context(), plainHandle(args[0]))
				if err != nil {
					return err
				}
				report, err := reportPerson(cmd.Context(), store, person)
				if err != nil {
					return err
				}
				return c.print(report, report.text())
			})
		},
	}
}

func newSuspendCommand(c *console) *cobra.Command {
	var reason string
	command := &cobra.Command{
		Use: "suspend HANDLE --reason TEXT", Args: arguments(handleArgument),
		Short: "Shut a person out and hide what they posted",
		Long: "From now on the person can do nothing as themselves, and is told that they are\n" +
			"suspended. Their profile is not shown; their cruds are hidden with the threads\n" +
			"below them, and their replies to others become stones. What is hidden goes on\n" +
			"burning down. 'people restore' takes it back.\n\n" +
			"The reason is for operators and shown to nobody else. Somebody who is suspended\n" +
			"already stays so, since then and for the reason given then.",
		Example: "  cruddur people suspend nova --reason 'sells stars that are not hers, ticket 4711'",
		RunE: func(cmd *cobra.Command, args []string) error {
			reason = text.Normalize(reason)
			if err := cruddur.SuspensionReasonRule.Check(reason); err != nil {
				return wrongUsage(cmd, "--reason %v", err)
			}
			return c.changeStanding(cmd.Context(), func(store *postgres.Store) (cruddur.Person, bool, error) {
				return store.Suspend(cmd.Context(), plainHandle(args[0]), reason)
			})
		},
	}
	command.Flags().StringVar(&reason, "reason", "", "why, for other operators (required)")
	command.DisableFlagsInUseLine = true
	return command
}

func newRestoreCommand(c *console) *cobra.Command {
	return &cobra.Command{
		Use: "restore HANDLE", Args: arguments(handleArgument),
		Short: "Take a suspension back",
		Long: "The person may read and write again at once, and what is still alive of what\n" +
			"they posted is seen again; what burned down meanwhile is gone. The reason of the\n" +
			"suspension is forgotten. Somebody in good standing stays so. To take it back,\n" +
			"suspend them again.",
		Example: "  cruddur people restore nova",
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.changeStanding(cmd.Context(), func(store *postgres.Store) (cruddur.Person, bool, error) {
				return store.Restore(cmd.Context(), plainHandle(args[0]))
			})
		},
	}
}

func (c *console) changeStanding(ctx context.Context, change func(*postgres.Store) (cruddur.Person, bool, error)) error {
	return c.withStore(ctx, func(store *postgres.Store) error {
		person, changed, err := change(store)
		if err != nil {
			return err
		}
		report, err := reportPerson(ctx, store, person)
		if err != nil {
			return err
		}
		return c.print(standingReport{report, changed}, describeStanding(person, changed))
	})
}

// describeStanding says what a change of standing came to.
func describeStanding(person cruddur.Person, changed bool) string {
	switch {
	case person.SuspendedAt == nil && changed:
		return fmt.Sprintf("@%s is restored", person.Handle)
	case person.SuspendedAt == nil:
		return fmt.Sprintf("@%s was not suspended, nothing has changed", person.Handle)
	case changed:
		return fmt.Sprintf("@%s is suspended: %s", person.Handle, person.SuspensionReason)
	default:
		return fmt.Sprintf("@%s was suspended already, since %s: %s",
			person.Handle, person.SuspendedAt.Format(time.RFC3339), person.SuspensionReason)
	}
}

// The standings of a person.
const (
	goodStanding = "good"
	suspended    = "suspended"
)

// personReport is what operators see of a person.
type personReport struct {
	Handle           string     `json:"handle"`
	DisplayName      string     `json:"display_name"`
	Sub              uuid.UUID  `json:"sub"`
	Standing         string     `json:"standing"`          // good or suspended
	SuspendedAt      *time.Time `json:"suspended_at"`      // null in good standing
	SuspensionReason *string    `json:"suspension_reason"` // null in good standing
	CreatedAt        time.Time  `json:"created_at"`
	CrudsCount       int64      `json:"cruds_count"` // living and not hidden
	FollowersCount   int64      `json:"followers_count"`
	FollowingCount   int64      `json:"following_count"`
}

// standingReport is a person after a change; Changed is false when there was
// nothing to change.
type standingReport struct {
	personReport

	Changed bool `json:"changed"`
}

func reportPerson(ctx context.Context, store *postgres.Store, person cruddur.Person) (personReport, error) {
	cruds, err := store.CountCruds(ctx, person.Sub)
	if err != nil {
		return personReport{}, err
	}
	report := personReport{
		Handle: person.Handle, DisplayName: person.DisplayName, Sub: person.Sub, Standing: goodStanding,
		CreatedAt: person.CreatedAt, CrudsCount: cruds,
		FollowersCount: person.FollowersCount, FollowingCount: person.FollowingCount,
	}
	if person.SuspendedAt != nil {
		report.Standing, report.SuspendedAt, report.SuspensionReason = suspended, person.SuspendedAt, &person.SuspensionReason
	}
	return report, nil
}

func (r personReport) text() string {
	standing, cruds := r.Standing, "alive"
	if r.SuspendedAt != nil {
		standing = fmt.Sprintf("%s since %s: %s", r.Standing, r.SuspendedAt.Format(time.RFC3339), *r.SuspensionReason)
		cruds = "seen; what a suspended person posted is hidden"
	}
	return table(
		row{"person", fmt.Sprintf("@%s (%s)", r.Handle, r.DisplayName)},
		row{"account", r.Sub.String()},
		row{"standing", standing},
		row{"joined", r.CreatedAt.Format(time.RFC3339)},
		row{"cruds", fmt.Sprintf("%d %s", r.CrudsCount, cruds)},
		row{"followers", strconv.FormatInt(r.FollowersCount, 10)},
		row{"following", strconv.FormatInt(r.FollowingCount, 10)},
	)
}
