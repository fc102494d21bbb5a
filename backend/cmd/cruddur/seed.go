package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/seed"
)

func newSeedCommand(c *console) *cobra.Command {
	return &cobra.Command{
		Use: "seed", Args: arguments(),
		Short: "Add made-up people and cruds, for demonstration",
		Long: "Adds thirty made-up people who follow each other, with cruds in every stage of\n" +
			"life and replies to them. Repeated, it gives new cruds to those whose cruds have\n" +
			"all burned and follows to those who follow nobody, and leaves everybody else\n" +
			"alone; real people are never touched. It can't be taken back: not for\n" +
			"production. The people have no accounts until 'cruddur accounts relink'.",
		Example: "  cruddur seed",
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
