package accounts

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
)

// CLI reaches the rows through the admin program, so that nothing outside the
// backend knows its tables.
type CLI struct {
	// Path is the cruddur program, Env its whole environment.
	Path string
	Env  []string
}

var _ Rows = CLI{}

// List runs "cruddur accounts list".
func (c CLI) List(ctx context.Context) ([]Row, error) {
	out, err := c.run(ctx, nil, "accounts", "list", "--json")
	if err != nil {
		return nil, err
	}
	var rows []Row
	if err := json.Unmarshal(out, &rows); err != nil {
		return nil, fmt.Errorf("read what cruddur accounts list printed: %w", err)
	}
	return rows, nil
}

// Relink runs "cruddur accounts relink" with the links on standard input.
func (c CLI) Relink(ctx context.Context, links []Link) error {
	input, err := json.Marshal(links)
	if err != nil {
		return err
	}
	_, err = c.run(ctx, input, "accounts", "relink", "--json")
	return err
}

func (c CLI) run(ctx context.Context, input []byte, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, c.Path, args...)
	cmd.Env = append([]string{}, c.Env...)
	cmd.Stdin = bytes.NewReader(input)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("cruddur %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(complaint.String()))
	}
	return out.Bytes(), nil
}
