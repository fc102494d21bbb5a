package main

import (
	"context"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/backend/internal/settings"
	"github.com/cruddur/cruddur/backend/internal/signingkeys"
	"github.com/cruddur/cruddur/platform/config"
)

func newKeysCommand(c *console) *cobra.Command {
	return group(&cobra.Command{
		Use: "keys COMMAND", Short: "The keys that sign photos for the edge",
		Long: "Photos are shown to nobody without a signature, which ends with their crud. The\n" +
			"keys for it are in Parameter Store only: the private halves as settings of the\n" +
			"services, the public ones in a list that Terraform, or the local stack, registers\n" +
			"with the edge. These commands need no database. Don't run two at once.",
	}, newCreateKeyCommand(c), newListKeysCommand(c), newRetireKeysCommand(c))
}

func newCreateKeyCommand(c *console) *cobra.Command {
	return &cobra.Command{
		Use: "create", Args: arguments(),
		Short: "Make a new key; the present one counts for another 30 days",
		Long: "Makes a key pair. It signs once the edge knows it and the services were started\n" +
			"again: run 'terraform apply', then roll the services out. Until then the present\n" +
			"key goes on signing, and what it signed counts for 30 days, so that nobody\n" +
			"notices. Superseded keys whose 30 days are over are retired.\n\n" +
			"After a failure, run it again: it finishes what was begun. While the newest key\n" +
			"waits for the edge, no other is made.",
		Example: "  cruddur keys create\n" +
			"  terraform apply",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.changeKeys(cmd.Context(), signingkeys.Ring.Create)
		},
	}
}

func newListKeysCommand(c *console) *cobra.Command {
	return &cobra.Command{
		Use: "list", Args: arguments(),
		Short: "List the keys, and which one signs",
		Long: "Lists the keys, the newest first: the one that signs, those that wait for the edge\n" +
			"to know them, and superseded ones with the day until which they count. Shows\n" +
			"nothing secret. Changes nothing.",
		Example: "  cruddur keys list --json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withRing(cmd.Context(), func(ring signingkeys.Ring) error {
				list, err := ring.List(cmd.Context())
				if err != nil {
					return err
				}
				return c.print(list, describeKeys(list))
			})
		},
	}
}

func newRetireKeysCommand(c *console) *cobra.Command {
	return &cobra.Command{
		Use: "retire", Args: arguments(),
		Short: "Drop superseded keys whose 30 days are over",
		Long: "Drops superseded keys with which nothing that is still alive was signed. Never the\n" +
			"newest, and none before the edge knows a newer one. Run 'terraform apply' and roll\n" +
			"the services out afterwards. It can't be taken back, and may be repeated.",
		Example: "  cruddur keys retire",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.changeKeys(cmd.Context(), signingkeys.Ring.Retire)
		},
	}
}

func (c *console) changeKeys(ctx context.Context, change func(signingkeys.Ring, context.Context) (signingkeys.Change, error)) error {
	return c.withRing(ctx, func(ring signingkeys.Ring) error {
		done, err := change(ring, ctx)
		if err != nil {
			return err
		}
		return c.print(done, describeKeyChange(done))
	})
}

// withRing runs do on the keys of the environment that the settings belong to.
func (c *console) withRing(ctx context.Context, do func(signingkeys.Ring) error) error {
	backend := strings.TrimRight(c.getenv(settings.PathVariable), "/")
	environment := path.Dir(backend)
	if !strings.HasPrefix(backend, "/") || environment == "/" {
		return fmt.Errorf("%s is %q: it names the path of the backend's settings in SSM, such as /cruddur/production/backend",
			settings.PathVariable, backend)
	}
	client, err := config.NewSSM(ctx)
	if err != nil {
		return fmt.Errorf("make the SSM client: %w", err)
	}
	return do(signingkeys.Ring{Parameters: signingkeys.SSM{Client: client}, Environment: environment, Now: time.Now})
}

func describeKeyChange(done signingkeys.Change) string {
	var lines []string
	if done.Created != "" {
		lines = append(lines, done.Created+" is made")
	}
	if done.Waiting != "" {
		lines = append(lines, done.Waiting+" was made before and waits for the edge; no other is made")
	}
	for _, name := range done.Retired {
		lines = append(lines, name+" is retired")
	}
	if len(lines) == 0 {
		return "no key's time is over"
	}
	return strings.Join(lines, "\n") + "\nNow run 'terraform apply', and roll the services out. Locally, start the stack again."
}

func describeKeys(list []signingkeys.Key) string {
	if len(list) == 0 {
		return "there is no key: run 'cruddur keys create'"
	}
	rows := make([]row, len(list))
	for i, key := range list {
		text := "signs"
		switch {
		case key.State == signingkeys.Superseded && key.RetireAfter != nil:
			text = "superseded, counts until " + key.RetireAfter.Format(time.RFC3339)
		case key.State == signingkeys.Superseded:
			text = "superseded"
		case key.State == signingkeys.Waits:
			text = "waits until the edge knows it: run 'terraform apply', and roll the services out"
		}
		rows[i] = row{key.Name, text}
	}
	return table(rows...)
}
