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
	command := &cobra.Command{Use: "accounts", Short: "The ties between people and their Cognito accounts"}
	command.AddCommand(
		&cobra.Command{
			Use: "list", Args: cobra.NoArgs,
			Short: "List everybody with the key (sub) of their account",
			RunE: func(cmd *cobra.Command, _ []string) error {
				return c.withStore(cmd.Context(), func(s *postgres.Store) error { return c.listAccounts(cmd.Context(), s) })
			},
		},
		&cobra.Command{
			Use: "relink", Args: cobra.NoArgs,
			Short: "Tie people to other accounts, after a user pool was rebuilt",
			Long: "Reads a JSON array of {\"handle\": \"…\", \"sub\": \"…\"} and ties each of these\n" +
				"people to that account. A rebuilt user pool gives every account a new sub;\n" +
				"without this, people would come back as strangers to their own profiles.",
			Example: "  cruddur accounts relink < links.json",
			RunE: func(cmd *cobra.Command, _ []string) error {
				return c.withStore(cmd.Context(), func(s *postgres.Store) error { return c.relinkAccounts(cmd.Context(), s) })
			},
		},
	)
	return command
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

func (c *console) relinkAccounts(ctx context.Context, store *postgres.Store) error {
	var links []struct {
		Handle string    `json:"handle"`
		Sub    uuid.UUID `json:"sub"`
	}
	if err := json.NewDecoder(c.in).Decode(&links); err != nil {
		return fmt.Errorf("read the links: %w", err)
	}
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
