// Package provision makes in the emulator what Terraform makes on AWS: the
// user pool and the parameters. It is idempotent; every start runs all of it.
//
// A new kind of resource gets a file with one step function, and a line in
// steps. Later steps see what earlier ones made in Resources.
package provision

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Settings are what the resources depend on.
type Settings struct {
	// AWS is how the emulator is reached.
	AWS aws.Config
	// DatabaseURL is the backend's database.
	DatabaseURL string
	// BackendAddress is where the backend listens, host:port.
	BackendAddress string
	// SiteURL is the edge's address, for links in what the backend writes.
	SiteURL string
}

// Resources names what was made.
type Resources struct {
	// UserPoolID and UserPoolClientID identify the user pool and the site's
	// client in it.
	UserPoolID       string
	UserPoolClientID string
}

// step makes one kind of resource, or finds it and brings it up to date.
type step struct {
	name string
	run  func(ctx context.Context, settings Settings, made *Resources) error
}

// steps lists everything, in the order in which it is made.
func steps() []step {
	return []step{
		{"user pool", identity},
		{"parameters", parameters},
	}
}

// Run makes all resources.
func Run(ctx context.Context, settings Settings) (Resources, error) {
	var made Resources
	for _, step := range steps() {
		if err := step.run(ctx, settings, &made); err != nil {
			return Resources{}, fmt.Errorf("provision %s: %w", step.name, err)
		}
	}
	return made, nil
}
