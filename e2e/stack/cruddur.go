package stack

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Cruddur runs the operators' program on the stack and returns what it says.
func (s *Stack) Cruddur(ctx context.Context, args ...string) (string, error) {
	record, err := s.Record()
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, filepath.Join(s.stateDir, "bin", "cruddur"), args...)
	cmd.Env = []string{
		"CRUDDUR_PARAMETERS_PATH=/cruddur/local/backend",
		"AWS_ENDPOINT_URL=" + record.EmulatorURL,
		"AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test",
		// The developer's own AWS files stay out of it.
		"AWS_CONFIG_FILE=" + os.DevNull, "AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull,
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("cruddur %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return string(out), nil
}
