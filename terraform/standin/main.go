// Command standin is served to Terraform as hashicorp/aws, in tests, on
// machines that can't reach AWS or a registry. See ../README.md.
package main

import (
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"

	"github.com/cruddur/cruddur/terraform/standin/internal/provider"
	"github.com/cruddur/cruddur/terraform/standin/internal/schema"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "stand-in:", err)
		os.Exit(1)
	}
}

func run() error {
	standIn, err := provider.FromEnvironment()
	if err != nil {
		return err
	}
	if err := tf5server.Serve(schema.Source, func() tfprotov5.ProviderServer { return standIn }); err != nil {
		return fmt.Errorf("serve Terraform: %w", err)
	}
	return nil
}
