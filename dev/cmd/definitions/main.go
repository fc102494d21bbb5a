// Command definitions prints what the local stack consists of, as JSON. Terraform is a module of its own that can't import
// it; its tests run this, and hold what Terraform makes against it.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/cruddur/cruddur/dev/infrastructure"
	"github.com/cruddur/cruddur/dev/internal/edge"
)

func main() {
	err := run(os.Args[1:], os.Stdout)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "definitions:", err)
		os.Exit(1)
	}
}

// definitions is all that is printed.
type definitions struct {
	Infrastructure infrastructure.Definition `json:"infrastructure"`
	Edge           edge.Definition           `json:"edge"`
}

// run prints the definitions of the environment that the flags tell of.
func run(args []string, stdout io.Writer) error {
	var env infrastructure.Environment
	var site, connect string
	flags := flag.NewFlagSet("definitions", flag.ContinueOnError)
	flags.StringVar(&env.Name, "environment", "", "name of the environment, such as production")
	flags.StringVar(&env.Region, "region", "", "region of all resources")
	flags.StringVar(&env.Account, "account", "", "account of all resources")
	flags.StringVar(&site, "site", "", "address of the site, such as https://cruddur.com")
	flags.StringVar(&connect, "connect", "", "what else the site's scripts may talk to, with spaces between")
	flags.StringVar(&env.TokenIssuer, "issuer", "", "issuer of the access tokens that count")
	flags.StringVar(&env.TokenClientID, "client", "", "client of the access tokens that count")
	flags.StringVar(&env.LiveAPIID, "live-api", "", "id of the WebSocket API")
	if err := flags.Parse(args); err != nil {
		return err
	}
	var missing []string
	flags.VisitAll(func(one *flag.Flag) {
		if one.Value.String() == "" && one.Name != "connect" {
			missing = append(missing, "--"+one.Name)
		}
	})
	if len(missing) > 0 {
		return fmt.Errorf("give %s too", strings.Join(missing, ", "))
	}
	env.SiteOrigins = []string{site}
	encoder := json.NewEncoder(stdout)
	encoder.SetIndent("", "  ")
	//nolint:musttag // The fields of infrastructure are printed under their own names.
	return encoder.Encode(definitions{
		Infrastructure: infrastructure.Define(env),
		Edge:           edge.Define(edge.Settings{Origin: site, ConnectSources: strings.Fields(connect)}),
	})
}
