package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/backend/internal/postgres"
)

func newAccountsCommand(c *console) *cobra.Command {
	return group(
		&cobra.Command{
			Use: "accounts COMMAND", Short: "The ties between people and their Cognito accounts",
			Long: "People have an account in Cognito and a profile here; the account's key, its\n" +
				"sub, ties the two together.",
		},
		&cobra.Command{
			Use: "list", Args: arguments(),
			Short:   "List everybody with the key (sub) of their account",
			Long:    "Lists everybody by handle, with the key (sub) of their account. Changes nothing.",
			Example: "  cruddur accounts list --json",
			RunE: func(cmd *cobra.Command, _ []string) error {
				return c.withStore(cmd.Context(), func(s *postgres.Store) error { return c.listAccounts(cmd.Context(), s) })
			},
		},
		&cobra.Command{
			Use: "relink", Args: arguments(),
			Short: "Tie people to other accounts, after a user pool was rebuilt",
			Long: "Reads a JSON array of {\"handle\": \"…\", \"sub\": \"…\"} and ties each of these\n" +
				"people to that account. A rebuilt user pool gives every account a new sub;\n" +
				"without this, people would come back as strangers to their own profiles.\n" +
				"Repeated, it changes nothing. Handles that nobody has are passed over. To take\n" +
				"it back, relink the former subs: list them first.",
			Example: "  cruddur accounts list --json > before.json\n" +
				"  cruddur accounts relink < links.json",
			RunE: func(cmd *cobra.Command, _ []string) error {
				links, err := c.readLinks(cmd)
				if err != nil {
					return err
				}
				return c.withStore(cmd.Context(), func(s *postgres.Store) error { return c.relinkAccounts(cmd.Context(), s, links) })
			},
		},
	)
}

func (c *console) listAccounts(ctx context.Context, store *postgres.Store) error {
	links, err := store.AccountLinks(ctx)
	if err != nil {
		return err
	}
	lines := make([]string, len(links))
	for i, link := range links {
		lines[i] = fmt.Sprintf("%s  @%s (%s)", link.Sub, link.Handle, link.DisplayName)
	}
	return c.print(links, strings.Join(lines, "\n"))
}

// link ties a person to an account.
type link struct {
	Handle string    `json:"handle"`
	Sub    uuid.UUID `json:"sub"`
}

func (c *console) readLinks(cmd *cobra.Command) (links []link, err error) {
	if err := json.NewDecoder(c.in).Decode(&links); err != nil {
		return nil, wrongUsage(cmd, "standard input: no JSON array of links: %v", err)
	}
	return links, nil
}

func (c *console) relinkAccounts(ctx context.Context, store *postgres.Store, links []link) error {
	relinked := []string{}
	for _, link := range links {
		done, err := store.RelinkAccount(ctx, link.Handle, link.Sub)
		if err != nil {
			return fmt.Errorf("relink @%s: %w", link.Handle, err)
		}
		if done {
			relinked = append(relinked, link.Handle)
		}
	}
	return c.print(map[string][]string{"relinked": relinked}, fmt.Sprintf("%d people relinked", len(relinked)))
}
