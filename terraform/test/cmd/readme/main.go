// Command readme writes the tables of inputs and outputs in the READMEs
// of the modules it is given.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/cruddur/cruddur/terraform/test/internal/readme"
)

func main() {
	for _, dir := range os.Args[1:] {
		if err := update(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func update(dir string) error {
	path := filepath.Join(dir, "README.md")
	current, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the README: %w", err)
	}
	wanted, err := readme.Update(dir, string(current))
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, []byte(wanted), 0o644); err != nil {
		return fmt.Errorf("write the README: %w", err)
	}
	return nil
}
