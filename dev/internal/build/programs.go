package build

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
)

// Programs are the paths of the built Go programs.
type Programs struct {
	// Backend is the API server, Cruddur the admin program, Messaging the server
	// of conversations.
	Backend, Cruddur, Messaging string
}

// Go builds the programs of the repository into bin. Go's own cache makes this
// quick when nothing has changed.
func Go(ctx context.Context, repository, bin string, log io.Writer) (Programs, error) {
	programs := Programs{
		Backend: filepath.Join(bin, "backend"), Cruddur: filepath.Join(bin, "cruddur"), Messaging: filepath.Join(bin, "messaging"),
	}
	err := execute(ctx, filepath.Join(repository, "backend"), log,
		"go", "build", "-o", bin+string(filepath.Separator), "./cmd/backend", "./cmd/cruddur")
	if err != nil {
		return Programs{}, fmt.Errorf("build the backend: %w", err)
	}
	err = execute(ctx, filepath.Join(repository, "messaging"), log, "go", "build", "-o", bin+string(filepath.Separator), "./cmd/messaging")
	if err != nil {
		return Programs{}, fmt.Errorf("build messaging: %w", err)
	}
	return programs, nil
}

// execute runs a build command with the developer's environment.
func execute(ctx context.Context, dir string, log io.Writer, name string, args ...string) error {
	return executeWith(ctx, dir, nil, log, name, args...)
}
