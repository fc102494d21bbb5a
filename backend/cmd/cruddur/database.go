package main

import (
	"context"
	"fmt"
	"regexp"

	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/backend/internal/database"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/platform/telemetry"
)

// passwordVariable is libpq's, which administrators of PostgreSQL know.
const passwordVariable = "PGPASSWORD"

var (
	userArgument = argument{"USER", checkUser}
	userName     = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)
)

func newDatabaseCommand(c *console) *cobra.Command {
	return group(&cobra.Command{
		Use: "database COMMAND", Short: "Who may log in to the database",
		Long: "On AWS the services log in to the database by IAM, and have no password. The\n" +
			"database must know them first, which its administrator tells it once.",
	}, newCreateUserCommand(c))
}

func newCreateUserCommand(c *console) *cobra.Command {
	var admin string
	command := &cobra.Command{
		Use: "create-user USER", Args: arguments(userArgument),
		Short: "Let a service log in by IAM",
		Long: "Makes a user of the database who logs in by IAM and may make tables. Run it once,\n" +
			"before the first 'cruddur migrate up', as the administrator that Terraform made,\n" +
			"whose password is in Secrets Manager. Safe to repeat.",
		Example: "  " + passwordVariable + "=… cruddur database create-user backend --as breakglass",
		RunE: func(cmd *cobra.Command, args []string) error {
			password := c.getenv(passwordVariable)
			if password == "" {
				return wrongUsage(cmd, "%s is not set: it holds the password of %s", passwordVariable, admin)
			}
			return c.createUser(cmd.Context(), args[0], admin, password)
		},
	}
	command.Flags().StringVar(&admin, "as", "breakglass", "the administrator who makes it")
	return command
}

func (c *console) createUser(ctx context.Context, user, admin, password string) error {
	cfg, err := c.settings(ctx)
	if err != nil {
		return err
	}
	pool, err := database.OpenAs(ctx, cfg, admin, password, postgres.PoolConfig{ApplicationName: "cruddur", MaxConns: 2, Traced: telemetry.On()})
	if err != nil {
		return err
	}
	defer pool.Close()
	created, err := postgres.CreateIAMUser(ctx, pool, user)
	if err != nil {
		return err
	}
	words := user + " was there, and may log in by IAM"
	if created {
		words = user + " is made, and may log in by IAM"
	}
	return c.print(struct {
		User    string `json:"user"`
		Created bool   `json:"created"`
	}{user, created}, words)
}

func checkUser(text string) error {
	if !userName.MatchString(text) {
		return fmt.Errorf("%q can't be a user: letters a-z, digits and _, a letter first, at most 63", text)
	}
	return nil
}
