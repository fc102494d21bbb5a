package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/seed"
)

func newSeedCommand(c *console) *cobra.Command {
	return &cobra.Command{
		Use: "seed", Args: cobra.NoArgs,
		Short: "Add made-up people and cruds, for demonstration",
		Long: "Adds thirty made-up people with cruds in every stage of life. Repeated, it\n" +
			"gives new cruds to those whose cruds have all burned, and leaves everybody\n" +
			"else alone. The people have no accounts until 'cruddur accounts relink'.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withStore(cmd.Context(), func(store *postgres.Store) error {
				seeded, err := seed.Run(cmd.Context(), store)
				if err != nil {
					return err
				}
				return c.print(map[string]int{"seeded": seeded}, fmt.Sprintf("%d people seeded", seeded))
			})
		},
	}
}
